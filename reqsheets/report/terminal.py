"""Findings and lines for people: a table on a terminal, one plain line each in a pipe or a log."""

from __future__ import annotations

import io
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeAlias

import click

from reqsheets.model.harmless import json_text, one_line
from reqsheets.model.personal.masking import masked, masked_tree
from reqsheets.model.plan import Language, Severity, Words
from reqsheets.model.spec import WorkbookSpec
from reqsheets.report.outcome import Outcome
from reqsheets.report.places import LEVELS, counted, place, since
from reqsheets.xlsx.reading.layout import SheetLayout

if TYPE_CHECKING:
    from rich.console import Console

Show: TypeAlias = Callable[[Iterable[str], bool], None]
FEWEST_FOR_PROGRESS = 2  # workbooks; one alone is done before a bar tells anything
MEMORY = ("REQ025", "REQ026", "REQ028", "REQ031")  # rules about the history
MOST = 100  # findings in a table; more than anybody reads
STYLES: Mapping[Severity, str] = {"error": "bold red", "warning": "yellow", "info": "cyan"}
HEADERS = (
    Words("级别", "Level"),
    Words("位置", "Where"),
    Words("编号", "Number"),
    Words("问题", "Problem"),
    Words("怎么改", "What to do"),
)


def plain(text: str) -> str:
    """Return the text as one line without characters that steer a terminal, personal data masked."""
    return one_line(masked(text))


def say(text: str, *, err: bool = False) -> None:
    """Print one line, as `plain` gives it; blanks at its start stay."""
    click.echo(indented(text), err=err)


def finding_lines(outcome: Outcome, language: Language) -> Iterator[str]:
    """Return each finding as `file:sheet!D17 level REQ303 message hint`."""
    if outcome.spec is None:
        return
    for finding in outcome.plan.findings:
        at = place(outcome.spec, outcome.layouts, finding.at)
        told = f"{finding.message.to(language)} {finding.hint.to(language)}"
        yield plain(
            f"{outcome.path}:{at.sheet}!{at.cell} {LEVELS[finding.severity].to(language)} {finding.rule} {told}"
        )


def tell_error(outcome: Outcome, language: Language) -> None:
    """Print on stderr why a workbook could not be read or written, if so."""
    if outcome.error is not None:
        told = Words(
            f"{'提示' if outcome.skipped else '错误'}：{outcome.error.words.zh}",
            f"{'note' if outcome.skipped else 'error'}: {outcome.error.words.en}",
        )
        path = str(outcome.path)
        text = told.to(language)
        if path not in text:  # a message names the file; here its folder counts too
            text = text.replace(outcome.path.name, path, 1)
        say(text, err=True)


def tell_memory(outcome: Outcome, language: Language) -> None:
    """Print on stderr what the workbook's history shows; findings of any other kind are told elsewhere."""
    for finding in outcome.plan.findings:
        if finding.rule in MEMORY and finding.severity != "info":
            level = LEVELS[finding.severity].to(language)
            told = f"{level} {finding.rule} {finding.message.to(language)} {finding.hint.to(language)}"
            say(f"{outcome.path}: {told}", err=True)


def tell_head(head: str, language: Language) -> None:
    """Print the last hash of a workbook's records, to be noted where nobody can change it."""
    if head:
        click.echo(Words(f"最后的校验码：{head}", f"last hash: {head}").to(language))


def tell_in_use(outcome: Outcome, who: str | None, language: Language) -> None:
    """Print on stderr that somebody has the workbook open, so that what is not saved yet was not checked."""
    if who is None or outcome.spec is None or outcome.written:
        return
    told = Words(
        f"提示：{outcome.path}：{who or '有人'}正打开着这个工作簿，检查的是上次保存的内容",
        f"note: {outcome.path}: {who or 'somebody'} has it open; what was last saved was checked",
    )
    say(told.to(language), err=True)


def show_findings(outcome: Outcome, language: Language) -> None:
    """Print the findings of one workbook and how many they are."""
    if sys.stdout.isatty() and outcome.plan.findings:
        _show_table(outcome, language)
    else:
        for line in finding_lines(outcome, language):
            say(line)
    if outcome.spec is not None:
        more = since(outcome.plan.findings, len(outcome.gone)).to(language)
        lower = _lower_headers(outcome.spec, outcome.layouts).to(language)
        say(f"{outcome.path}: {_counted(outcome).to(language)}{more}{lower}")


def show_plan(outcome: Outcome, language: Language) -> None:
    """Print the plan of one workbook as lines, and whether it was carried out."""
    if outcome.spec is None:
        return
    from reqsheets.report.lines import lines

    for line in lines(outcome.spec, outcome.plan, language, outcome.layouts):
        say(line)
    say(f"{outcome.path}: {_carried_out(outcome).to(language)}")
    tell_head(outcome.head, language)


def _counted(outcome: Outcome) -> Words:
    return counted(Counter(finding.severity for finding in outcome.plan.findings))


