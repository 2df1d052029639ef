"""What an earlier run found, kept on disk so that a later one compares only the texts that are new."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from zipfile import BadZipFile, ZipFile

import numpy as np
from numpy.typing import NDArray

from reqsheets.matching.blocking import MANY, without_common_codes
from reqsheets.matching.lexicon import Lexicon
from reqsheets.matching.linkage import Run
from reqsheets.matching.term_matrix import BITS, Numbers, Vocabulary, Weights, codes_of, distinct, vocabulary
from reqsheets.matching.weights import model

FIELD, LINE = "\x1f", "\x1e"  # between product and text; in place of a line break
EMPTY = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True)
class Known:
    """By group what it says; by text its group; the clusters by tier (each group's first), the edges, the terms."""

    lexicon: str  # digest of words and weights: with others nothing is known
    said: Sequence[str]  # product FIELD text, each once
    group: Numbers
    products: Sequence[str]
    keys: Sequence[str]
    normal: Sequence[str]
    concepts: Sequence[str]
    tiers: tuple[Numbers, ...]
    one: Numbers
    other: Numbers
    weights: Weights
    spoken: Vocabulary  # of concepts
    spelled: Vocabulary
    lengths: Weights  # of each group's vector of concepts

    @cached_property
    def group_of(self) -> dict[str, int]:
        """Return the group by product FIELD text."""
        return dict(zip(self.said, self.group.tolist(), strict=True))

    @cached_property
    def groups_with(self) -> dict[tuple[str, str], list[int]]:
        """Return the groups by product and content key; several where guards keep them apart."""
        found: dict[tuple[str, str], list[int]] = {}
        for i, (product, key) in enumerate(zip(self.products, self.keys, strict=True)):
            found.setdefault((product, key.split("=")[0] or key), []).append(i)
        return found


def digest(words: Lexicon) -> str:
    """Return what changes when words or weights do."""
    return sha256(repr((words.entries, model())).encode()).hexdigest()


def named(product: str, text: str) -> str:
    """Return by what a text is known."""
    return f"{product}{FIELD}{text}".replace("\r", LINE).replace("\n", LINE)


def known_from(run: Run, texts: Sequence[str], products: Sequence[str], words: Lexicon) -> Known:
    """Return what there is to keep of a run; a text said twice is known by the one that nobody told apart."""
    rows: dict[str, int] = {}
    for told in (False, True):
        for product, text, g in zip(products, texts, run.group, strict=True):
            if (run.keys[g][2] >= 0) is told:
                rows.setdefault(named(product, text), g)
    said = run.compared
    spoken = vocabulary(said.concepts, 1, 2)
    edges = np.array([(i, k) for _, i, k in run.edges], dtype=np.int64).reshape(-1, 2)
    count = len(run.keys)
    first, second, third = (labels({i: min(held) for i, held in tier.items()}, count) for tier in run.tiers)
    return Known(
        digest(words),
        list(rows),
        np.array(list(rows.values()), dtype=np.int64),
        [key[0] for key in run.keys],
        [key[1] if key[2] < 0 else f"{FIELD}{key[2]}" for key in run.keys],
        said.normal,
        said.concepts,
        (first, second, third),
        edges[:, 0],
        edges[:, 1],
        np.array([weight for weight, _, _ in run.edges], dtype=np.float32),
        spoken,
        vocabulary(said.normal, 1, 2),
        lengths(said.concepts, spoken),
    )


def labels(first: dict[int, int], count: int) -> Numbers:
    """Return by group the first of its cluster."""
    found = np.arange(count, dtype=np.int64)
    for i, lowest in first.items():
        found[i] = lowest
    return found


def lengths(concepts: Sequence[str], spoken: Vocabulary) -> Weights:
    """Return the length of each text's vector of concepts, those left out that blocking leaves out."""
    codes, rows = codes_of(concepts, 1, 2)
    places = distinct(rows << 2 * BITS | codes)  # a sheet has at most 2^20 rows
    codes, rows = places & (1 << 2 * BITS) - 1, places >> 2 * BITS
    rarity = spoken.rarity(codes)
    if spoken.count > MANY:
        rarity = np.where(without_common_codes(spoken.frequency_of(codes), spoken.count), rarity, 0)
    found: Weights = np.sqrt(np.bincount(rows, rarity**2, minlength=len(concepts))).astype(np.float32)
    return np.maximum(found, 1e-6)


def save(known: Known, path: Path) -> None:
    """Write it; a write that is cut short leaves what is no archive and is taken for nothing known."""
    texts = {name: _blob(getattr(known, name)) for name in ("said", "products", "keys", "normal", "concepts")}
    vocabularies = {
        f"{name}_{part}": getattr(getattr(known, name), part)
        for name in ("spoken", "spelled")
        for part in ("codes", "frequency", "count")
    }
    arrays = {name: getattr(known, name) for name in ("group", "one", "other", "weights", "lengths")}
    tiers = dict(zip(("certain", "likely", "possible"), known.tiers, strict=True))
    with open(path, "wb", opener=_private) as place, ZipFile(place, "w") as archive:
        for name, array in ({"lexicon": _blob([known.lexicon])} | texts | vocabularies | arrays | tiers).items():
            with archive.open(f"{name}.npy", "w") as file:
                np.lib.format.write_array(file, np.asarray(array), allow_pickle=False)


def _private(path: str, flags: int) -> int:
    """Open a file that nobody else may read: the texts of a workbook stand in it."""
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0), 0o600)


def load(path: Path) -> Known | None:
    """Return what is kept there, None where that is nothing or nothing readable."""
    try:
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as file:
            held = dict(file)
        texts = {name: _lines(held[name]) for name in ("said", "products", "keys", "normal", "concepts")}
        spoken, spelled = (
            Vocabulary(held[f"{name}_codes"], held[f"{name}_frequency"], int(held[f"{name}_count"]))
            for name in ("spoken", "spelled")
        )
        return Known(
            _lines(held["lexicon"])[0],
            texts["said"],
            held["group"],
            texts["products"],
            texts["keys"],
            texts["normal"],
            texts["concepts"],
            (held["certain"], held["likely"], held["possible"]),
            held["one"],
            held["other"],
            held["weights"],
            spoken,
            spelled,
            held["lengths"],
        )
    except (OSError, EOFError, ValueError, KeyError, TypeError, BadZipFile):  # absent, cut short, of another version
        return None


def _blob(texts: Iterable[str]) -> NDArray[np.uint8]:
    return np.frombuffer("\n".join(texts).encode("utf-8", "surrogatepass"), dtype=np.uint8)


def _lines(blob: NDArray[np.uint8]) -> list[str]:
    return blob.tobytes().decode("utf-8", "surrogatepass").split("\n")


_file: ContextVar[Path | None] = ContextVar("known", default=None)


@contextmanager
def kept_in(path: Path | None) -> Iterator[None]:
    """Let what is linked in this block start from what that file keeps, and keep it there; None keeps nothing."""
    token = _file.set(path)
    try:
        yield
    finally:
        _file.reset(token)


def kept() -> Known | None:
    """Return what is kept, None where nothing is or nobody wants it kept."""
    path = _file.get()
    return None if path is None else load(path)


def keep(known: Known) -> None:
    """Keep it where that is wanted; a file that cannot be written only costs the next run its time."""
    path = _file.get()
    if path is not None:
        with suppress(OSError):
            path.parent.mkdir(0o700, parents=True, exist_ok=True)
            path.unlink(missing_ok=True)  # else it keeps the rights that it had
            save(known, path)
