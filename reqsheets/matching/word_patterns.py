"""A regular expression that finds any of many words, the longest first, without trying one after the other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from math import isqrt
from typing import TypeAlias

Branches: TypeAlias = dict[str, "Branches"]

WORD = "a-z0-9"
END = ""  # a word may end here
FEW = 8  # choices that are tried one after the other


def any_of(words: Iterable[str]) -> str:
    """Return a pattern that matches the longest of the words; Latin ones only as whole words.

    >>> import re
    >>> re.findall(any_of(["导出", "导出为", "add"]), "导出为 add added")
    ['导出为', 'add']
    """
    tree: Branches = {}
    for word in words:
        branch = tree
        for character in word:
            branch = branch.setdefault(character, {})
        branch[END] = {}
    latin = {first: rest for first, rest in tree.items() if re.match(f"[{WORD}]", first)}
    other = {first: rest for first, rest in tree.items() if first and first not in latin}
    found = [f"(?<![{WORD}]){_pattern(latin, '')}"] if latin else []
    found += [_pattern(other, "")] if other else []
    # One look at the first character spares trying branch after branch at places where none begins.
    first = "".join(map(re.escape, sorted(first for first in tree if first)))
    return f"(?:(?=[{first}])(?:{'|'.join(found)}))" if found else r"(?!)"


def _pattern(branch: Branches, before: str) -> str:
    choices = [(c, re.escape(c) + _pattern(rest, c)) for c, rest in sorted(branch.items()) if c]
    found = _by_groups(choices) if len(choices) > FEW else [pattern for _, pattern in choices]
    if END in branch:
        whole = f"(?![{WORD}])" if re.match(f"[{WORD}]", before) else ""
        if not found:
            return whole
        found.append(whole)
    return found[0] if len(found) == 1 else f"(?:{'|'.join(found)})"


def _by_groups(choices: Sequence[tuple[str, str]]) -> list[str]:
    """Return the choices in groups behind one look at their first characters: a place tries one group, not all."""
    size = isqrt(len(choices))
    groups = [choices[start : start + size] for start in range(0, len(choices), size)]
    return [
        f"(?=[{''.join(re.escape(first) for first, _ in group)}])(?:{'|'.join(pattern for _, pattern in group)})"
        for group in groups
    ]
