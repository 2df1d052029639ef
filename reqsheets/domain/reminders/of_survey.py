"""What is to be reminded of in the kind `survey`: R-401 to R-409 of reminders.md."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from reqsheets.domain.reminders.declared import (
    Due,
    Found,
    Moments,
    Reminder,
    after,
    at_once,
    blank,
    filled,
    is_,
    is_not,
    on,
)
from reqsheets.domain.reminders.lookup import Lookup, Record
from reqsheets.model.plan import Words
from reqsheets.model.settings import as_decimal


def _unreached(look: Lookup, record: Record) -> Mapping[str, str] | None:
    done, target = (as_decimal(look.cell(record, name)) for name in ("done", "target"))
    return None if target is None or (done is not None and done >= target) else {"done": str(done or 0)}


def _unsigned(look: Lookup, record: Record) -> Mapping[str, str] | None:
    versions, states = (look.cells(record, f"signings.{name}", blanks=True) for name in ("version", "state"))
    version = look.cell(record, "version")
    signed = any(one == version and state == "已签字" for one, state in zip(versions, states, strict=True))
    return None if signed else {}


def _imports(look: Lookup) -> Iterator[Found]:
    faulty = [r for r in look.records("imports", ("customer_number",)) if look.cell(r, "problem") is not None]
    for seller, n in Counter(str(look.cell(r, "seller") or "") for r in faulty).items():
        doers = (seller,) if seller else ()
        yield Found(seller or "-", doers, Moments(None), {"n": str(n)}, at=look.title("imports", "problem"))


# fmt: off
REMINDERS = (
    Reminder("R-401", Words("调研目标", "a goal"), Words("目标“{goal}” {due} 到期，完成 {done}/{target}", "goal {goal} is due {due}: {done}/{target}"), "plans", ("member",), on("work_finish"), key=("goal",), cell="done", more=_unreached),
    Reminder("R-402", Words("调研材料", "the materials"), Words("“{goal}”的调研材料还没齐", "the materials for {goal} are not ready"), "plans", ("member",), Due(("work_start",), "材料提前", before=True), (is_not("ready", "是"),), key=("goal",), cell="ready"),
    Reminder("R-403", Words("受访人确认", "the interview confirmed"), Words("{key} 待受访人确认", "{key} is not confirmed"), "interviews", ("recorder",), after("受访确认时限", "held"), (blank("signature"),), key=("interview",), cell="signature"),
    Reminder("R-404", Words("冲突协调", "a conflict"), Words("{number} 与 {conflict} 冲突未解决", "{number} and {conflict} conflict"), "feasibility", ("heads:needs.departments,conflict",), after("冲突协调时限", "met", "needs.received"), (filled("conflict"), is_("conflict_state", "未解决")), cell="conflict_state"),
    Reminder("R-404", Words("冲突上报", "a conflict to decide"), Words("{number} 与 {conflict} 的冲突已上报，请决定", "{number} and {conflict} conflict: please decide"), "feasibility", ("heads:needs.departments,conflict",), at_once("met"), (filled("conflict"), is_("conflict_state", "上报决策")), suffix="上报", cell="conflict_state", superior=True),
    Reminder("R-405", Words("评审修改", "a correction"), Words("{number} 的修改 {due} 到期", "the correction of {number} is due {due}"), "signings", ("corrector",), on("correct_by"), (blank("rechecked"),), key=("version", "number"), cell="rechecked"),
    Reminder("R-406", Words("签字", "signing"), Words("说明书 {version} 等 {signer_department} 签字（{number}）", "{version} waits for {signer_department} ({number})"), "signings", ("signer", "head:signer_department"), after("签字时限", "reviewed"), (is_("state", "待签字"), is_("conclusion", "通过")), key=("version", "number"), cell="state"),
    Reminder("R-407", Words("重签", "signing again"), Words("{key} 已批准，请重签 {version}", "{key} is agreed: sign {version}"), "changes", ("all:signings.signer",), at_once("approved"), (is_("resign", "是"), is_("verdict", "同意")), key=("change",), cell="signings.state", more=_unsigned),
    Reminder("R-407", Words("重签", "signing again"), Words("{number} 签字后被改过（{broken}），请改回或重签 {version}", "{number} was changed after signing ({broken}): sign {version} again"), "signings", ("signer", "head:signer_department"), at_once(), (filled("broken"),), key=("version", "number"), suffix="失效", cell="state"),
    Reminder("R-408", Words("变更审批", "deciding a change"), Words("{key} 等审批", "{key} waits for approval"), "changes", ("approver",), after("变更审批时限", "asked"), (blank("verdict"),), key=("change",), cell="verdict"),
    Reminder("R-409", Words("导入错误", "rows to mend"), Words("{n} 行导入有误", "{n} rows to mend"), source=_imports),
)
