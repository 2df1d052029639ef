"""A proposal as one page without anything to load."""

from __future__ import annotations

from html import escape

from reqsheets.domain.intake.predicted import letters, titled
from reqsheets.domain.intake.proposal import text_of
from reqsheets.model.plan import Language, Words
from reqsheets.report.intake_text import ASIDE, ASKED, DIFF, TAKEN
from reqsheets.report.taken_in import TakenIn

STYLE = (
    "body{font:14px/1.6 'Microsoft YaHei',sans-serif;margin:2em;max-width:75em}"
    "table{border-collapse:collapse;margin:1em 0}"
    "td,th{border:1px solid #cbd5e1;padding:.3em .7em;text-align:left}th{background:#e2e8f0}.ask{background:#fef3c7}"
    ".aside{color:#64748b}"
)


def intake_page(found: TakenIn, language: Language) -> str:
    """Return the proposal as HTML: columns with samples and how sure they are, options, and what the import does."""
    proposal = found.proposal
    title = Words(f"导入建议：{found.source.name}", f"Import of {found.source.name}").to(language)
    columns = "".join(_column(found, i) for i in range(len(proposal.guesses)))
    options = "".join(
        f"<tr><td>{escape(header)}</td><td>{escape(word)}</td><td>{escape(option or '？')}</td></tr>"
        for header, words in proposal.values.items()
        for word, option in words.items()
    )
    counts = found.intake.counts if found.intake else {}
    told = "，".join(f"{DIFF[name].to(language)} {count}" for name, count in counts.items() if count)
    findings = found.intake.plan.findings if found.intake else ()
    notes = "".join(f"<li>{escape(f.message.to(language))} {escape(f.hint.to(language))}</li>" for f in findings)
    return (
        f"<!doctype html><html lang='{language}'><meta charset='utf-8'><title>{escape(title)}</title>"
        f"<style>{STYLE}</style>"
        f"<h1>{escape(title)}</h1><p>{escape(proposal.spec.title.to(language))}，{proposal.count}</p>"
        f"<p>{escape(told)}</p><ul>{notes}</ul><table>{columns}</table><table>{options}</table></html>"
    )


def _column(found: TakenIn, i: int) -> str:
    proposal = found.proposal
    guess = proposal.guesses[i]
    best = guess.to or (guess.answers[0] if guess.answers else None)
    to = " / ".join(titled(proposal.spec, best) or ()) if best else "—"
    sure, style = (TAKEN, "") if guess.to else (ASKED, "ask") if guess.answers else (ASIDE, "aside")
    cells = (letters(guess.column.number), guess.column.title, to, sure.zh, " | ".join(map(text_of, guess.samples)))
    return f"<tr class='{style}'>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"
