"""Short representations: whatever a person asks Python for, the answer fits on a screen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import MISSING, fields
from reprlib import Repr
from typing import Protocol, TypeVar

T = TypeVar("T")
LONGEST = 2_000  # characters of any representation
ONE = 1_000  # of that of one value
FIELD = 120  # of one of its fields
SHOWN = 5  # items of a list


class _HasFields(Protocol):
    __dataclass_fields__: dict[str, object]


def brief(kind: type[T]) -> type[T]:
    """Give a dataclass, from whose decorator it stands above, a representation of at most LONGEST characters."""
    kind.__repr__ = _represented  # type: ignore[method-assign, assignment]
    return kind


def _represented(thing: _HasFields) -> str:
    """Return the fields that hold something else than they do by default."""
    held = [(field, getattr(thing, field.name)) for field in fields(thing) if field.repr]  # type: ignore[arg-type]
    told = [
        f"{field.name}={_short(value)}" for field, value in held if field.default is MISSING or value != field.default
    ]
    return cut(f"{type(thing).__name__}({', '.join(told)})", ONE)


def _short(value: object) -> str:
    short = Repr()
    short.maxlevel, short.maxtuple, short.maxlist, short.maxdict, short.maxset, short.maxfrozenset = 2, 3, 3, 3, 3, 3
    short.maxstring = short.maxother = FIELD
    return short.repr(value)


def cut(text: str, longest: int = LONGEST) -> str:
    """Return the text, cut where it is longer."""
    return text if len(text) <= longest else f"{text[: longest - 2]}…)"


class Listing(list[T]):
    """A list whose representation shows the first few items and counts the rest."""

    def __repr__(self) -> str:
        return _listed(self, "[", "]")

    def __getitem__(self, at):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN204
        """Return an item, or for a slice a listing."""
        found = super().__getitem__(at)
        return Listing(found) if isinstance(at, slice) else found


class Named(dict[str, T]):
    """A dict of large things by name whose representation tells the names and how large each is."""

    def __repr__(self) -> str:
        told = ", ".join(f"{name!r}: {_size(held)}" for name, held in self.items())
        return cut(f"{{{told}}}", ONE)


def _size(thing: object) -> str:
    shape = getattr(thing, "shape", None)
    return f"{shape[0]} x {shape[1]}" if shape else type(thing).__name__


class Listed(tuple[T, ...]):
    """A tuple whose representation does the same."""

    __slots__ = ()

    def __repr__(self) -> str:
        return _listed(self, "(", ")")


def _listed(items: Iterable[object], first: str, last: str) -> str:
    """Return the items one a line, as many as fit, and how many more there are."""
    every = list(items)
    lines: list[str] = []
    room = LONGEST - 100
    for item in every[:SHOWN]:
        line = cut(_short(item), LONGEST // SHOWN - 10)
        room -= len(line)
        lines.append(line)
    rest = len(every) - len(lines)
    more = [f"… {rest} more"] if rest else []
    return f"{first}{', '.join([*lines, *more])}{last}"
