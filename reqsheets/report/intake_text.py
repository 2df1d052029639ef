"""An import told on the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from reqsheets.domain.intake.predicted import letters, titled
from reqsheets.domain.intake.proposal import Guess, Proposal, text_of
from reqsheets.model.plan import AddRow, Language, SetCell, Words
from reqsheets.report.taken_in import TakenIn

MOST = 40  # changes that are shown one by one
WIDE = 24  # letters of a sample
TAKEN, ASKED, ASIDE = Words("确定", "sure"), Words("请确认", "please confirm"), Words("另存", "kept aside")
DIFF = {
    "new": Words("新增", "new"),
    "changed": Words("有变化", "changed"),
    "same": Words("没有变化", "unchanged"),
    "vanished": Words("文件里没有了", "gone from the file"),
    "conflict": Words("两边都改过", "edited on both sides"),
    "refused": Words("不能导入", "refused"),
}


def proposal_lines(found: TakenIn, language: Language) -> Iterator[str]:
    """Yield the lines that tell a proposal, and what an import changes."""
    proposal = found.proposal
    yield from _head(proposal, language)
    for guess in proposal.guesses:
        yield _column(proposal, guess, language)
    for title, words in proposal.values.items():
        pairs = "，".join(f"{word}→{option or '？'}" for word, option in words.items())
        yield f"  {title}：{pairs}"
    if found.intake is None:
        yield Words("加 --into 登记表.xlsx 看会改什么。", "Add --into FILE.xlsx to see what it changes.").to(language)
        return
    counts = found.intake.counts
    yield Words("导入：", "Import: ").to(language) + "，".join(
        f"{DIFF[n].to(language)} {c}" for n, c in counts.items() if c
    )
    yield from _changes(found)
    for finding in found.intake.plan.findings:
        yield f"{finding.rule} {finding.message.to(language)} {finding.hint.to(language)}"
    for error in found.errors[:MOST]:
        yield f"  {error.tab}!{error.row} {error.title}：{error.reason.to(language)} {error.hint.to(language)}"
    if len(found.errors) > MOST:
        more = len(found.errors) - MOST
        yield Words(f"  还有 {more} 处错误", f"  and {more} more errors").to(language)
    if found.copy is not None:
        name = found.copy.name
        yield Words(
            f"有错的行写到了 {name}，改好后导入它", f"The rows with errors are in {name}; correct and import it"
        ).to(language)
    yield _end(found, language)


def _head(proposal: Proposal, language: Language) -> Iterator[str]:
    tabs = "、".join(table.grid.title for table in proposal.tables)
    ranking = "、".join(f"{kind} {fit}" for kind, fit in proposal.ranking[:3])
    title = proposal.spec.title.to(language)
    reasons = f"（{'、'.join(proposal.reasons)}）" if proposal.reasons else ""
    yield Words(
        f"最像：{title}{reasons}；各种登记表的吻合程度：{ranking}", f"Nearest: {title}{reasons}; fits: {ranking}"
    ).to(language)
    closed = len(proposal.closing.rows)
    yield Words(
        f"读取工作表：{tabs}，共 {proposal.count} 条记录，其中已办结 {closed} 条",
        f"Tabs: {tabs}; {proposal.count} records, {closed} of them closed",
    ).to(language)
    key = " + ".join(proposal.key)
    yield Words(
        f"按“{key}”认记录" if key else "没有编号，按内容认记录", f"Known again by: {key or 'what they say'}"
    ).to(language)


def _column(proposal: Proposal, guess: Guess, language: Language) -> str:
    best = guess.to or (guess.answers[0] if guess.answers else None)
    to = " / ".join(titled(proposal.spec, best) or ()) if best else "—"
    sure = (TAKEN if guess.to else ASKED if guess.answers else ASIDE).to(language)
    sample = text_of(guess.samples[0])[:WIDE] if guess.samples else ""
    return f"  {letters(guess.column.number):<3}{guess.column.title} → {to}  [{sure}]  {sample}"


def _changes(found: TakenIn) -> Iterator[str]:
    if found.intake is None:
        return
    spec = found.proposal.spec
    shown = [c for c in found.intake.plan.changes if isinstance(c, SetCell) and c.at.sheet != "intake"]
    for change in shown[:MOST]:
        sheet = spec.sheet(change.at.sheet)
        column = next((c.title for c in sheet.columns if c.name == change.at.column), change.at.column)
        yield f"  {sheet.title}!{change.at.row} {column}：{text_of(change.old)} → {text_of(change.new)}"
    if len(shown) > MOST:
        yield f"  … {len(shown) - MOST}"
    added: dict[str, int] = {}
    for row in (c for c in found.intake.plan.changes if isinstance(c, AddRow) and c.sheet != "intake"):
        added[row.sheet] = added.get(row.sheet, 0) + 1
    for name, count in added.items():
        yield f"  {spec.sheet(name).title} +{count}"


def _end(found: TakenIn, language: Language) -> str:
    if found.written:
        return Words(
            f"已写入 {found.into}；可用 reqsheets undo 撤销", f"Written to {found.into}; reqsheets undo takes it back"
        ).to(language)
    if found.intake is not None and not found.intake.plan.changes:
        return Words("没有要改的。", "Nothing to change.").to(language)
    return Words("加 --write 写入。", "Add --write to write it.").to(language)
