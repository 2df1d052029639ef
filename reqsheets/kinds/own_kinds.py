"""Kinds of workbook of one's own: from a file for one run, from those that were added, from installed packages."""

from __future__ import annotations

import os
import runpy
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import TYPE_CHECKING

from reqsheets.model.errors import UsageError
from reqsheets.model.spec import WorkbookSpec
from reqsheets.store.user_folder import place_of_user_folder

if TYPE_CHECKING:
    from pandera.pandas import DataFrameModel

VARIABLE = "REQSHEETS_KIND_FILES"  # files for this run, joined as in PATH; processes that we start have them too
GROUP = "reqsheets.kinds"  # entry points of packages
ENDINGS = (".toml", ".py")
MISTAKES = (
    SyntaxError, NameError, TypeError, AttributeError, ImportError, ValueError, LookupError, OSError, AssertionError,
)  # fmt: skip  # what a file of Python may raise when it is run


def own_kinds() -> tuple[WorkbookSpec, ...]:
    """Return the kinds that do not ship; of two of one name the first of: this run's files, added ones, packages."""
    found: dict[str, WorkbookSpec] = {}
    for path in (*files_of_this_run(), *added_files()):
        for spec in _known(path, *_stamp(path)):
            found.setdefault(spec.kind, spec)
    for spec in _of_packages():
        found.setdefault(spec.kind, spec)
    return tuple(found.values())


def kinds_of_file(path: Path) -> tuple[WorkbookSpec, ...]:
    """Return the kinds that a .toml or .py file declares; raise UsageError where it declares none or wrongly."""
    if path.suffix.lower() not in ENDINGS or not path.is_file():
        raise UsageError(
            f"“{path}”不是种类文件：需要 .toml 或 .py 文件",
            f"{path} is no file of a kind: it takes a .toml or .py file",
        )
    if path.suffix.lower() == ".toml":
        try:
            text = path.read_text("utf-8-sig")
        except UnicodeDecodeError:
            raise UsageError(f"{path.name} 要以 UTF-8 保存", f"{path.name} must be saved as UTF-8") from None
        from reqsheets.kinds.toml_form import kind_of_toml  # noqa: PLC0415 (brings pandas)

        return (kind_of_toml(text, path.name),)
    return _of_python(path)


def added_files() -> list[Path]:
    """Return the files of the kinds that were added, by name."""
    try:
        return sorted(path for path in kinds_folder().iterdir() if path.suffix.lower() in ENDINGS)
    except OSError:  # none was added
        return []


def kinds_folder() -> Path:
    """Return where the files of added kinds are."""
    return place_of_user_folder() / "kinds"


@contextmanager
def use_kinds(*files: str | os.PathLike[str]) -> Iterator[tuple[WorkbookSpec, ...]]:
    """Let every function know the kinds of these files while the block runs, as `--kind-file` does for a command.

    Gives these kinds. Raises UsageError where a file declares none, or wrongly.
    """
    before = os.environ.get(VARIABLE)
    paths = [Path(file).resolve() for file in files]
    kinds = tuple(spec for path in paths for spec in kinds_of_file(path))
    os.environ[VARIABLE] = os.pathsep.join([*map(str, paths), *([before] if before else [])])
    try:
        yield kinds
    finally:
        if before is None:
            os.environ.pop(VARIABLE, None)
        else:
            os.environ[VARIABLE] = before


def files_of_this_run() -> list[Path]:
    """Return the files of kinds that only this run knows, by `use_kinds` or `--kind-file`."""
    return [Path(name) for name in os.environ.get(VARIABLE, "").split(os.pathsep) if name]


_SEEN: dict[tuple[Path, int, int], tuple[WorkbookSpec, ...]] = {}


def _stamp(path: Path) -> tuple[int, int]:
    try:
        stat = path.stat()
    except OSError:
        return 0, 0
    return stat.st_mtime_ns, stat.st_size


def _known(path: Path, changed: int, size: int) -> tuple[WorkbookSpec, ...]:
    """Return the kinds of a file, read once while it stays as it is."""
    stamp = path, changed, size
    if stamp not in _SEEN:
        _SEEN[stamp] = kinds_of_file(path)
    return _SEEN[stamp]


def _of_python(path: Path) -> tuple[WorkbookSpec, ...]:
    try:
        names = runpy.run_path(str(path), run_name=path.stem)
    except UsageError as error:
        raise UsageError(f"{path.name}：\n{error.words.zh}", f"{path.name}:\n{error.words.en}") from None
    except MISTAKES as error:
        frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(path)]
        line = error.lineno if isinstance(error, SyntaxError) else frames[-1].lineno if frames else 0
        said = f"{type(error).__name__}: {error}"
        raise UsageError(f"{path.name} 第 {line} 行：{said}", f"{path.name}, line {line}: {said}") from None
    found = _specs([value for name, value in names.items() if not name.startswith("_")], path.stem, path.name)
    if not found:
        raise UsageError(
            f"{path.name} 里没有 WorkbookSpec 或 DataFrameModel", f"{path.name} has no WorkbookSpec or DataFrameModel"
        )
    return found


def _specs(values: list[object], module: str, where: str) -> tuple[WorkbookSpec, ...]:
    """Return the kinds among these values; a model that a kind already holds, or that is imported, is none."""
    specs = [value for value in values if isinstance(value, WorkbookSpec)]
    if specs:
        return tuple(specs)
    from reqsheets.kinds.model_form import kind_of_model, own_models  # noqa: PLC0415 (pandera takes long to load)

    models: list[type[DataFrameModel]] = own_models(values, module)
    return tuple(kind_of_model(model, where) for model in models)


def _of_packages() -> Iterator[WorkbookSpec]:
    for point in _points(tuple(sys.path)):
        yield from _of_package(point)


@cache
def _points(places: tuple[str, ...]) -> tuple[EntryPoint, ...]:
    """Return what installed packages offer; looked up once while Python looks for them in the same places."""
    del places
    return tuple(entry_points(group=GROUP))


def _of_package(point: EntryPoint) -> tuple[WorkbookSpec, ...]:
    try:
        value = point.load()
    except MISTAKES as error:
        raise UsageError(
            f"程序包里的种类“{point.name}”（{point.value}）装不上：{error}",
            f"the kind {point.name!r} of a package ({point.value}) cannot be loaded: {error}",
        ) from None
    found = _specs(list(value) if isinstance(value, tuple | list) else [value], "", point.name)
    if not found:
        raise UsageError(
            f"程序包里的“{point.name}”（{point.value}）不是 WorkbookSpec 或 DataFrameModel",
            f"{point.name!r} of a package ({point.value}) is no WorkbookSpec or DataFrameModel",
        )
    return found
