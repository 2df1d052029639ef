"""Checks of columns that choose from a list, and of yes-or-no columns."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from reqsheets.model.contentless import contentless_of
from reqsheets.model.plan import Value, Words
from reqsheets.model.settings import Settings, split_choices
from reqsheets.model.spec import ColumnSpec
from reqsheets.model.wording import cleaned, listed, quoted, stated, tidy, titled
from reqsheets.rules.cells.cell_check import FILLED, TEXT, CellCheck, Told
from reqsheets.rules.cells.hygiene_cells import WIDE, full_width
from reqsheets.rules.choices import Choices, choices, closest, option_of, same_but_for_form

FEW = 12  # options that a hint lists one by one
YES_OR_NO = {"是", "否"}
MEANT = {"是": {"1", "y", "yes", "√", "✓", "✔", "☑", "对", "有"}, "否": {"0", "n", "no", "×", "✗", "错", "无"}}


def choice_checks(column: ColumnSpec, settings: Settings) -> Iterator[CellCheck]:
    """Yield the check of an enum or multi column; none where its list depends on another cell or is not known."""
    known = choices(settings, column.options)
    if column.parent or not known.options:
        return
    wrong = _some_unknown if column.type == "multi" else _unknown
    listed_ones = known.options.__contains__ if column.type == "enum" else None  # a multi cell names several
    yield CellCheck("REQ303", FILLED, partial(wrong, known), partial(_told, column, settings, known), right=listed_ones)
    yield CellCheck("REQ202", TEXT, partial(_only_wide, known, column), partial(full_width, column), WIDE)


def bool_checks(column: ColumnSpec) -> Iterator[CellCheck]:
    """Yield the check of a yes-or-no column: 是, 否, TRUE or FALSE."""
    yield CellCheck("REQ303", FILLED, _neither, partial(_yes_or_no, column))


def _unknown(known: Choices, value: Value) -> bool:
    return not _is_option(known, str(value))


def _some_unknown(known: Choices, value: Value) -> bool:
    return any(not _is_option(known, choice) for choice in split_choices(str(value)))


def _is_option(known: Choices, text: str) -> bool:
    return text in known.options or tidy(text) in known.options or cleaned(text) in known.options


def _only_wide(known: Choices, column: ColumnSpec, value: Value) -> bool:
    chosen = split_choices(str(value)) if column.type == "multi" else (str(value),)
    return any(tidy(choice) not in known.options and cleaned(choice) in known.options for choice in chosen)


def _told(column: ColumnSpec, settings: Settings, known: Choices, value: Value) -> Told:
    title = titled(column)
    chosen = split_choices(str(value))
    if column.type == "enum" and len(chosen) > 1 and all(choice in known.options for choice in chosen):
        message = Words(
            f"{title.zh}是{quoted(str(value)).zh}，只能选一项。", f"{title.en} holds several options; one is allowed."
        )
        return Told(message, Words(f"请只保留 {listed(chosen).zh}。", f"Keep only {listed(chosen).en}."))
    wrong = next((c for c in chosen if not _is_option(known, c)), str(value)) if column.type == "multi" else str(value)
    is_ = quoted(wrong)
    alias = option_of(known, wrong)
    if alias is not None:
        message = Words(
            f"{title.zh}是{is_.zh}，规范选项为“{alias}”。", f'{title.en} is {is_.en}; the standard option is "{alias}".'
        )
        return Told(message, _change_to(alias), "warning")
    message = Words(f"{title.zh}是{is_.zh}，不在选项之内。", f"{title.en} is {is_.en}, which is not an option.")
    return Told(message, _hint(column, settings, known, wrong), "warning" if column.open_options else "error")


def _hint(column: ColumnSpec, settings: Settings, known: Choices, wrong: str) -> Words:
    dropped = _given_up(column, settings, known, wrong)
    if dropped:
        return dropped
    same, likely = same_but_for_form(wrong, known.options), closest(wrong, known.options)
    if same:
        return _change_to(same)
    change = joined_words(_closest_is(likely), _choose(known)) if likely else _choose(known)
    return joined_words(change, to_the_list(settings, column.options)) if column.open_options else change


def _given_up(column: ColumnSpec, settings: Settings, known: Choices, wrong: str) -> Words | None:
    """Return what to set where the word says that nothing more is done (作废), None where it does not."""
    dropped = settings.spec.cycle.dropped if settings.spec.cycle and column.meaning == "status" else ()
    option = next((option for option in dropped if option in known.options), None)
    if option is None or not contentless_of(settings.spec, settings.frames).means_given_up(wrong):
        return None
    return Words(
        f"这里表示不再处理的选项是“{option}”，请改成“{option}”，并写明原因。",
        f'Here the option for what is not done is "{option}": change it to "{option}" and give the reason.',
    )


def _closest_is(option: str) -> Words:
    return Words(f"最接近的选项是“{option}”。", f'The closest option is "{option}".')


def _choose(known: Choices) -> Words:
    options = list(known.options)
    if len(options) > FEW:
        return Words("请从下拉列表中选择。", "Choose from the drop-down list.")
    return Words(f"请改成 {listed(options).zh}。", f"Change it to {listed(options).en}.")


def _change_to(option: str) -> Words:
    return Words(f"请改成“{option}”。", f'Change it to "{option}".')


def to_the_list(settings: Settings, dictionary: str) -> Words:
    """Return how a value that is new but right gets on its list."""
    sheet = settings.spec.purpose("options")
    title = sheet.title if sheet else ""
    return Words(
        f"如果确实是新的选项，请先加到工作表“{title}”的“{dictionary}”中。",
        f'If it is a new option, add it to "{dictionary}" on the sheet "{title}" first.',
    )


def joined_words(first: Words, then: Words) -> Words:
    """Return the two sentences one after the other."""
    return Words(first.zh + then.zh, f"{first.en} {then.en}")


def _neither(value: Value) -> bool:
    meant = tidy(str(value))
    return not isinstance(value, bool) and meant not in YES_OR_NO and meant.upper() not in ("TRUE", "FALSE")


def _yes_or_no(column: ColumnSpec, value: Value) -> Told:
    is_ = stated(column, value)
    meant = cleaned(str(value)).casefold()
    likely = next((word for word, others in MEANT.items() if meant == word or meant in others), None)
    if likely:
        agreed = Words(f"{is_.zh}，规范选项为“{likely}”。", f'{is_.en}; the standard option is "{likely}".')
        return Told(agreed, _change_to(likely), "warning")
    return Told(
        Words(f"{is_.zh}，应为“是”或“否”。", f'{is_.en}; it should be "是" (yes) or "否" (no).'),
        Words("请从下拉列表中选择“是”或“否”。", 'Choose "是" or "否" from the drop-down list.'),
    )
