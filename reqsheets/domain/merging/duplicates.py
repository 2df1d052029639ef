"""The sheet of probable duplicates, proposed anew; what people decided or typed there stays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from reqsheets.domain.merging.proposals import Main, Proposal, main_rows, proposals
from reqsheets.domain.register.columns import number_of, sheet_for
from reqsheets.domain.register.decisions import LATER, decisions
from reqsheets.domain.register.derived_sheet import rewritten
from reqsheets.domain.register.states import NO, YES
from reqsheets.domain.register.word_lists import lexicon_of
from reqsheets.matching.linkage import Tier
from reqsheets.matching.normal import normalised
from reqsheets.matching.reasons import marked, one_sided, shared_words
from reqsheets.model.frames import Frames, canonical, rows_of
from reqsheets.model.plan import Plan, Row, Value, Words
from reqsheets.model.spec import SheetSpec, WorkbookSpec

BECAUSE = Words("疑似重复的需求", "what is probably a duplicate")
TITLES: Mapping[Tier, str] = {"certain": "确定", "likely": "很可能", "possible": "可能"}
SAME_WORDS = Words(
    "除客套话、标点、语序和通用写法外完全相同", "the same but for courtesies, punctuation and word order"
)


def duplicates(spec: WorkbookSpec, frames: Frames, today: date) -> Plan:
    """Propose pairs of requirements that probably ask for the same.

    Shape: one ReplaceRows of the sheet of probable duplicates. Open proposals come first, the most certain on top;
    those put off (以后再说) and rows with something typed whose pair is no longer proposed stay below as long
    as both count.
    Raises MissingSheetError or MissingColumnError where a sheet or column that it reads or writes is absent.
    """
    del today
    sheet = sheet_for(spec, frames, "duplicates")
    main = main_rows(spec, frames)
    typed = _typed(sheet, frames)
    found = proposals(main, list(decisions(spec, frames)))
    values = proposal_values(main, found)
    wanted = {_pair(row): row | _kept(sheet, typed.get(_pair(row), {})) for row in values}
    counting = {main.sheets.needs.numbers[i] for i in main.positions}
    left = {pair: row for pair, row in typed.items() if pair not in wanted and pair <= counting and _kept(sheet, row)}
    rows = sorted([*wanted.values(), *left.values()], key=lambda row: row.get("decision") == LATER)
    columns = list(frames[sheet.name].columns)
    cells: list[Row] = [tuple(canonical(row.get(name)) for name in columns) for row in rows]
    change = rewritten(frames, sheet, cells, BECAUSE)
    return Plan((), () if change is None else (change,))


def proposal_values(main: Main, found: Sequence[Proposal]) -> list[dict[str, Value]]:
    """Return by column what the sheet shows of each proposal."""
    sheets, needs = main.sheets, main.sheets.needs
    words = lexicon_of(sheets.spec, sheets.frames)
    texts = dict(zip(main.positions, main.texts, strict=True))
    used = sorted({i for proposal in found for i in (proposal.main, proposal.other)})
    normal = dict(zip(used, normalised([texts[i] for i in used], words), strict=True))
    customers = sheets.columns.get(needs.sheet.meaning("customer") or "", [None] * len(needs.rows))
    rows: list[dict[str, Value]] = []
    for proposal in found:
        one, other = marked(texts[proposal.main], texts[proposal.other])
        shared = shared_words(normal[proposal.main], normal[proposal.other], words)
        only_one = one_sided(normal[proposal.main], normal[proposal.other], words)
        rows.append(
            {
                "main": needs.typed_numbers[proposal.main],
                "other": needs.typed_numbers[proposal.other],
                "tier": TITLES[proposal.tier],
                "suggested": NO if proposal.tier == "possible" else YES,
                "main_text": one,
                "other_text": other,
                "why": sheets.spec.terms.said(SAME_WORDS if proposal.equal else _why(proposal, shared, only_one)),
                "similarity": proposal.weight,
                "main_customer": customers[proposal.main],
                "other_customer": customers[proposal.other],
            }
        )
    return rows


def _why(proposal: Proposal, shared: Sequence[str], only_one: Sequence[str]) -> Words:
    parts = [Words("一方说的全在另一方里", "one says all that the other says")] if proposal.tier == "certain" else []
    parts.append(Words(f"共同的内容：{'、'.join(shared)}", f"in common: {', '.join(shared)}"))
    if only_one:
        parts.append(Words(f"只有一方提到：{'、'.join(only_one)}", f"only one mentions: {', '.join(only_one)}"))
    return Words("；".join(part.zh for part in parts), "; ".join(part.en for part in parts))


def _typed(sheet: SheetSpec, frames: Frames) -> dict[frozenset[str | None], dict[str, Value]]:
    columns = [str(name) for name in frames[sheet.name].columns]
    rows = (dict(zip(columns, row, strict=True)) for row in rows_of(frames[sheet.name]).values())
    return {_pair(row): row for row in rows}


def _pair(row: Mapping[str, Value]) -> frozenset[str | None]:
    return frozenset({number_of(row.get("main")), number_of(row.get("other"))})


def _kept(sheet: SheetSpec, row: Mapping[str, Value]) -> dict[str, Value]:
    """Return what people typed in a row."""
    ours = {column.name for column in sheet.columns if column.derived}
    return {name: value for name, value in row.items() if name not in ours and value is not None}
