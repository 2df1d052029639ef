"""The same job as `reqsheets nightly --write`, the usual way: pandas, pandera with coercion, openpyxl.

python benchmarks/usual_way.py FILE
"""

from __future__ import annotations

import sys
import unicodedata
from datetime import date
from pathlib import Path

import openpyxl
import pandas as pd
import pandera.pandas as pa
from openpyxl.worksheet.worksheet import Worksheet
from pandera.errors import SchemaErrors

from reqsheets.kinds import kind_named
from reqsheets.model.spec import SheetSpec

TODAY = pd.Timestamp(date(2024, 6, 30))
SPEC = kind_named("feedback")
WEIGHTS = {"紧急性": 0.3, "重要性": 0.3, "可行性": 0.2, "客户价值": 0.2}
FINAL = ("已关闭", "已拒绝", "已合并")
Frame = pd.DataFrame


def schema_of(sheet: SheetSpec, frame: Frame) -> pa.DataFrameSchema:
    """Return a schema with coercion and the built-in checks, for the columns that are there."""
    columns = {}
    for column in sheet.columns:
        if column.title not in frame.columns:
            continue
        checks = []
        if column.minimum is not None:
            checks.append(pa.Check.ge(column.minimum))
        if column.maximum is not None:
            checks.append(pa.Check.le(column.maximum))
        if column.pattern:
            checks.append(pa.Check.str_matches(f"^{column.pattern}$"))
        if column.options and column.type == "enum" and not column.parent:
            checks.append(pa.Check.isin([o.value for o in SPEC.options if o.dictionary == column.options]))
        dtype = {"date": "datetime64[ns]", "datetime": "datetime64[ns]", "int": "float64", "decimal": "float64"}
        columns[column.title] = pa.Column(
            dtype.get(column.type, object), checks, nullable=column.required != "always", coerce=True
        )
    unique = [sheet.column(name).title for name in sheet.key] if sheet.role == "register" else None
    return pa.DataFrameSchema(columns, unique=unique, coerce=True)


def validated(frames: dict[str, Frame]) -> Frame:
    """Return all failure cases of all sheets."""
    failures = []
    for sheet in SPEC.sheets:
        if sheet.role in ("register", "derived") and sheet.title in frames and len(frames[sheet.title]):
            frame = frames[sheet.title]
            try:
                schema_of(sheet, frame).validate(frame, lazy=True)
            except SchemaErrors as error:
                failures.append(error.failure_cases.assign(工作表=sheet.title))
    return pd.concat(failures) if failures else Frame()


def normalised(text: object) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", str(text)).casefold() if c.isalnum())


def merged(needs: Frame) -> Frame:
    """Mark the later rows of one customer with the same text."""
    needs = needs.copy()
    needs["_text"] = needs["需求描述(具体问题/期望)"].map(normalised)
    needs["_day"] = pd.to_datetime(needs["提出时间"], errors="coerce")
    for _, group in needs.groupby(["_text", "客户信息(姓名/行业/规模)"]):
        if len(group) > 1:
            first = group.sort_values(["_day", "需求编号"]).index[0]
            rest = [i for i in group.index if i != first and needs.loc[i, "需求状态"] in ("待处理", "待评审")]
            needs.loc[rest, ["记录状态", "需求状态"]] = ["已合并", "已合并"]
            needs.loc[rest, "主需求编号"] = needs.loc[first, "需求编号"]
            needs.loc[first, "重复次数"] = 1 + len(rest)
    return needs


def scored(scores: Frame) -> Frame:
    """Return the scores with 综合得分 and 最终优先级 computed."""
    scores = scores.copy()
    points = scores[list(WEIGHTS)].apply(pd.to_numeric, errors="coerce")
    scores["综合得分"] = (points * pd.Series(WEIGHTS)).sum(axis=1, skipna=False).add(1e-9).round(2)
    cuts = [-1, 2.5, 3.5, 4.5, 6]
    scores["最终优先级"] = pd.cut(scores["综合得分"], cuts, right=False, labels=["C", "B", "A", "S"]).astype(object)
    return scores


