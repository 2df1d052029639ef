"""What an unattended run did, as text for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import PurePath

from reqsheets.model.plan import Language, Words
from reqsheets.report.places import LEVELS, counted
from reqsheets.report.run_log import Entry, RuleCount

FEW = 6  # rules, people and sorts of papers that are named


def about(entry: Entry, language: Language, most: int | None = None) -> Iterator[str]:
    """Return the lines about one workbook, with at most so many rules; the first line stands for itself."""
    yield _first_line(entry, language)
    if not entry.skipped:
        if entry.error is not None and entry.kind:
            yield "  " + entry.error.to(language)
        if entry.report:
            yield "  " + Words(f"校验结果在 {entry.report}", f"the findings are in {entry.report}").to(language)
        compared = entry.since.get("new", 0) + entry.since.get("old", 0) + entry.since.get("gone", 0) > 0
        yield from _listed(entry.fresh if compared else entry.rules, language, most)
        if compared:
            yield from ("  " + words.to(language) for words in _since(entry))
        if entry.papers:
            yield "  " + _papers(entry).to(language)
        if entry.head:
            yield "  " + Words(f"最后的校验码：{entry.head}", f"last hash: {entry.head}").to(language)


def _papers(entry: Entry) -> Words:
    """Return which papers can be issued and were not yet (N-7)."""
    named = [f"{name}×{count}" for name, count in entry.papers.items()]
    more = "…" if len(named) > FEW else ""
    return Words(
        f"可以出的文书：{'、'.join(named[:FEW])}{more}（reqsheets print）",
        f"papers that can be issued: {', '.join(named[:FEW])}{more} (reqsheets print)",
    )


def _listed(rules: Sequence[RuleCount], language: Language, most: int | None) -> Iterator[str]:
    yield from ("  " + _rule(rule, language) for rule in rules[:most])
    rest = rules[most:] if most is not None else ()
    if rest:
        count = sum(rule.count for rule in rest)
        told = Words(f"另有 {len(rest)} 类问题，共 {count} 处", f"{count} more, of {len(rest)} other rules")
        yield "  " + told.to(language)


def _since(entry: Entry) -> Iterator[Words]:
    """Yield that nothing is new, what is gone, what waits for a decision, and as counts what was there before."""
    if not entry.since.get("new", 0):
        yield Words("没有新问题", "nothing new")
    if gone := entry.since.get("gone", 0):
        yield Words(f"已解决 {gone} 处", f"{gone} gone")
    if entry.waiting:
        yield Words(f"等待决定：{entry.waiting} 对疑似重复", f"to decide: {entry.waiting} probable duplicates")
    if old := sum(entry.still.values()):
        rules = "、".join(f"{rule} {n}" for rule, n in Counter(entry.still).most_common(FEW))
        people = "、".join(f"{name or '（没有负责人）'} {n}" for name, n in Counter(entry.people).most_common(FEW))
        yield Words(f"上次就有 {old} 处：{rules}；{people}", f"{old} as before: {rules}; {people}")


def closing_words(entries: Sequence[Entry], seconds: float) -> Words:
    """Return the one line about the run as a whole."""
    ran = [entry for entry in entries if not entry.skipped]
    clean = sum(entry.exit_code == 0 for entry in ran)
    wrong = sum(entry.exit_code == 1 for entry in ran)
    failed = sum(entry.exit_code > 1 for entry in ran)
    skipped = len(entries) - len(ran)
    return Words(
        f"共 {len(ran)} 个工作簿：{clean} 个没有错误，{wrong} 个有错误，{failed} 个未能处理"
        f"{f'；另有 {skipped} 个不是登记表，已跳过' if skipped else ''}。用时 {seconds:.1f} 秒。",
        f"{len(ran)} workbook(s): {clean} clean, {wrong} with errors, {failed} failed"
        f"{f'; {skipped} skipped, no registers' if skipped else ''}. {seconds:.1f} s.",
    )


def summary(day: str, entries: Sequence[Entry], seconds: float, language: Language) -> Iterator[str]:
    """Return the whole summary; `day` is the day that was taken for today."""
    yield Words(f"客户需求登记表处理小结（{day}）", f"Customer-requirement registers, {day}").to(language)
    yield closing_words(entries, seconds).to(language)
    for entry in sorted(entries, key=lambda entry: -entry.exit_code):  # what needs somebody comes first
        yield ""
        yield from about(entry, language)


def _first_line(entry: Entry, language: Language) -> str:
    told = _headline(entry).to(language).removeprefix(PurePath(entry.path).name).lstrip(" :：")  # named once is enough
    return f"{entry.path}{_kind(entry, language)}: {told}"


def _kind(entry: Entry, language: Language) -> str:
    from reqsheets.kinds import KINDS

    title = next((spec.title for spec in KINDS if spec.kind == entry.kind), None)
    return Words(f"（{title.zh}）", f" ({title.en})").to(language) if title else ""


def _headline(entry: Entry) -> Words:
    if entry.skipped and entry.error is not None and entry.error.en.endswith("(REQ014)"):
        return entry.error
    if entry.skipped:
        return Words("不是登记表，已跳过", "no register, skipped")
    if entry.error is not None and not entry.kind:
        return entry.error
    found, changed = _counted(entry), _changed(entry)
    if entry.unchanged:
        return Words(f"{found.zh}；今天上次运行之后没有变化", f"{found.en}; as the last run of today left it")
    return Words(
        f"{found.zh}；{changed.zh}，用时 {entry.seconds:.1f} 秒", f"{found.en}; {changed.en}, {entry.seconds:.1f} s"
    )


def _counted(entry: Entry) -> Words:
    found = counted(entry.findings)
    new, gone = entry.since.get("new", 0), entry.since.get("gone", 0)
    if not new + gone:
        return found
    return Words(f"{found.zh}（新增 {new} 处，已解决 {gone} 处）", f"{found.en} ({new} new, {gone} gone)")


def _changed(entry: Entry) -> Words:
    names = ("cells", "rows_added", "sheets_rewritten", "sheets_marked")
    cells, rows, sheets, marked = (entry.changes[name] for name in names)
    structure = entry.changes.get("structure", 0)
    if not cells + rows + sheets + marked + structure:
        return Words("无需改动", "nothing to change")
    zh = _some(
        (cells, f"改 {cells} 个单元格"),
        (rows, f"加 {rows} 行"),
        (sheets, f"重写 {sheets} 张表"),
        (marked, f"在 {marked} 张表上标出问题"),
        (structure, f"增减或显隐 {structure} 处工作表或列"),
    )
    en = _some(
        (cells, f"{cells} cells"),
        (rows, f"{rows} rows added"),
        (sheets, f"{sheets} sheets anew"),
        (marked, f"{marked} sheets marked"),
        (structure, f"{structure} sheets or columns added, removed, shown or hidden"),
    )
    done = Words("已写入：", "written: ") if entry.written else Words("未写入：", "not written: ")
    return Words(done.zh + "，".join(zh), done.en + ", ".join(en))


def _some(*counted: tuple[int, str]) -> list[str]:
    return [text for count, text in counted if count]


def _without_repeats(places: Sequence[str]) -> list[str]:
    """Return the places, the sheet only where it differs from the one before."""
    sheets = [place.rpartition("!")[0] for place in places]
    return [
        place.rpartition("!")[2] if before == sheet else place
        for place, sheet, before in zip(places, sheets, ["", *sheets], strict=False)
    ]


def _rule(rule: RuleCount, language: Language) -> str:
    level, message = LEVELS[rule.level].to(language), " ".join(rule.message.to(language).split())
    near = _without_repeats(rule.places)
    places = Words("、".join(near), ", ".join(near)).to(language)
    if rule.count == 1:
        return f"{level} {rule.rule} {places} {message}"
    more = "…" if rule.count > len(rule.places) else ""
    return Words(
        f"{level} {rule.rule} 共 {rule.count} 处：{places}{more}（{message}）",
        f"{level} {rule.rule} {rule.count} times: {places}{more} ({message})",
    ).to(language)
