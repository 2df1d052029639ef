"""REQ406."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from reqsheets.model.frames import Frames
from reqsheets.model.plan import Cell, Finding, Words
from reqsheets.model.rating import Rating
from reqsheets.model.settings import Settings
from reqsheets.model.spec import WorkbookSpec
from reqsheets.model.wording import listed, quoted, shown

WHOLE = Decimal(100)  # percent


def weights_sum_to_whole(spec: WorkbookSpec, frames: Frames, _: date) -> Iterator[Finding]:
    """REQ406 (error): the weights of a score are blank, negative, no numbers, or do not sum to 100 %.

    No score is computed then, and none is scaled silently (decision T-6). Told once a sheet with a score, at the first
    weight, or at each weight that is no number.
    """
    settings = Settings(spec, frames)
    sheet = spec.purpose("parameters")
    if sheet is None or sheet.name not in frames:
        return
    told: set[tuple[str, ...]] = set()
    for rated in spec.sheets:
        if not isinstance(rated.rating, Rating):
            continue
        names = tuple(parameter for _, parameter in rated.rating.weights)
        if names not in told:
            told.add(names)
            yield from _of_weights(settings, sheet.name, names, rated.rating.whole)


def _of_weights(settings: Settings, sheet: str, names: tuple[str, ...], whole: str) -> Iterator[Finding]:
    weights = {name: settings.number(name) for name in names}
    bad = [name for name, weight in weights.items() if settings.row(name) and (weight is None or weight < 0)]
    for name in bad:
        yield _no_weight(settings, sheet, name)
    missing = [name for name in names if settings.lacks(name)]
    if missing:
        yield _no_row(settings, sheet, missing)
        return
    total = sum((weight for weight in weights.values() if weight is not None), Decimal(0))
    first = next((name for name in names if settings.row(name)), None)
    wanted = settings.number(whole) if whole else WHOLE
    if bad or first is None or (total == wanted and wanted):
        return
    parts = " + ".join(f"{weight:f}" for weight in weights.values() if weight is not None)
    yield Finding(
        "REQ406",
        "error",
        Cell(sheet, settings.row(first), "value"),
        settings.value(first),
        _share_message(parts, total, whole, wanted) if whole else _message(parts, total),
        _share_hint(names, whole) if whole else _hint(names, total),
    )


def _message(parts: str, total: Decimal) -> Words:
    return Words(
        f"权重之和是 {parts} = {total:f}%，应为 100%；因此没有计算得分。",
        f"The weights sum to {parts} = {total:f} %; they should sum to 100 %, so no score was computed.",
    )


def _share_message(parts: str, total: Decimal, whole: str, wanted: Decimal | None) -> Words:
    shown = "空" if wanted is None else f"{wanted:f}"
    return Words(
        f"权重之和是 {parts} = {total:f} 份，而“{whole}”是 {shown}，两者应相等；因此没有计算得分。",
        f"The weights sum to {parts} = {total:f}, but {whole} is {shown}; they should be equal, so nothing was scored.",
    )


def _share_hint(names: tuple[str, ...], whole: str) -> Words:
    shown = "、".join(f"“{name}”" for name in names)
    return Words(f"请调整{shown}，或把“{whole}”改成它们的和。", f"Change {shown}, or set {whole} to what they sum to.")


def _hint(names: tuple[str, ...], total: Decimal) -> Words:
    quoted_names = [quoted(name) for name in names]
    zh = "、".join(name.zh for name in quoted_names)
    en = listed([name.en for name in quoted_names]).en.replace(" or ", " and ")
    if total == 1:
        return Words(f"请把{zh}按百分数填写，例如填 30，而不是 0.3。", f"Give {en} in percent: 30, not 0.3.")
    return Words(f"请调整{zh}，使它们的和为 100。", f"Change {en} so that they sum to 100.")


def _no_row(settings: Settings, sheet: str, names: list[str]) -> Finding:
    zh, en = "、".join(f"“{name}”" for name in names), ", ".join(names)
    return Finding(
        "REQ406",
        "error",
        Cell(sheet, settings.frames.headers.get(sheet, 1)),
        None,
        Words(
            f"参数里没有权重{zh}；因此没有计算得分，也不会用模板里的权重代替。",
            f"The weights {en} are missing, so no score was computed; the template's weights never stand in.",
        ),
        Words("请补上这几行参数，并使各权重之和正确。", "Add these rows, with weights that sum to their whole."),
    )


def _no_weight(settings: Settings, sheet: str, name: str) -> Finding:
    value = settings.value(name)
    title, is_ = quoted(name), shown(value)
    return Finding(
        "REQ406",
        "error",
        Cell(sheet, settings.row(name), "value"),
        value,
        Words(
            f"权重{title.zh}是{is_.zh}，应为 0 到 100 的数字；因此没有计算得分。",
            f"The weight {title.en} is {is_.en}; it should be a number from 0 to 100, so no score was computed.",
        ),
        Words("请填写这个权重，并使各权重之和为 100。", "Fill in the weight so that all of them sum to 100."),
    )
