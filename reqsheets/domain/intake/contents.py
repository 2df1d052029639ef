"""What a stranger's register held when it was taken in, and what differs in its next version."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from reqsheets.domain.intake.proposal import Proposal, text_of
from reqsheets.model.plan import Value

PRINT = 5  # letters of a cell's fingerprint: one in a thousand million pairs of cells has the same by chance
BLANK = "." * PRINT
RENAMED = 0.6  # of the cells of a column must be the same under the new header
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
COPY = "\x1e"  # between a fingerprint that stands for a number and how often it came before


@dataclass(frozen=True, slots=True)
class Contents:
    """The records of one version: their headers, and by key the fingerprints of the cells, joined."""

    headers: tuple[str, ...]
    prints: Mapping[str, str]

    def cell(self, key: str, place: int) -> str:
        """Return the fingerprint of one cell."""
        return self.prints[key][place * PRINT : (place + 1) * PRINT]


@dataclass(frozen=True, slots=True)
class Update:
    """What differs in a newer version, in the words of the older one."""

    renamed: Mapping[str, str]
    new: tuple[str, ...]
    vanished: tuple[str, ...]
    changed: Mapping[str, tuple[str, ...]]
    same: int

    def told(self) -> dict[str, object]:
        """Return it as JSON holds it."""
        changed = {key: list(headers) for key, headers in self.changed.items()}
        return {
            "renamed": dict(self.renamed),
            "new": list(self.new),
            "vanished": list(self.vanished),
            "changed": changed,
            "same": self.same,
        }


def contents(proposal: Proposal) -> Contents:
    """Return what a version holds; columns of formulas are no part of it."""
    headers = tuple(
        g.column.title for g in proposal.guesses if not g.volatile and not _is_counter(proposal, g.column.title)
    )
    columns = [_prints(proposal.cells[header]) for header in headers]
    keys = record_keys(proposal)
    rows = map("".join, zip(*columns, strict=True)) if columns else iter(())
    return Contents(headers, dict(zip(keys, rows, strict=True)))


def record_keys(proposal: Proposal) -> list[str]:
    """Return what names each record: its key, else a fingerprint of what is said and by whom."""
    if proposal.key:
        return proposal.keys
    wanted = [g.column.title for g in proposal.guesses if g.to and _names(proposal, g.column.title)]
    titles = wanted or [g.column.title for g in proposal.guesses if not g.volatile]
    seen: dict[str, int] = {}
    keys = []
    for cells in zip(*(proposal.cells[title] for title in titles), strict=True):
        name = "#" + blake2b("\x1f".join(map(text_of, cells)).encode("utf-8", "replace"), digest_size=9).hexdigest()
        seen[name] = seen.get(name, 0) + 1
        keys.append(name if seen[name] == 1 else f"{name}{COPY}{seen[name]}")
    return keys


def _names(proposal: Proposal, title: str) -> bool:
    guess = next(g for g in proposal.guesses if g.column.title == title)
    column = proposal.column_of(guess)
    return column is not None and (column.meaning in ("text", "customer", "received") or column.name == "name")


def _is_counter(proposal: Proposal, title: str) -> bool:
    """Tell whether a column only counts the rows and is not what names a record."""
    if title in proposal.key:
        return False
    guess = next(g for g in proposal.guesses if g.column.title == title)
    if guess.to is not None or guess.look.numbers < 1 or guess.look.different < 1:
        return False
    values = [value for value in proposal.cells[title] if value is not None]
    return values == list(range(1, len(values) + 1))


def _prints(values: Sequence[Value]) -> list[str]:
    known: dict[Value, str] = {}
    found = []
    for value in values:
        held = known.get(value)
        if held is None:
            held = known[value] = fingerprint(value)
        found.append(held)
    return found


def fingerprint(value: Value) -> str:
    """Return some letters that differ where two cells differ in more than blanks."""
    text = "".join(text_of(value).split())
    if not text:
        return BLANK
    number = int.from_bytes(blake2b(text.encode("utf-8", "replace"), digest_size=4).digest())
    letters = []
    for _ in range(PRINT):
        number, place = divmod(number, len(LETTERS))
        letters.append(LETTERS[place])
    return "".join(letters)


def update(before: Contents, after: Contents) -> Update:
    """Return what differs between two versions."""
    shared = [key for key in after.prints if key in before.prints]
    renamed = _renamed(before, after, shared)
    pairs = list(_places(before, after, renamed))
    changed: dict[str, tuple[str, ...]] = {}
    straight = all(a == b for a, b, _ in pairs) and len(before.headers) == len(after.headers) == len(pairs)
    for key in shared:
        if straight and before.prints[key] == after.prints[key]:
            continue
        told = tuple(header for a, b, header in pairs if before.cell(key, a) != after.cell(key, b))
        if told:
            changed[key] = told
    return Update(
        renamed,
        tuple(key for key in after.prints if key not in before.prints),
        tuple(key for key in before.prints if key not in after.prints),
        changed,
        len(shared) - len(changed),
    )


def _places(before: Contents, after: Contents, renamed: Mapping[str, str]) -> Iterator[tuple[int, int, str]]:
    """Yield for each column that both versions have its place in each, and its old header."""
    for i, header in enumerate(before.headers):
        name = renamed.get(header, header)
        if name in after.headers:
            yield i, after.headers.index(name), header


def _renamed(before: Contents, after: Contents, shared: Sequence[str]) -> dict[str, str]:
    """Return the headers that a column lost, with those it got: most of its cells are the same."""
    gone = [header for header in before.headers if header not in after.headers]
    come = [header for header in after.headers if header not in before.headers]
    shares = sorted(((_alike(before, after, shared, old, new), old, new) for old in gone for new in come), reverse=True)
    found: dict[str, str] = {}
    for share, old, new in shares:
        if share >= RENAMED and old not in found and new not in found.values():
            found[old] = new
    return found


def _alike(before: Contents, after: Contents, shared: Sequence[str], old: str, new: str) -> float:
    a, b = before.headers.index(old), after.headers.index(new)
    cells = [(before.cell(key, a), after.cell(key, b)) for key in shared]
    filled = [(x, y) for x, y in cells if BLANK not in (x, y)]
    return sum(x == y for x, y in filled) / len(filled) if filled else 0
