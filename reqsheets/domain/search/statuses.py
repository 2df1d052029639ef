"""What a status means, whatever the kind of workbook; the classes are the only thing that the kinds share.

Source: views.md, section 1.
"""

from __future__ import annotations

from collections.abc import Mapping

CLASSES: Mapping[str, tuple[str, ...]] = {
    "未开始": ("待处理", "待评审", "采集中", "待受理", "待评估"),
    "在办": (
        "处理中", "测试中", "重新打开", "待复核", "已退回", "已通过",
        "分析中", "方案制定中", "执行中", "已评估", "已纳入说明书", "变更中",
    ),
    "等待": ("暂缓", "信息待补充", "待客户验收"),
    "办完待关闭": ("已完成", "已录入", "已验收"),
    "已关闭": ("已关闭", "已归档", "已签字"),
    "终止": ("已拒绝", "已作废", "已剔除"),
}  # fmt: skip
OPEN = ("未开始", "在办", "等待", "办完待关闭")
CLASS_OF = {status: name for name, statuses in CLASSES.items() for status in statuses}


def status_class(status: object) -> str:
    """Return the class of a status, "" for one that no kind has."""
    return CLASS_OF.get(str(status), "")


def meant_by(text: str) -> frozenset[str]:
    """Return the statuses that a word means: itself, or those of a class; of a word that is both, all of them."""
    return frozenset({text, *CLASSES.get(text, ())})
