"""Other customers' names in what leaves the house, hidden as ◻◻客户 (views.md, section 4, N-56)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from reqsheets.domain.documents.rows import Rows
from reqsheets.domain.register.text import same_name

HIDDEN = "◻◻客户"
SHORTEST = 4  # signs of a name that is looked for; a shorter one only where it says 公司
FIRM = "公司"
START = 3  # signs by which names are looked up


@dataclass(frozen=True)
class OtherCustomers:
    """The customers of a workbook but one, to be hidden in that one's papers."""

    own: str
    by_start: Mapping[str, tuple[str, ...]]

    def hidden(self, text: str) -> str:
        """Return the text with every other customer's name hidden, the longest name first."""
        if len(text) < START:
            return text
        pieces, at, done = [], 0, 0
        while at <= len(text) - START:
            name = next((n for n in self.by_start.get(text[at : at + START], ()) if text.startswith(n, at)), "")
            if not name:
                at += 1
                continue
            if not self._is_own(name):
                pieces += [text[done:at], HIDDEN]
                done = at + len(name)
            at += len(name)
        return "".join([*pieces, text[done:]])

    def _is_own(self, name: str) -> bool:
        """Tell whether a name is the customer's own, or a part of it."""
        return same_name(name) in same_name(self.own)


def others_than(customer: str, rows: Rows) -> OtherCustomers:
    """Return the customers of these rows, whose names are to be hidden in papers for one customer."""
    needs = rows.needs
    if needs is None or needs.name not in rows.frames:
        return OtherCustomers(customer, {})
    found = rows.frames.once("names of customers", needs.name, lambda: _by_start(rows))
    return OtherCustomers(customer, found)


def _by_start(rows: Rows) -> Mapping[str, tuple[str, ...]]:
    by_start: defaultdict[str, set[str]] = defaultdict(set)
    for sheet in rows.spec.sheets:
        named = [c.name for c in sheet.columns if c.name in ("customer", "customer_name")]
        for entry in rows.of(sheet.name) if named else ():
            for name in map(entry.text, named):
                if len(name) >= SHORTEST or (FIRM in name and len(name) >= START):
                    by_start[name[:START]].add(name)
    return {start: tuple(sorted(names, key=lambda name: (-len(name), name))) for start, names in by_start.items()}
