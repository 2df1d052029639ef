"""A register opened once: its sheets as frames, its verbs as methods, several plans on one reading."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from reqsheets.app.commit import commit
from reqsheets.app.days import Day, at, day_of, moment_of
from reqsheets.app.discovery import user_name
from reqsheets.app.linked_workbooks import RunWorkbooks
from reqsheets.app.pipeline import FIX, LIKELY, MARK, comparing, run, verbs_of
from reqsheets.app.result import Result, result_of
from reqsheets.domain.register.columns import meant
from reqsheets.kinds import KINDS
from reqsheets.model.audit import Author
from reqsheets.model.brief import Listing, Named
from reqsheets.model.errors import UsageError
from reqsheets.model.frames import applied
from reqsheets.model.plan import Language, Plan, joined
from reqsheets.model.spec import SheetSpec, WorkbookSpec
from reqsheets.report.outcome import Outcome
from reqsheets.xlsx.patching.patch import refuse_unsafe
from reqsheets.xlsx.reading.read import Reading, read

if TYPE_CHECKING:
    import pandas as pd

    from reqsheets.app.duplicates import Similar, Suspect
    from reqsheets.app.typed import Index, Unfit

AnyPath: TypeAlias = str | os.PathLike[str]
CHAINED = ("merge", LIKELY, "score", "track", "archive", "dashboard", "nightly", "check", FIX)
HISTORY_COLUMNS = ("time", "user", "command", "batch", "sheet", "key", "column", "old", "new", "because")


class Workbook:
    """A workbook of requirements, read once and again only after it was written.

    `today` is the day that counts as today: a date, a datetime, or text such as "2024-06-30"; default: the clock's.
    `language` ("zh" or "en") is that of findings and reasons. `trust` names folders in which the workbook may name
    other files. Nothing is written but with `write=True` or by `Result.write()`.
    Raises UsageError where there is no such file, UnreadableFileError or UnknownKindError where it is no register.
    """

    def __init__(
        self, path: AnyPath, *, today: Day = None, language: Language = "zh", trust: Sequence[AnyPath] = ()
    ) -> None:
        self.path = Path(path)
        self.language: Language = language
        self._today = day_of(today)
        self._trust = tuple(map(Path, trust))
        self._reading: Reading | None = read(self.path, KINDS)

    # --- what stands in it

    @property
    def reading(self) -> Reading:
        """Return the workbook as it was read: kind, frames in the program's names, layouts."""
        if self._reading is None:
            self._reading = read(self.path, KINDS)
        return self._reading

    def reload(self) -> Workbook:
        """Read the file again, as after somebody saved it, and return this workbook."""
        self._reading = read(self.path, KINDS)
        return self

    @property
    def spec(self) -> WorkbookSpec:
        """Return the kind of workbook: its sheets, columns, lists and life cycle."""
        return self.reading.spec

    @property
    def kind(self) -> str:
        """Return the name of the kind, such as "feedback"."""
        return self.spec.kind

    @property
    def today(self) -> date:
        """Return the day that counts as today."""
        return at(self._today)[0]

    @property
    def sheets(self) -> list[str]:
        """Return the titles of the sheets that hold frames, as the kind has them in order."""
        return [sheet.title for sheet in self._held()]

    def frame(self, sheet: str = "", *, index: Index = "row", unfit: Unfit = "keep") -> pd.DataFrame:
        """Return a sheet, by default the register, typed and under its titles.

        `sheet` is a title, or its end where only one title ends so ("登记表"), or the program's name. `index` "row"
        has Excel's row numbers, "id" the IDs. Whole numbers are Int64, decimals Float64, days and moments
        datetime64[us], 是 and 否 boolean, all else string. A column with a value that does not fit stays object, or
        with `unfit="coerce"` has NA there; `attrs["unfit"]` counts them. Nothing is masked.
        Raises UsageError where the workbook has no such sheet.
        """
        from reqsheets.app.typed import typed

        return typed(self._sheet(sheet), self.reading.frames, index=index, unfit=unfit)

    @property
    def frames(self) -> dict[str, pd.DataFrame]:
        """Return every sheet by its title, as `frame` gives it."""
        return Named({title: self.frame(title) for title in self.sheets})

    # --- what is planned

    def check(self, *, fix: bool = False, mark: bool = False, strict: bool = False, write: bool = False) -> Result:
        """Look for errors; for `fix`, `mark`, `strict` and `write` see the function `check`."""
        name = f"check{' --fix' * fix}{MARK * mark}"
        return replace(self._planned(name, write=write and (fix or mark)), strict=strict)

    def merge(self, *, tier: str = "certain", write: bool = False) -> Result:
        """Plan the merging of rows that say the same, with tier "likely" also what very probably does."""
        tiers = {"certain": "merge", "likely": LIKELY}
        if tier not in tiers:
            raise UsageError(f"没有“{tier}”这一档", f"no tier {tier!r}; there are: certain, likely")
        return self._planned(tiers[tier], write=write)

    def score(self, *, write: bool = False) -> Result:
        """Plan scores (points) and grades."""
        return self._planned("score", write=write)

    def track(self, *, write: bool = False) -> Result:
        """Plan the tracking sheet: open rows, due dates, days overdue."""
        return self._planned("track", write=write)

    def archive(self, *, write: bool = False) -> Result:
        """Plan the archive sheet: what is closed."""
        return self._planned("archive", write=write)

    def dashboard(self, *, write: bool = False) -> Result:
        """Plan today's figures."""
        return self._planned("dashboard", write=write)

    def nightly(self, *, write: bool = False) -> Result:
        """Plan all of it and the findings sheets, as every night."""
        return self._planned("nightly", write=write)

    def after(self, result: Result, verb: str) -> Result:
        """Plan one more verb on what a plan of this workbook leaves; both plans are in the result.

        Raises UsageError where there is no such verb.
        """
        if verb not in CHAINED:
            known = ", ".join(CHAINED)
            raise UsageError(f"没有操作“{verb}”，可用的有：{known}", f"no verb {verb!r}; there are: {known}")
        frames = applied(self.reading.frames, result.plan)
        more = self._planned(verb, known=replace(self.reading, frames=frames))
        changes = joined([Plan(changes=result.plan.changes), Plan(changes=more.plan.changes)]).changes
        findings = dict.fromkeys((*result.plan.findings, *more.plan.findings))
        return replace(more, plan=Plan(tuple(findings), changes))

    def carry_out(self, result: Result, command: str = "reqsheets python") -> Result:
        """Write a result's plan in one batch; raise what writing raises."""
        if not result.plan.changes:
            return result
        refuse_unsafe(self.reading.path)
        head = commit(self.reading, result.plan, self._author(command))
        self._reading = None
        return replace(result, written=True, head=head)

    # --- what is asked

    def duplicates(self) -> list[Suspect]:
        """Return pairs that probably ask for the same, the most certain first."""
        from reqsheets.app.duplicates import suspects

        return Listing(suspects(self.path, self.today, self._author("reqsheets duplicates"), write=False))

    def find(
        self,
        *words: str,
        where: str | Sequence[str] = (),
        customer: str = "",
        owner: str = "",
        status: str = "",
        overdue: bool = False,
        since: Day = None,
    ) -> pd.DataFrame:
        """Return the rows that meet every condition, as the function `find` does, without reading again."""
        from reqsheets.app.find import query_of, searched

        query = query_of(words, where, customer, owner, status, day_of(since), overdue=overdue)
        return searched(self.reading, query, *at(self._today)).frame

    def set(
        self,
        *values: str | Mapping[str, object],
        where: str | Sequence[str],
        sheet: str = "",
        write: bool = False,
    ) -> Result:
        """Plan the same values in all rows that meet every condition; for both see the function `set_cells`."""
        from reqsheets.app.set_cells import plan_on

        plan = plan_on(self.reading, values, where, sheet, at(self._today))
        outcome = Outcome(self.path, self.spec, self.reading.layouts, plan, place=self.reading.place)
        result = result_of(outcome, self, self.language)
        return self.carry_out(result, "reqsheets set") if write else result

    def similar(self, text: str) -> list[Similar]:
        """Return the requirements and entries of the knowledge base nearest to a text, the nearest first."""
        from reqsheets.app.duplicates import similar_rows

        return Listing(similar_rows(self.spec, self.reading.frames, text))

    def history(self, key: str = "") -> pd.DataFrame:
        """Return every edit on record, oldest first, or those of one row.

        Shape: time, user, command, batch, sheet, key, column, old, new, because; `column` is a title,
        "" where a whole row came or went. Raises DamagedHistoryError where it cannot be read.
        """
        import pandas as pd

        from reqsheets.app.history import entries
        from reqsheets.domain.register.columns import title_of

        sheets = {sheet.name: sheet for sheet in self.spec.sheets}
        rows = []
        for record, edit in entries(self.path, key):
            sheet = sheets.get(edit.sheet)
            where = (sheet.title, edit.key, title_of(sheet, edit.column)) if sheet else (edit.sheet, edit.key, "")
            why = edit.because.to(self.language)
            rows.append((record.time, record.user, record.command, record.batch, *where, edit.old, edit.new, why))
        found = pd.DataFrame(rows, columns=pd.Index(HISTORY_COLUMNS))
        found["time"] = pd.to_datetime(found["time"], format="ISO8601")
        return found

    # --- how it looks

    def __repr__(self) -> str:
        return f"<Workbook {self.path.name!r}: {self.kind}, {self._count()} requirements>"

    def _repr_html_(self) -> str:
        """Return what a notebook shows: the sheets with their rows, and a bar a status."""
        head = f"<p><b>{escape(self.path.name)}</b> {escape(self.spec.title.to(self.language))}</p>"
        rows = (
            f"<tr><td>{escape(sheet.title)}</td><td>{len(self.reading.frames[sheet.name])}</td></tr>"
            for sheet in self._held()
            if sheet.role == "register"
        )
        return f"{head}{_bars(self._statuses())}<table>{''.join(rows)}</table>"

    def _statuses(self) -> list[tuple[str, int]]:
        needs = self.spec.purpose("needs")
        if needs is None or needs.name not in self.reading.frames:
            return []
        counts = Counter(str(status) for status in meant(self.reading.frames, needs, "status") if status is not None)
        return counts.most_common(12)

    def _count(self) -> int:
        needs = self.spec.purpose("needs")
        return len(self.reading.frames[needs.name]) if needs and needs.name in self.reading.frames else 0

    def _held(self) -> Iterator[SheetSpec]:
        return (sheet for sheet in self.spec.sheets if sheet.name in self.reading.frames)

    def _sheet(self, title: str) -> SheetSpec:
        held = list(self._held())
        if not title:
            return self.spec.purpose("needs") or held[0]
        tabs = {name: layout.title for name, layout in self.reading.layouts.items()}
        exact = [one for one in held if title in (one.title, one.name, tabs.get(one.name), *one.aliases)]
        found = exact or [one for one in held if one.title.endswith(title)]
        if len(found) == 1:
            return found[0]
        titles = [one.title for one in found or held]
        raise UsageError(
            f"{self.path.name} 没有唯一的工作表“{title}”，可用的有：{'、'.join(titles)}",
            f"{self.path.name} has no single sheet {title!r}; there are: {', '.join(titles)}",
        )

    # --- how it is done

    def _planned(self, name: str, *, write: bool = False, known: Reading | None = None) -> Result:
        on, now = at(self._today)
        reading = known or self.reading
        with comparing(name, self.path):
            outcome: Outcome = run(
                self.path,
                verbs_of(name),
                on,
                write=write,
                command=f"reqsheets {name}",
                now=now,
                list_findings=name == "nightly" or name.endswith(MARK),
                beside=RunWorkbooks((self.path,), trusted=self._trust),
                known=reading,
            )
        if outcome.written:
            self._reading = None
        if write and outcome.error is not None:
            raise outcome.error
        return result_of(outcome, self, self.language)

    def _author(self, command: str) -> Author:
        return Author(user_name(), command, moment_of(self._today))


def _bars(counts: Sequence[tuple[str, int]]) -> str:
    """Return the counts as bars of an SVG picture."""
    if not counts:
        return ""
    most, height = max(count for _, count in counts), 18
    bars = "".join(
        f'<text x="0" y="{i * height + 13}" font-size="12">{escape(name[:12])}</text>'
        f'<rect x="110" y="{i * height + 3}" width="{round(200 * count / most)}" height="12" fill="#4472c4"/>'
        f'<text x="{115 + round(200 * count / most)}" y="{i * height + 13}" font-size="12">{count}</text>'
        for i, (name, count) in enumerate(counts)
    )
    return f'<svg width="380" height="{len(counts) * height}" role="img">{bars}</svg>'