def _lower_headers(spec: WorkbookSpec, layouts: Mapping[str, SheetLayout]) -> Words:
    """Tell which row was taken for the header on sheets of people that have something above it."""
    found = [layouts[sheet.name] for sheet in spec.sheets if sheet.role == "register" and sheet.name in layouts]
    lower = [layout for layout in found if layout.header_row > 1]
    return Words(
        "".join(f"；“{layout.title}”的表头在第 {layout.header_row} 行" for layout in lower),
        "".join(f'; the header of "{layout.title}" is in row {layout.header_row}' for layout in lower),
    )


def _carried_out(outcome: Outcome) -> Words:
    changes, found = len(outcome.plan.changes), _counted(outcome)
    if not changes:
        done = Words("无需改动", "nothing to change")
    elif outcome.written:
        done = Words(f"已写入 {changes} 项改动", f"{changes} change(s) written")
    elif outcome.error is not None:
        done = Words(f"{changes} 项改动没有写入", f"{changes} change(s) not written")
    else:
        done = Words(f"{changes} 项改动，加 --write 写入", f"{changes} change(s); --write writes them")
    return Words(f"{done.zh}；{found.zh}", f"{done.en}; {found.en}")


def show_lines(told: Iterable[str], *, to_stderr: bool = False) -> None:
    """Print lines, on a terminal with the levels in their colours."""
    screen = sys.stderr if to_stderr else sys.stdout
    if screen.isatty():
        from rich.console import Console

        _print_coloured(told, Console(file=screen, highlight=False))
    else:
        for line in told:
            click.echo(indented(line), file=screen)


def _print_coloured(told: Iterable[str], console: Console) -> None:
    from rich.text import Text

    for line in told:
        text = Text(indented(line))
        for level, style in STYLES.items():
            text.highlight_words([f"{LEVELS[level].zh} ", f" {LEVELS[level].en} "], style)
        console.print(text, soft_wrap=True)


def indented(line: str) -> str:
    """Return the line as `plain` does; blanks at its start stay."""
    return line[: len(line) - len(line.lstrip(" "))] + plain(line)


def print_json(item: object, *, indent: int | None = 1) -> None:
    """Print the item as JSON, personal data masked, so that any reader gets it: in pure ASCII where it is not UTF-8."""
    print_json_text(json_text(masked_tree(item), indent=indent) + "\n")


def print_json_text(text: str) -> None:
    """Print text that is JSON already, as `print_json` does."""
    encoding = (sys.stdout.encoding or "").lower().replace("-", "")
    sys.stdout.write(text if encoding == "utf8" else _ascii(text))


def print_text(text: str) -> None:
    """Print a text as it is, in UTF-8 whatever the screen speaks, as files that tools read are."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    sys.stdout.write(text)


def _ascii(text: str) -> str:
    return "".join(c if c.isascii() else json.dumps(c)[1:-1] for c in text)


@contextmanager
def progress(total: int, language: Language) -> Iterator[Show]:
    """Show how far a run is, on stderr and only on a terminal.

    Call what it gives once for each thing that is done, with the lines to print about it and whether on stderr.
    """
    if not sys.stderr.isatty() or total < FEWEST_FOR_PROGRESS:
        yield lambda told, to_stderr: show_lines(told, to_stderr=to_stderr)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True, highlight=False)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, redirect_stdout=False) as bar:
        task = bar.add_task(Words("处理中", "working").to(language), total=total)

        def show(told: Iterable[str], to_stderr: bool) -> None:  # noqa: FBT001 (one caller)
            if to_stderr or sys.stdout.isatty():
                _print_coloured(told, console)  # above the bar; both are the same screen
            else:
                show_lines(told)
            bar.update(task, advance=1, refresh=True)  # each is seen, however fast the next one is done

        yield show


def _show_table(outcome: Outcome, language: Language) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, title_justify="left")
    ratios = (None, 3, None, 5, 4)
    for header, ratio in zip(HEADERS, ratios, strict=True):
        table.add_column(header.to(language), ratio=ratio, overflow="fold", no_wrap=ratio is None)
    for cells, level in _rows(outcome, language):
        table.add_row(Text(cells[0], STYLES[level]), *map(Text, cells[1:]))
    console.print(table)
    rest = len(outcome.plan.findings) - MOST
    if rest > 0:
        more = Words(
            f"还有 {rest} 处没有列出；全部列出：reqsheets check … > 结果.txt，或加 --json",
            f"{rest} more; for all of them: reqsheets check … > findings.txt, or --json",
        )
        console.print(Text(more.to(language), "dim"))


def _rows(outcome: Outcome, language: Language) -> Iterator[tuple[tuple[str, ...], Severity]]:
    for finding in outcome.plan.findings[:MOST]:
        if outcome.spec is not None:
            at = place(outcome.spec, outcome.layouts, finding.at)
            cells = (f"{at.sheet}!{at.cell}", finding.key, finding.message.to(language), finding.hint.to(language))
            yield (LEVELS[finding.severity].to(language), *map(plain, cells)), finding.severity
