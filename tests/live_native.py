"""What Excel for Windows itself tells of a range, where xlwings has no word for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass
class Lines:
    """Whole rows or columns, as Excel for Windows has them."""

    Hidden: bool | None


class Native:
    """The part of a range that xlwings has no word for."""

    def __init__(self, hidden: Callable[..., bool | None], box: tuple[int, int, int, int]) -> None:
        self.hidden, self.box = hidden, box

    @property
    def EntireRow(self) -> Lines:  # noqa: N802 # Excel's name
        return Lines(self.hidden(self.box[0], self.box[2], rows=True))

    @property
    def EntireColumn(self) -> Lines:  # noqa: N802 # Excel's name
        return Lines(self.hidden(self.box[1], self.box[3], rows=False))
