"""What the memory of a workbook shows, as findings: a break, an older copy, another workbook of the same ID."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from reqsheets.app.commit import kept_at, memory, older_copy
from reqsheets.app.integrity import Fault, Seen
from reqsheets.app.known_ids import KnownIds
from reqsheets.app.ownership import asides, copies, is_anothers
from reqsheets.domain.register.identity import WORKBOOK
from reqsheets.model.audit import Author
from reqsheets.model.errors import HISTORY_DAMAGED, DamagedHistoryError, PlantedError, ReqsheetsError
from reqsheets.model.plan import Cell, Finding, Severity, Words
from reqsheets.store.versions import versions
from reqsheets.xlsx.reading.read import Reading

DAMAGED, OLDER, KNOWN, ALONE, FOREIGN, COPY = ("REQ025", "REQ026", "REQ027", "REQ028", "REQ029", "REQ031")
LOOK = Words("请运行 reqsheets verify 和 history 查看", "look at reqsheets verify and history")


@dataclass(frozen=True, slots=True)
class Past:
    """What the workbook's memory shows, or why it cannot be read."""

    findings: tuple[Finding, ...] = ()
    error: ReqsheetsError | None = None


def remembered(reading: Reading, author: Author, ids: KnownIds, *, settling: bool) -> Past:
    """Return what the memory shows of a workbook; `settling` finishes what a killed run left under way."""
    path = kept_at(reading)
    try:
        seen = memory(path, reading, author, settling=settling)
        return Past(memory_findings(path, reading, seen, ids))
    except (DamagedHistoryError, PlantedError) as error:  # the workbook is checked anyway, and not written
        return Past(error=error)


def memory_findings(path: Path, reading: Reading, seen: Seen, ids: KnownIds | None = None) -> tuple[Finding, ...]:
    """Return what people must know of the workbook's memory before anything is written; nothing where all holds."""
    return tuple(_found(path, reading, seen, ids))


def _found(path: Path, reading: Reading, seen: Seen, ids: KnownIds | None) -> Iterator[Finding]:
    if seen.older:
        yield _finding(reading, OLDER, "error", older_copy(path, seen).words, Words("", ""))
    unrecorded = set(seen.unrecorded)
    for fault in (*seen.faults, *seen.past):
        if seen.older and fault.part == "anchor":
            continue
        yield _of_fault(path, reading, fault, new=fault in unrecorded)
    aside = asides(path)
    if aside or is_anothers(path, reading):
        yield _finding(reading, FOREIGN, "info", set_aside_words(aside), Words("不需要处理", "nothing is to be done"))
    for other in copies(path, reading, ids):
        yield _finding(reading, COPY, "warning", _copied(other), _apart())


def _of_fault(path: Path, reading: Reading, fault: Fault, *, new: bool) -> Finding:
    words = fault.words
    if fault.token.startswith("anchor:elsewhere") and not (new and versions(path)):
        told = Words(f"{words.zh}。", f"{words.en[:1].upper()}{words.en[1:]}.")
        return _finding(reading, ALONE, "warning" if new else "info", told, LOOK)
    told = Words(f"{HISTORY_DAMAGED.zh}{words.zh}。", f"{HISTORY_DAMAGED.en}{words.en}.")
    return _finding(reading, DAMAGED if new else KNOWN, "error" if new else "info", told, LOOK)


def set_aside_words(aside: Sequence[str]) -> Words:
    """Return that the history under the name was another workbook's, and where it is kept."""
    zh, en = (f"（.reqsheets/{aside[-1]}）", f" (.reqsheets/{aside[-1]})") if aside else ("", "")
    return Words(
        f"这个文件名以前是另一个工作簿的，两者的历史不混用：这个工作簿另起自己的历史，原来的历史另存保留{zh}。",
        f"The name was another workbook's before, and their histories are not mixed: this workbook begins its own, "
        f"the other one is set aside{en}.",
    )


def _copied(other: Path) -> Words:
    return Words(
        f"“{other.name}”（{other.parent}）有相同的“{WORKBOOK}”：两个文件中有一个是复制出来的，各有各的历史。",
        f"{other.name} (in {other.parent}) has the same {WORKBOOK}: one of the two files is a copy; "
        "each has a history of its own.",
    )


def _apart() -> Words:
    return Words(
        f"不用的请移走；都要用的，把复制出来的那个文件“参数配置”表里的“{WORKBOOK}”清空，下次运行会给它新的标识",
        f"move away the one that is not used; if both are, blank {WORKBOOK} on the sheet 参数配置 of the copy, "
        "the next run gives it an ID of its own",
    )


def _finding(reading: Reading, rule: str, severity: Severity, message: Words, hint: Words) -> Finding:
    sheet = reading.spec.purpose("needs") or reading.spec.sheets[0]
    return Finding(rule, severity, Cell(sheet.name, 1), None, message, hint)
