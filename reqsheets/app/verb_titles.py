"""What each verb is called, which sheets it is about, and by which settings it goes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeAlias

from reqsheets.domain.checking.mend import mend
from reqsheets.domain.checking.validate import validate
from reqsheets.domain.columns.fill import fill, lateness
from reqsheets.domain.columns.number import number
from reqsheets.domain.dashboard.dashboard import dashboard
from reqsheets.domain.deadlines.begin import begin
from reqsheets.domain.deadlines.clock import clock
from reqsheets.domain.merging.merge import merge
from reqsheets.domain.reconcile.settle import settle
from reqsheets.domain.scoring.score import score
from reqsheets.domain.signatures.fingerprints_kept import seal
from reqsheets.domain.tracking.archive import archive
from reqsheets.domain.tracking.track import track
from reqsheets.model.frames import Frames
from reqsheets.model.plan import Plan, Words
from reqsheets.model.spec import Purpose, WorkbookSpec
from reqsheets.report.night import fixes, suspects

Verb: TypeAlias = Callable[[WorkbookSpec, Frames, date], Plan]

ABOUT: Mapping[Verb, tuple[Purpose, ...]] = {
    merge: ("needs", "merges"),
    archive: ("needs", "archive"),
    track: ("needs", "tracking"),
    dashboard: ("needs", "dashboard"),
    suspects: ("needs", "duplicates"),
}
# By the name of a verb the sheets of settings without which it would go by the template's values instead of people's.
SETTINGS: Mapping[str, tuple[Purpose, ...]] = {
    "mend": ("options",),
    "number": ("parameters",),
    "merge": ("parameters", "options"),
    "duplicates": ("parameters", "options"),
    "accept": ("parameters", "options"),
    "fixes": ("options",),
    "suspects": ("parameters", "options"),
    "score": ("parameters",),
    "clock": ("parameters", "calendar"),
    "archive": ("parameters",),
    "track": ("parameters", "calendar"),
    "dashboard": ("parameters", "options"),
}
TITLES: Mapping[Verb, Words] = {
    mend: Words("自动修正", "mending"),
    settle: Words("执行合稿决定", "settling conflicts"),
    fixes: Words("自动修正", "mending"),
    suspects: Words("查找疑似重复", "looking for duplicates"),
    begin: Words("开始应办事项", "beginning what is owed"),
    number: Words("编号", "numbering"),
    fill: Words("汇总", "filling in figures"),
    clock: Words("计时", "the clocks"),
    lateness: Words("计算超期天数", "counting how late"),
    seal: Words("签字核对", "looking at signatures"),
    merge: Words("合并重复需求", "merging"),
    score: Words("评分定级", "scoring"),
    archive: Words("归档", "archiving"),
    track: Words("更新跟踪表", "tracking"),
    dashboard: Words("更新看板", "the dashboard"),
    validate: Words("校验", "checking"),
}
