"""Which views there are (views.md, V-1 to V-9)."""

from __future__ import annotations

from dataclasses import dataclass

from reqsheets.model.plan import Words


@dataclass(frozen=True, slots=True)
class Kind:
    """A view by its name: what it is called, and whether it is about somebody."""

    name: str
    id: str
    title: Words
    personal: bool = False


KINDS = (
    Kind("todo", "V-1", Words("我的待办", "My to-dos"), personal=True),
    Kind("department", "V-2", Words("本部门", "My department"), personal=True),
    Kind("owner-week", "V-3", Words("负责人周报", "The owner's week"), personal=True),
    Kind("department-week", "V-4", Words("部门周报", "The department's week"), personal=True),
    Kind("management", "V-5", Words("管理层一页", "One page for the management")),
    Kind("standup", "V-6", Words("站会清单", "Stand-up list")),
    Kind("reviewer", "V-7", Words("评审人", "Reviewer"), personal=True),
    Kind("recorder", "V-8", Words("记录人", "Recorder"), personal=True),
    Kind("archivist", "V-9", Words("档案", "Archivist")),
)
