"""Which boxes are ticked on a form, by glyphs and where they stand (documents.md, section 4, rules 3 to 5; T-41)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

EMPTY = "□☐○◯"
TICKED = "☑■☒●√✓✔✅"
CROSSED = "×✗✘✕"
BREAKS = " \t\n\u3000、,，;；|/"
UNSURE = "\ufffd"  # stands for a mark that may belong to either of two labels
_IN_BRACKETS = re.compile(rf"[(（]\s*+([{TICKED}{CROSSED}Xx]?)\s*+[)）]")
_LONE_X = re.compile(r"(?<![0-9A-Za-z])[Xx](?![0-9A-Za-z])")
_GLYPHS = EMPTY + TICKED + CROSSED


@dataclass(frozen=True, slots=True)
class Marks:
    """The boxes of a group: which are ticked, which marks say nothing certain, and words that are no label.

    `crossed`: the only mark of the group is a ×, which counts as a tick with a warning.
    """

    ticked: tuple[int, ...] = ()
    unclear: tuple[int, ...] = ()
    crossed: bool = False
    rest: str = ""


def marks(text: str, labels: Sequence[str]) -> Marks:
    """Return what is ticked among these labels, each counted from 0 as it is printed.

    A cell that holds nothing but labels, such as one chosen from a drop-down, ticks these.
    """
    plain = _plain(text)
    chosen = _chosen(plain, labels)
    if chosen is not None:
        return Marks(chosen)
    places = _places(plain, labels)
    found = [i for i, place in enumerate(places) if place is not None]
    ends = sorted((places[i] for i in found), key=lambda place: place[0])  # type: ignore[index]
    order = sorted(found, key=lambda i: places[i][0])  # type: ignore[index]
    gaps = _gaps(plain, ends)  # type: ignore[arg-type]
    before, after = [""] * len(order), [""] * len(order)
    for at, gap in enumerate(gaps):
        left, right = _split(gap, has_left=at > 0, has_right=at < len(order), boxed=at > 0 and _boxed(before[at - 1]))
        if at > 0:
            after[at - 1] = left
        if at < len(order):
            before[at] = right
    told = {label: before[at] + after[at] for at, label in enumerate(order)}
    return _judged(told, "".join(gaps))


def _plain(text: str) -> str:
    """Return the text with marks in brackets as boxes, and a lone X as a cross."""
    bare = _IN_BRACKETS.sub(lambda match: "□" if not match[1] else "☑" if match[1] in TICKED else "×", text)
    return _LONE_X.sub("×", bare)


def _chosen(plain: str, labels: Sequence[str]) -> tuple[int, ...] | None:
    if not plain.strip() or any(glyph in plain for glyph in _GLYPHS):
        return None
    parts = [part for part in re.split(r"[、,，;；\n\u3000 ]+", plain.strip()) if part]
    whole = plain.strip()
    if whole in labels:
        return (labels.index(whole),)
    if all(part in labels for part in parts):
        return tuple(sorted({labels.index(part) for part in parts}))
    return None


def _places(plain: str, labels: Sequence[str]) -> list[tuple[int, int] | None]:
    """Return where each label stands; longer ones first, so that 通过 is not found inside 不通过."""
    taken = [False] * len(plain)
    places: list[tuple[int, int] | None] = [None] * len(labels)
    for i in sorted(range(len(labels)), key=lambda i: -len(labels[i])):
        start = plain.find(labels[i])
        while start >= 0 and any(taken[start : start + len(labels[i])]):
            start = plain.find(labels[i], start + 1)
        if start >= 0:
            places[i] = start, start + len(labels[i])
            taken[start : start + len(labels[i])] = [True] * len(labels[i])
    return places


def _gaps(plain: str, places: Sequence[tuple[int, int]]) -> list[str]:
    """Return the text before the first label, between labels, and behind the last one."""
    edges = [0, *(end for _, end in places)]
    starts = [*(start for start, _ in places), len(plain)]
    return [plain[edge:start] for edge, start in zip(edges, starts, strict=True)]


def _boxed(before: str) -> bool:
    return any(sign in _GLYPHS for sign in before)


def _split(gap: str, *, has_left: bool, has_right: bool, boxed: bool) -> tuple[str, str]:
    """Return which marks of a gap belong to the label before it and which to the one behind it.

    Boxes stand before their labels in print; what stands in front of such a box, close to the label before, is that
    one's. A mark alone between two labels stands in the place of the later one's box, if the earlier one has its own.
    """
    if not has_left or not has_right:
        return (gap, "") if has_left else ("", gap)
    for i, sign in enumerate(gap):
        if sign in BREAKS:
            left, right = gap[:i], gap[i:]
            alone = [one for one in right if one in _GLYPHS]
            if len(alone) == 1 and alone[0] not in EMPTY and not boxed and right[-1] in BREAKS and not left:
                return "", UNSURE
            return left, right
    box = next((i for i, sign in enumerate(gap) if sign in EMPTY), -1)
    if box >= 0:
        return gap[:box], gap[box:]
    many = [i for i, sign in enumerate(gap) if sign in _GLYPHS]
    if len(many) > 1:
        return gap[: many[-1]], gap[many[-1] :]
    return ("", gap) if boxed else (gap, "")


def _judged(told: dict[int, str], gaps: str) -> Marks:
    ticked = tuple(sorted(i for i, near in told.items() if any(sign in TICKED for sign in near)))
    crossed = tuple(sorted(i for i, near in told.items() if i not in ticked and any(s in CROSSED for s in near)))
    unsure = tuple(sorted(i for i, near in told.items() if UNSURE in near))
    rest = "".join(sign for sign in gaps if sign not in _GLYPHS + BREAKS + "()（）:：_").strip()
    if len(crossed) == 1 and not ticked and not unsure:
        return Marks(crossed, (), crossed=True, rest=rest)
    return Marks(ticked, (*crossed, *unsure), rest=rest)
