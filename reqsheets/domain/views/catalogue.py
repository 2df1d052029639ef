"""Which views there are (views.md, V-1 to V-10, V-12; V-11 is an export)."""

from __future__ import annotations

from dataclasses import dataclass

from reqsheets.model.plan import Words


@dataclass(frozen=True, slots=True)
class Kind:
    """A view by its name: what it is called, and whether it is about somebody or for a customer."""

    name: str
    id: str
    title: Words
    personal: bool = False
    of_customer: bool = False


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
    Kind("customer", "V-10", Words("客户版", "Customer's copy"), of_customer=True),
    Kind("personal-data", "V-12", Words("个人信息清单", "Personal data in the clear")),
)
