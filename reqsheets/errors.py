"""What can be wrong *with* a file or a call; what is wrong *in* a sheet is a finding."""

from __future__ import annotations

from reqsheets.plan import Words

HISTORY_DAMAGED = Words("历史记录已损坏：", "The history is damaged: ")


class ReqsheetsError(Exception):
    """Something a person can mend; its text is shown as it stands, in both languages, without a traceback.

    `exit_code` is that of the command line: 2 wrong usage, 3 a file unreadable or in use. `code` is its page in the
    manual of the rules, "" where it has none; the words end with it.
    """

    exit_code = 3
    code = ""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self._said = zh, en

    @property
    def words(self) -> Words:
        """Return what to tell people."""
        zh, en = self._said
        return Words(f"{zh}（{self.code}）", f"{en} ({self.code})") if self.code else Words(zh, en)

    def __reduce__(self) -> tuple[type[ReqsheetsError], tuple[str, str]]:
        return type(self), self._said


class UsageError(ReqsheetsError):
    """The call itself is wrong: an unknown kind, a target that exists, a folder without workbooks."""

    exit_code = 2


class UnreadableFileError(ReqsheetsError):
    """The file is no workbook, or a broken, encrypted or empty one."""

    code = "REQ001"


class EncryptedFileError(UnreadableFileError):
    """The file wants a password."""

    code = "REQ002"


class NoWorkbookError(UnreadableFileError):
    """The file is something else, whatever its name says."""

    code = "REQ003"


class OversizedFileError(UnreadableFileError):
    """The file is absurdly large once unpacked."""

    code = "REQ004"


class UnknownKindError(ReqsheetsError):
    """The workbook opens, but is of no kind that we know."""


class FileInUseError(ReqsheetsError):
    """Somebody has the workbook open, or the system does not let us write to it."""


class WorkbookOpenError(FileInUseError):
    """Somebody has the workbook open."""

    code = "REQ005"


class ReadOnlyFileError(FileInUseError):
    """The workbook is read-only."""

    code = "REQ006"


class NoAnswerError(ReqsheetsError):
    """Excel, from which we were called, does not answer."""


class StalePlanError(ReqsheetsError):
    """A cell no longer holds what the plan expects; nothing was written."""


class UneditableError(ReqsheetsError):
    """The plan names a cell that cannot be changed without harm; nothing was written."""


class MissingSheetError(ReqsheetsError):
    """The workbook lacks a sheet that the operation reads or writes."""


class MissingColumnError(ReqsheetsError):
    """A sheet lacks a column that the operation reads or writes."""


class DamagedHistoryError(ReqsheetsError):
    """What is kept beside the workbook is damaged, so that it cannot be read or added to."""

    code = "REQ025"

    def __init__(self, zh: str, en: str) -> None:
        told = HISTORY_DAMAGED
        super().__init__(told.zh + zh.removeprefix(told.zh), told.en + en.removeprefix(told.en))


class OlderCopyError(ReqsheetsError):
    """An older state of the workbook stands in the place of the newest; a person decides which one goes on."""

    code = "REQ026"


class OtherRunError(FileInUseError):
    """Another run of reqsheets is writing the workbook, or wrote it just now."""

    code = "REQ030"
