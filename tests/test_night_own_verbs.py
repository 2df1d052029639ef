"""What only a night does: safe fixes where 自动修正 is 是, and the look for probable duplicates."""

from __future__ import annotations

from datetime import date, datetime

from drawing import drawn

from reqsheets.domain.reminders.owed import obligations
from reqsheets.kinds import kind_named
from reqsheets.model.frames import Frames, applied
from reqsheets.model.plan import SetCell
from reqsheets.report.night import fixes, suspects

FEEDBACK = kind_named("feedback")
DAY = date(2024, 7, 1)
TITLES = "需求编号 | 客户信息(姓名/行业/规模) | 需求描述(具体问题/期望) | 提出时间 | 记录人 | 需求状态 | 记录状态"


def book(parameter: str, first: str = "报表希望能导出为Excel文件", second: str = "报表导出为Excel文件") -> Frames:
    return drawn(
        FEEDBACK,
        {
            "parameters": f"参数 | 值\n{parameter}",
            "people": "姓名 | 部门 | 岗位\n张三 | 产品部 | 经理",
            "merges": " | ".join(column.title for column in FEEDBACK.sheet("merges").columns),
            "duplicates": " | ".join(column.title for column in FEEDBACK.sheet("duplicates").columns),
            "needs": f"{TITLES}\nＸＹ2024001 | 某厂 | {first} | 2024-03-01 | 张三 | 待处理 | 有效\n"
            f"XY2024002 | 某社 | {second} | 2024-03-02 | 张三 | 待处理 | 有效",
        },
    )


def test_what_has_one_meaning_only_is_fixed_where_the_parameter_says_so() -> None:
    for said, count in (("自动修正 | 是", 1), ("自动修正 | 否", 0), ("自动修正 |", 0), ("别的 | 是", 0)):
        frames = book(said)
        plan = fixes(FEEDBACK, frames, DAY)
        cells = [change for change in plan.changes if isinstance(change, SetCell)]
        assert [(one.old, one.new) for one in cells] == [("ＸＹ2024001", "XY2024001")] * count
        assert all(one.because.zh for one in cells)
        assert fixes(FEEDBACK, applied(frames, plan), DAY).changes == ()


def test_the_night_lists_probable_duplicates_and_their_owner_hears_how_many_wait() -> None:
    frames = book("疑似重复决定时限 | 5")
    after = applied(frames, suspects(FEEDBACK, frames, DAY))
    assert len(after["duplicates"]) == 1
    now = datetime(2024, 7, 1, 10)  # noqa: DTZ001 (local times, decision T-24)
    [one] = [one for one in obligations(FEEDBACK, after, now) if one.duty == "R-902"]
    assert (one.doers, one.words.zh) == (("张三",), "1 对疑似重复等您决定")
    assert suspects(FEEDBACK, after, DAY).changes == ()


def test_the_look_for_duplicates_can_be_switched_off() -> None:
    assert suspects(FEEDBACK, book("夜间查找疑似重复 | 否"), DAY).changes == ()
