"""What a new workbook shows at first: few tabs, a first sheet with right figures, nothing taken away."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from command_line import register
from office import needs_office, recalculated
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook

import reqsheets
from reqsheets.app.pipeline import NIGHTLY, run
from reqsheets.kinds import KINDS
from reqsheets.model.frames import Frames
from reqsheets.model.spec import Meaning, SheetSpec, WorkbookSpec
from reqsheets.xlsx.reading.read import read

pytestmark = pytest.mark.capability("B30")

SHIPPED = Path(__file__).parents[1] / "workbook_templates"
TODAY = date(2024, 6, 30)
SCREEN, DIGIT, PADDING = 1500, 7, 5  # pixels
BLUE = "2F5D8C"
EACH_KIND = pytest.mark.parametrize("spec", KINDS, ids=lambda spec: spec.kind)
NEVER_FOLDED: tuple[Meaning, ...] = (
    "number",
    "text",
    "status",
    "owner",
    "due",
    "overdue",
    "planned_finish",
    "next_update",
)


@pytest.fixture(scope="module")
def blank() -> dict[str, Workbook]:
    return {spec.kind: openpyxl.load_workbook(SHIPPED / f"{spec.kind}.xlsx") for spec in KINDS}


@EACH_KIND
def test_few_tabs_are_in_view_and_the_first_sheet_is_open(spec: WorkbookSpec, blank: dict[str, Workbook]) -> None:
    book = blank[spec.kind]
    seen = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    assert len(seen) <= 10
    assert sum(str(sheet.sheet_properties.tabColor.rgb).endswith(BLUE) for sheet in seen) <= 5
    assert (seen[0].title, book.active.title) == ("首页", "首页")
    assert {sheet.sheet_state for sheet in book.worksheets} <= {"visible", "hidden"}


@EACH_KIND
def test_every_sheet_and_title_is_still_there(spec: WorkbookSpec, blank: dict[str, Workbook]) -> None:
    first = openpyxl.load_workbook(Path(__file__).parent / "data" / "first_version" / f"{spec.kind}.xlsx")
    for sheet in first.worksheets:
        titles = {cell.value for cell in sheet[1]}
        now = blank[spec.kind][sheet.title]
        assert sheet.title in {"填写说明", "看板"} or titles <= {cell.value for cell in now[1]}


@EACH_KIND
def test_no_column_that_somebody_must_read_is_folded(spec: WorkbookSpec) -> None:
    for sheet in spec.sheets:
        for meaning in NEVER_FOLDED:
            name = sheet.meaning(meaning)
            assert name is None or not sheet.column(name).folded


def _edge(sheet: SheetSpec, name: str) -> int:
    """Return how many pixels from the left a column ends, folded ones left out."""
    pixels = 0
    for column in sheet.columns:
        pixels += 0 if column.folded or column.hidden else int(column.width * DIGIT + PADDING)
        if column.name == name:
            break
    return pixels


@EACH_KIND
def test_the_status_stands_on_the_first_screen(spec: WorkbookSpec) -> None:
    for purpose in ("needs", "tracking"):
        sheet = spec.purpose(purpose)  # type: ignore[arg-type]
        if sheet is not None and sheet.meaning("status") is not None:
            assert _edge(sheet, sheet.meaning("status") or "") <= SCREEN + PADDING


@EACH_KIND
def test_every_link_of_the_first_sheet_leads_to_a_sheet_in_view(spec: WorkbookSpec, blank: dict[str, Workbook]) -> None:
    book = blank[spec.kind]
    home = book["首页"]
    links = [cell.hyperlink.location for row in home.iter_rows() for cell in row if cell.hyperlink]
    assert len(links) >= 5
    for link in links:
        title = link.rpartition("!")[0].strip("'")
        assert book[title].sheet_state == "visible"


def test_folded_columns_are_behind_a_plus_left_of_them(blank: dict[str, Workbook]) -> None:
    spec = KINDS[1]
    sheet = spec.purpose("needs")
    assert sheet is not None
    worksheet = blank[spec.kind][sheet.title]
    for number, column in enumerate(sheet.columns, 1):
        dimension = worksheet.column_dimensions[get_column_letter(number)]
        assert (dimension.outlineLevel, dimension.hidden) == ((1, True) if column.folded else (0, column.hidden))
    assert worksheet.sheet_properties.outlinePr.summaryRight is False


NEEDS = [
    {
        "number": f"XY202400{i}",
        "text": f"需求描述第{i}条，说得长一些以便截断，再长一些",
        "customer": "甲",
        "received": date(2024, 1, i),
    }
    | {"status": "处理中", "channel": "客服工单"}
    for i in range(1, 5)
]


@pytest.fixture(scope="module")
def looked_after(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = register(tmp_path_factory.mktemp("light") / "a.xlsx", NEEDS)
    outcome = run(path, NIGHTLY, TODAY, write=True, list_findings=True)
    assert outcome.error is None
    return path


def shown(path: Path) -> dict[str, object]:
    sheet = openpyxl.load_workbook(path, data_only=True)["首页"]
    return {cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row if cell.value not in (None, "")}


def _figures(frames: Frames) -> dict[object, object]:
    frame = frames["figures"]
    return dict(zip(frame["item"].tolist(), frame["figure"].tolist(), strict=True))


def test_the_first_sheet_shows_what_the_other_sheets_hold(looked_after: Path) -> None:
    home, frames = shown(looked_after), read(looked_after, KINDS).frames
    assert (home["B6"], home["D6"]) == (_figures(frames)["在办需求"], _figures(frames)["已超期"])
    assert home["G6"] == frames["findings"]["level"].tolist().count("错误")
    assert str(home["B3"]).startswith("截至 2024-06-30")
    assert "登记 4 条" in str(home["B3"])


@needs_office
def test_libreoffice_calculates_what_the_first_sheet_already_shows(looked_after: Path, tmp_path: Path) -> None:
    [book] = recalculated({"a": looked_after.read_bytes()}, tmp_path / "office").values()
    seen = {c.coordinate: c.value for row in book["首页"].iter_rows() for c in row if c.value not in (None, "")}
    assert seen == shown(looked_after)


def test_a_night_shows_the_sheets_that_something_is_owed_on_and_hides_none(looked_after: Path) -> None:
    frames = read(looked_after, KINDS).frames
    assert "dashboard" not in frames.unseen
    assert {"options", "parameters", "calendar", "journal"} <= frames.unseen
    outcome = run(looked_after, NIGHTLY, TODAY, write=False, list_findings=True)
    assert outcome.plan.changes == ()


def test_sheets_are_shown_hidden_and_arranged_and_each_is_undone(tmp_path: Path) -> None:
    path = register(tmp_path / "a.xlsx", NEEDS)
    assert "merges" in read(path, KINDS).frames.unseen
    reqsheets.show(path, "合并记录", write=True, today=TODAY)
    assert "merges" not in read(path, KINDS).frames.unseen
    reqsheets.arrange(path, write=True, today=TODAY)
    assert "merges" in read(path, KINDS).frames.unseen
    reqsheets.undo(path, write=True, today=TODAY)
    assert "merges" not in read(path, KINDS).frames.unseen
    reqsheets.hide(path, "合并记录", write=True, today=TODAY)
    assert "merges" in read(path, KINDS).frames.unseen


@needs_office
@pytest.mark.capability("D15")
def test_a_masked_name_counts_its_own_rows_alone_on_the_first_sheet(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    need = {"customer": "甲", "received": date(2024, 5, 1), "status": "处理中", "record_state": "有效"}
    owners = {"XY2024001": "*工", "XY2024002": "李工", "XY2024003": "?工", "XY2024004": "王工"}
    needs = [{**need, "number": number, "text": f"需求{number}"} for number in owners]
    tracking = [{"number": number, "status": "处理中", "owner": owner} for number, owner in owners.items()]
    people = [{"name": name} for name in owners.values()]
    register(path, needs, tracking=tracking, people=people)
    reqsheets.nightly(path, write=True, today=TODAY)
    [book] = recalculated({"a": path.read_bytes()}, tmp_path / "office").values()
    seen = {c.coordinate: c.value for row in book["首页"].iter_rows() for c in row if c.value not in (None, "")}
    assert seen == shown(path)
    assert {"*工", "?工"} <= set(seen.values())
    errors = reqsheets.check(path, today=TODAY)[0].findings
    assert len(errors[(errors["owner"] == "李工") & (errors["level"] == "error")])  # else a wildcard would count none
