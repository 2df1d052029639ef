"""Kinds of one's own: added for this person, removed again, inferred from a sheet that is there."""

from __future__ import annotations

import re
from pathlib import Path

from reqsheets.domain.intake.inferred import as_toml, inferred, inferred_cycle
from reqsheets.domain.intake.proposal import Proposal, proposal
from reqsheets.kinds import kind_named, shipped
from reqsheets.kinds.own_kinds import added_files, kinds_folder, kinds_of_file
from reqsheets.kinds.toml_form import kind_of_toml
from reqsheets.model.errors import UsageError
from reqsheets.model.spec import WorkbookSpec
from reqsheets.store.plain_files import put
from reqsheets.xlsx.reading.grids import source as read_source


def added(path: Path) -> tuple[WorkbookSpec, ...]:
    """Keep a copy of a kind's file for this person, in place of one of the same kind, and return its kinds.

    Raises UsageError where the file declares no kind, or wrongly, or one whose name a kind that ships has.
    """
    found = kinds_of_file(path)
    taken = {spec.kind for spec in shipped()}
    for spec in found:
        if spec.kind in taken or not re.fullmatch(r"\w[\w-]*", spec.kind):
            raise UsageError(
                f"{path.name}：种类名“{spec.kind}”不能用，它是自带的，或含有空格等符号，请换一个",
                f"{path.name}: the kind cannot be called {spec.kind!r}, as one that ships is, or as it has blanks "
                "or signs; choose another name",
            )
    target = kinds_folder() / f"{found[0].kind}{path.suffix.lower()}"
    target.parent.mkdir(0o700, parents=True, exist_ok=True)
    put(target.resolve(), path.read_bytes())
    for old in (other for other in added_files() if other.stem == target.stem and other.name != target.name):
        old.unlink()
    return found


def removed(name: str) -> tuple[WorkbookSpec, ...]:
    """Forget an added kind by its name and return no kinds; raise UsageError where none of that name was added."""
    for path in added_files():
        if path.stem == name:
            path.unlink()
            return ()
    known = [path.stem for path in added_files()]
    raise UsageError(
        f"没有添加过种类“{name}”，添加过的有：{'、'.join(known) or '（无）'}",
        f"no kind {name!r} was added; there are: {', '.join(known) or 'none'}",
    )


def inferred_kind(path: Path, to: Path | None) -> tuple[WorkbookSpec, ...]:
    """Return the smallest kind that fits the register in a file and, with `to`, write its declaration there.

    Raises UsageError where the file holds no register, `to` exists or does not end in .toml, and what reading raises.
    """
    text = declaration_of(path)
    if to is not None:
        if to.exists() or to.suffix.lower() != ".toml" or not to.parent.is_dir():
            raise UsageError(
                f"“{to}”要以 .toml 结尾、还不存在，文件夹要存在",
                f"{to} must end in .toml and not exist yet, in a folder that does",
            )
        put(to.resolve(), text.encode())
    return (kind_of_toml(text, path.name),)


def declaration_of(path: Path) -> str:
    """Return the text of the smallest kind that fits the register in a file; raise UsageError where it holds none."""
    return declaration(register_in(path), path)


def register_in(path: Path, kind: str = "") -> Proposal:
    """Return the register in a file as the kind that ships understands it (default: the nearest).

    Raises UsageError where it holds none.
    """
    if kind:
        kind_named(kind)
    found = proposal(read_source(path), shipped(), kind)
    if found is None:
        raise UsageError(
            f"{path.name}：没有找到登记表；需要一行表头，下面至少有两列内容",
            f"{path.name}: no register found; it takes a header row with at least two filled columns below it",
        )
    return found


def declaration(found: Proposal, path: Path, *, ours: bool = False) -> str:
    """Return the text of the smallest kind that fits a register; `ours`: with the columns in which we note things."""
    name = re.sub(r"[^\w-]+", "_", path.stem).strip("_") or "register"
    called = f"{name}_own" if name in {spec.kind for spec in shipped()} else name
    return as_toml(called, found.tables[0].grid.title, inferred(found), inferred_cycle(found), ours=ours)
