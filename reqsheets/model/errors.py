"""What can be wrong *with* a file or a call; what is wrong *in* a sheet is a finding."""

from __future__ import annotations

from reqsheets.model.plan import Words

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


class OldFormatError(ReqsheetsError):
    """A table in a folder of a run in a format that we do not read; a remark, as the others have their turn."""

    exit_code = 0
    code = "REQ014"


class UnreadableFileError(ReqsheetsError):
    """The file is no workbook, or a broken, encrypted or empty one."""

    code = "REQ001"


class EncryptedFileError(UnreadableFileError):
    """The file wants a password."""

    code = "REQ002"


class WrongPasswordError(EncryptedFileError):
    """No password that is known opens the file."""


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


class MiswrittenError(ReqsheetsError):
    """What we were about to write is not what was planned: a fault of ours; nothing was written."""

    exit_code = 4
    code = "REQ010"


class MissingSheetError(ReqsheetsError):
    """The workbook lacks a sheet that the operation reads or writes."""


class MissingColumnError(ReqsheetsError):
    """A sheet lacks a column that the operation reads or writes."""


class KindLacksSheetError(MissingSheetError):
    """The kind itself has no such sheet: the operation rests."""


class KindLacksColumnError(MissingColumnError):
    """The kind itself has no such column: the operation rests."""


class TimeLimitError(ReqsheetsError):
    """The workbook took longer than it may; what is half done is not in it."""

    code = "REQ017"


class MemoryLimitError(ReqsheetsError):
    """The workbook takes more memory than it may, or than there is."""

    code = "REQ018"


def memory_error(name: str) -> MemoryLimitError:
    """Return the error that the file of that name takes too much memory."""
    return MemoryLimitError(
        f"{name}：处理它所需的内存超过限制，已停止，工作簿完好；请核对文件来源，或删去多余的内容后重新保存",
        f"{name}: takes more memory than it may and was stopped; the workbook is whole; check where it comes from, "
        "or trim it and save it anew",
    )


class WorkerDiedError(ReqsheetsError):
    """The process that was at work on the workbook ended of itself."""

    code = "REQ019"


class FalseCountError(UnreadableFileError):
    """The file states more of something than it can hold, for which a reader would set memory aside."""

    code = "REQ020"


class OddNameError(ReqsheetsError):
    """The name of the file or of its folder is no text."""

    code = "REQ021"


def is_text(name: str) -> bool:
    """Tell whether a name is text throughout; one that is not UTF-8 is no text for the system either."""
    return not any("\ud800" <= sign <= "\udfff" for sign in name)


def legible(name: str) -> str:
    """Return a name with its bytes that are no text as %FF."""
    return "".join(f"%{ord(sign) & 0xFF:02X}" if "\ud800" <= sign <= "\udfff" else sign for sign in name)


def odd_name(path: str) -> OddNameError:
    """Return the error that a path is no text."""
    return OddNameError(
        f"{legible(path)}：文件名或文件夹名不是有效的文字（不是 UTF-8），没有处理；请改名后重新运行",
        f"{legible(path)}: the name of the file or of its folder is not UTF-8 text, so it was left alone; "
        "rename it and run again",
    )


class NotPlainError(ReqsheetsError):
    """A link leads out of the folder that was named, or what bears the name is no ordinary file."""

    code = "REQ022"


class AsRootError(ReqsheetsError):
    """The night runs as root on a workbook of somebody else."""

    code = "REQ023"


class PlantedError(FileInUseError):
    """What stands where our own files belong is none of ours: a link, another kind of file, another owner's."""

    code = "REQ024"


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
