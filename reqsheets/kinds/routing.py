"""The sheet that says which department takes on what; source: document 0, step 5, and document 1, step 4."""

from __future__ import annotations

from reqsheets.model.plan import Words
from reqsheets.model.spec import ColumnSpec, SheetSpec

# fmt: off
# A column a line reads as a table.


def routes(kind: ColumnSpec, grades: str, example: str, departments: str) -> SheetSpec:
    """Return the sheet that says which department takes on what: by the kind of requirement and by grade.

    `grades` and `departments` are dictionaries, `example` is a grade.
    """
    return SheetSpec(
        "routes",
        "部门分派",
        "settings",
        "routes",
        (
            kind,
            ColumnSpec("grade", "最终优先级", "enum", Words("只管哪一级；留空表示各级都一样。", "Of which grade; blank for any."), example, options=grades, width=14),
            ColumnSpec("department", "部门", "enum", Words("由哪个部门牵头。", "The department that leads."), "客服部", required="always", options=departments, width=16),
            ColumnSpec("remark", "备注", "long", Words("为什么这样分。", "Why."), "周会商定", width=30),
        ),
        Words("跟踪表里没有填部门的，按这里分派；已经填的不改。写得具体的一行先用。", "Fills in the department where nobody did; the more specific line goes first."),
        ready_rows=12,
    )
