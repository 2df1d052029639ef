"""print, papers, read-form: papers printed from the register, listed, read back."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reqsheets.app import exchange
from reqsheets.cli.conventions import Call, Option, command
from reqsheets.model.plan import Words
from reqsheets.model.plan_json import to_json
from reqsheets.report.findings_json import finding_objects
from reqsheets.report.terminal import finding_lines, print_json, say, show_plan, tell_error

if TYPE_CHECKING:  # heavy
    from reqsheets.app.documents.printing import PaperFile
    from reqsheets.app.documents.reading_back import FormsRead


def _file() -> click.Argument:
    return click.Argument(["file"], metavar="FILE", type=click.Path(path_type=Path))


@command(
    "print",
    Words(
        "打印文书：确认函、验收表、采集表等；不写 PAPER 则列出现在可以打印的。",
        "Print papers such as letters and forms; without PAPER list what can be printed now.",
    ),
    _file(),
    click.Argument(["paper"], metavar="[PAPER]", required=False, default=""),
    click.Argument(["keys"], metavar="[KEY]...", nargs=-1),
    Option(
        ["--to"],
        Words("放到这个文件夹（默认：工作簿旁的“文书”）", "the folder for them (default: beside the workbook)"),
        type=click.Path(path_type=Path),
        metavar="DIR",
    ),
    Option(
        ["--as", "suffix"],
        Words("格式（默认：清单用 xlsx，其余用 docx）", "which sort of file (default: xlsx for lists, else docx)"),
        type=click.Choice(["docx", "xlsx", "pdf", ""]),
        metavar="docx|xlsx|pdf",
        default="",
    ),
    Option(["--customer"], Words("客户版：只含客户可见的内容", "the customer's copy"), is_flag=True),
    Option(["--blank"], Words("空白表", "an empty form"), is_flag=True),
    Option(["--qr"], Words("页脚加二维码", "with a QR code at the foot"), is_flag=True),
)
def print_(
    call: Call,
    file: Path,
    paper: str,
    keys: tuple[str, ...],
    *,
    to: Path | None,
    suffix: str,
    customer: bool,
    blank: bool,
    qr: bool,
) -> int:
    """Print papers and say where they are."""
    printed = exchange.issue_papers(
        file, paper, *keys, to=to, suffix=suffix, customer=customer, blank=blank, qr=qr, today=call.today
    )
    if call.as_json:
        print_json([_told(one, call) for one in printed])
    elif not paper:
        _list(printed, call)
    for one in printed if paper and not call.as_json else ():
        for finding in one.findings:
            say(f"{finding.rule} {finding.message.to(call.language)}{finding.hint.to(call.language)}")
        if one.path is not None:
            words = Words("已打印", "printed") if one.fresh else Words("内容未变", "unchanged")
            say(f"{words.to(call.language)} {one.path}")
    return int(any(finding.severity == "error" for one in printed for finding in one.findings))


def _list(printed: list[PaperFile], call: Call) -> None:
    many = Counter((one.paper, one.title) for one in printed)
    if not many:
        say(Words("现在没有可以打印的文书", "there is nothing to print now").to(call.language))
    for (paper, title), count in sorted(many.items()):
        some = "、".join([one.key for one in printed if one.paper == paper][:4])
        say(f"{paper}  {title}  {count}  {some}{'…' if count > 4 else ''}")  # noqa: PLR2004 (so many are named)


def _told(one: PaperFile, call: Call) -> dict[str, object]:
    return {
        "paper": one.paper,
        "title": one.title,
        "key": one.key,
        "number": one.number,
        "version": one.version,
        "fingerprint": one.fingerprint,
        "file": None if one.path is None else str(one.path),
        "fresh": one.fresh,
        "findings": [{"rule": f.rule, "message": f.message.to(call.language)} for f in one.findings],
    }


@command(
    "papers",
    Words(
        "列出发出过的文书：版本、指纹、发给谁、还有没有效。",
        "List the papers that were issued, and whether they still hold.",
    ),
    _file(),
    Option(
        ["--to"],
        Words("写成 .xlsx 或 .csv 的文书台账", "write the ledger to this .xlsx or .csv file"),
        type=click.Path(path_type=Path),
        metavar="PATH",
    ),
    Option(["--force"], Words("覆盖已有文件", "overwrite a file that is there"), is_flag=True),
)
def papers(call: Call, file: Path, *, to: Path | None, force: bool) -> int:
    """Print a line a paper, or write them."""
    lines = exchange.papers(file, to=to, force=force, today=call.today)
    if to is not None:
        said = Words(f"文书台账已写到 {to}，共 {len(lines)} 行", f"{len(lines)} paper(s) listed in {to}")
        say(said.to(call.language))
        return int(any(one.state == "已失效" for one in lines))
    if call.as_json:
        print_json([{name: getattr(one, name) for name in type(one).__slots__} for one in lines])
    for one in lines if not call.as_json else ():
        copy = f"({one.copy})" if one.copy else ""
        why = f"：{one.why}" if one.why else ""
        what = f"{one.day}  {one.paper}{copy}  {one.number} V{one.version}  {one.fingerprint}"
        say(f"{what}  {one.addressee}  {one.state}{why}")
    return int(any(one.state == "已失效" for one in lines))


@command(
    "read-form",
    Words(
        "读回填好的表单（.xlsx 或 .docx）：勾选、文字、日期填入登记表，读不懂的列出来。",
        "Read filled forms back into the register; what cannot be taken is told.",
    ),
    click.Argument(["forms"], metavar="FORM...", nargs=-1, required=True, type=click.Path(path_type=Path)),
    Option(
        ["--into"],
        Words("读入哪个工作簿", "the workbook to read them into"),
        type=click.Path(path_type=Path),
        metavar="FILE",
        required=True,
    ),
    Option(
        ["--write"], Words("写入文件（不加则只显示计划）", "write to the file (else only show the plan)"), is_flag=True
    ),
)
def read_form(call: Call, forms: tuple[Path, ...], *, into: Path, write: bool) -> int:
    """Print what the forms change and what is left to people."""
    done = exchange.read_forms(*forms, into=into, write=write, today=call.today)
    outcome = done.outcome
    if call.as_json:
        print_json(_read(done, call))
        return outcome.exit_code
    tell_error(outcome, call.language)
    show_plan(outcome, call.language)
    for line in finding_lines(outcome, call.language):
        say(line)
    for one in done.forms:
        number, sums = one.number or "?", (one.filled, one.set, one.equal, one.told)
        counts = Words(
            "{}：{}，手填 {} 处，填入 {}，相同 {}，待人处理 {}".format(one.file.name, number, *sums),
            "{}: {}, {} filled in, {} set, {} equal already, {} told".format(one.file.name, number, *sums),
        )
        say(counts.to(call.language))
    return outcome.exit_code


def _read(done: FormsRead, call: Call) -> dict[str, object]:
    from reqsheets.report.presentable import masked_changes

    outcome = done.outcome
    spec = outcome.spec
    findings = (
        finding_objects(str(outcome.path), spec, outcome.layouts, outcome.plan.findings, call.language) if spec else []
    )
    return {
        "file": str(outcome.path),
        "forms": [
            {
                "file": str(one.file),
                "number": one.number,
                "version": one.version,
                "filled": one.filled,
                "set": one.set,
                "equal": one.equal,
                "told": one.told,
                "filed": None if one.filed is None else str(one.filed),
            }
            for one in done.forms
        ],
        "findings": findings,
        "changes": json.loads(to_json(masked_changes(outcome.spec, outcome.plan)))["changes"],
        "written": outcome.written,
    }
