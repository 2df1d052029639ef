"""What can be wrong *with* a file or a call; what is wrong *in* a sheet is a finding."""

from __future__ import annotations

from reqsheets.plan import Words


class ReqsheetsError(Exception):
    """Something a person can mend; its text is shown as it stands, in both languages, without a traceback.

    `exit_code` is that of the command line: 2 wrong usage, 3 a file unreadable or in use.
    """

    exit_code = 3

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.words = Words(zh, en)

    def __reduce__(self) -> tuple[type[ReqsheetsError], tuple[str, str]]:
        return type(self), (self.words.zh, self.words.en)


class UsageError(ReqsheetsError):
    """The call itself is wrong: an unknown kind, a target that exists, a folder without workbooks."""

    exit_code = 2


class UnreadableFileError(ReqsheetsError):
    """The file is no workbook, or a broken, encrypted or empty one."""


class UnknownKindError(ReqsheetsError):
    """The workbook opens, but is of no kind that we know."""


class FileInUseError(ReqsheetsError):
    """Somebody has the workbook open, or the system does not let us write to it."""


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