def tracked(needs: Frame, scores: Frame, tracking: Frame) -> Frame:
    """Return the tracking sheet anew: open rows with grade and due date, and what people had typed."""
    rows = needs[~needs["需求状态"].isin(FINAL)][["需求编号", "需求描述(具体问题/期望)", "需求状态", "_day"]]
    rows = rows.set_axis(["需求编号", "需求描述", "需求状态", "提出时间"], axis=1)
    rows = rows.merge(scores[["需求编号", "最终优先级"]], on="需求编号", how="left")
    typed = [c for c in tracking.columns if c == "需求编号" or c not in rows.columns]
    rows = rows.merge(tracking[typed].drop_duplicates("需求编号"), on="需求编号", how="left")
    months = rows["最终优先级"].map({"S": 1, "A": 2})
    rows["完成时限"] = pd.NaT
    for count in (1, 2):
        hit = months == count
        rows.loc[hit, "完成时限"] = rows.loc[hit, "提出时间"] + pd.DateOffset(months=count)
    late = (TODAY - pd.to_datetime(rows["完成时限"])).dt.days
    rows["超期天数"] = late.where((late > 0) & (rows["需求状态"] != "已完成"))
    rows["是否超期"] = rows["超期天数"].notna().map({True: "是", False: "否"})
    order = rows["最终优先级"].map({"S": 0, "A": 1, "B": 2, "C": 3}).fillna(9)
    rows = rows.assign(_order=order).sort_values(["_order", "完成时限", "需求编号"])
    return rows.reindex(columns=tracking.columns)


def archived(needs: Frame, scores: Frame, tracking: Frame, followups: Frame, archive: Frame) -> Frame:
    """Return the archive sheet: what was archived, and closed rows with a solution and a follow-up."""
    rows = needs[needs["需求状态"].isin(["已关闭", "已拒绝"])][["需求编号", "需求描述(具体问题/期望)", "_day"]]
    rows = rows.set_axis(["需求编号", "需求描述", "提出时间"], axis=1)
    rows = rows.merge(scores[["需求编号", "最终优先级"]], on="需求编号", how="left")
    typed = pd.concat([archive, tracking[[c for c in tracking.columns if c in archive.columns]]])
    kept = [c for c in archive.columns if c == "需求编号" or c not in rows.columns]
    rows = rows.merge(typed[kept].drop_duplicates("需求编号"), on="需求编号", how="left")
    asked = followups[followups["满意度评分"].notna()].groupby("需求编号").agg(回访=("回访时间", "max"))
    rows = rows.merge(asked, left_on="需求编号", right_index=True, how="left")
    rows = rows[(rows["回访"].notna() & rows["解决方案"].notna()) | rows["关闭原因"].notna()]
    rows["关闭日期"] = rows["关闭日期"].fillna(pd.to_datetime(rows["回访"]).dt.normalize())
    rows["归档日期"] = rows["归档日期"].fillna(TODAY)
    return rows.reindex(columns=archive.columns)


def put_column(sheet: Worksheet, titles: list[str], title: str, values: pd.Series) -> None:
    column = titles.index(title) + 1
    for row, value in enumerate(values.tolist(), 2):
        sheet.cell(row, column).value = None if pd.isna(value) else value


def put_rows(sheet: Worksheet, frame: Frame) -> None:
    sheet.delete_rows(2, sheet.max_row)
    for row in frame.astype(object).where(frame.notna(), None).itertuples(index=False):
        sheet.append([v.to_pydatetime() if isinstance(v, pd.Timestamp) else v for v in row])
    for table in sheet.tables.values():
        table.ref = f"A1:{table.ref.split(':')[1].rstrip('0123456789')}{max(2, sheet.max_row)}"


def main(path: Path) -> None:
    frames = pd.read_excel(path, sheet_name=None, engine="openpyxl", dtype=object)
    needs = merged(frames["客户需求信息登记表"])
    scores = scored(frames["需求优先级评估表"])
    tracking = tracked(needs, scores, frames["需求处理跟踪表"])
    archive = archived(needs, scores, frames["需求处理跟踪表"], frames["客户反馈与满意度回访表"], frames["闭环归档表"])
    needs.loc[needs["需求编号"].isin(archive["需求编号"]), "记录状态"] = "已归档"
    failures = validated(frames | {"客户需求信息登记表": needs, "需求处理跟踪表": tracking})
    workbook = openpyxl.load_workbook(path)
    register = workbook["客户需求信息登记表"]
    titles = [cell.value for cell in register[1]]
    for title in ("需求状态", "记录状态", "主需求编号", "重复次数"):
        put_column(register, titles, title, needs[title])
    put_rows(workbook["需求处理跟踪表"], tracking)
    put_rows(workbook["闭环归档表"], archive)
    findings = Frame(columns=frames["校验结果"].columns)
    if len(failures):
        findings["工作表"] = failures["工作表"].tolist()
        findings["字段"] = failures["column"].astype(str).tolist()
        findings["当前值"] = failures["failure_case"].astype(str).tolist()
        findings["问题说明"] = failures["check"].astype(str).tolist()
    put_rows(workbook["校验结果"], findings)
    workbook.save(path)
    print(len(failures), "findings,", len(tracking), "tracked,", len(archive), "archived")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
