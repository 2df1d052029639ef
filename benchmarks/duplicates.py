"""Finding duplicates beside string_grouper, on the same rows in the same run: seconds of CPU and peak memory by size.

python benchmarks/duplicates.py [--rows 10000 100000]

Each figure comes from a process of its own. string_grouper (pip install string_grouper) only finds pairs.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from random import Random

THINGS = (
    "设备 传感器 网关 摄像头 电表 水泵 风机 空压机 锅炉 配电柜 门禁 电梯 叉车 工单 "
    "订单 合同 发票 供应商 库存 入库单 出库单 采购单 报价单 考勤 会议室 巡检 保养 "
    "备件 能耗 报表 大屏 地图 曲线 权限 角色 部门 附件 模板 标签 二维码 视频 接口 "
    "数据库 首页 搜索 看板 门店 会员"
)
PARTS = (
    "状态 数量 名称 编号 类型 负责人 位置 时间 阈值 历史记录 统计结果 明细 图表 备注 "
    "有效期 价格 单位 规格 进度 评分 轨迹 参数 流程 趋势"
)
WISHES = (
    "希望{}支持按{}导出",
    "建议增加{}的{}筛选功能",
    "{}的{}能不能批量修改",
    "{}{}加载很慢，希望优化",
    "目前{}不显示{}，希望尽快增加",
    "{}的{}老是出错，影响使用",
    "需要把{}的{}同步到手机",
)
BEFORE, AFTER = ("", "", "客户反馈：", "【客户需求】", "您好，"), ("", "。", "，谢谢", "，请尽快处理")
JOBS = ("certain", "all tiers", "1 % new", "string_grouper")
KNOWN = Path(tempfile.gettempdir()) / "reqsheets-benchmark-known.npz"


def texts(count: int) -> list[str]:
    """Return that many requirements, one in seven said again, some in other words; the same for the same count."""
    draw = Random(count)  # noqa: S311 (no secret: the same rows each time)
    things, parts = THINGS.split(), PARTS.split()
    found: list[str] = []
    while len(found) < count:
        thing = draw.choice(things) + draw.choice(("", "A", "B", f"{draw.randrange(1, 200)}号"))
        part = draw.choice(parts)
        for _ in range(draw.choice((1, 1, 1, 1, 1, 1, 2, 3))):
            wish = draw.choice(WISHES).format(thing, part)
            found.append(f"{draw.choice(BEFORE)}{wish}{draw.choice(AFTER)}")
    return found[:count]


def work(job: str, count: int) -> None:
    """Do one job and print what it took."""
    rows = texts(count)
    started = time.process_time()
    match job:
        case "string_grouper":
            import pandas as pd
            from string_grouper import match_strings

            match_strings(pd.Series(rows), ngram_size=2, regex=r"\s")
        case "certain":
            from reqsheets.matching.content import certain_keys
            from reqsheets.matching.lexicon import lexicon

            certain_keys(rows, lexicon())
        case _:
            from reqsheets.matching.incremental import linked_again
            from reqsheets.matching.lexicon import lexicon
            from reqsheets.matching.linkage_cache import load, save

            # first what was there before the last 1 % came in, then all, each with reading and writing what is kept
            first = job == "all tiers"
            asked = rows[: count - count // 100] if first else rows
            known = None if first else load(KNOWN)
            save(linked_again(asked, lexicon(), [""] * len(asked), frozenset(), known)[1], KNOWN)
    took = time.process_time() - started
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{count:>9,} {job:<16} {took:>8.1f} s {memory:>7.0f} MiB {took / count * 1e6:>8.1f} µs a row", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description="Finding duplicates beside string_grouper.")
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--job", choices=JOBS, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.job:
        work(chosen.job, chosen.rows[0])
        return
    for count in chosen.rows:
        for job in JOBS:
            if job == "string_grouper" and find_spec("string_grouper") is None:
                print(f"{count:>9,} {job:<16} not installed")
                continue
            subprocess.run([sys.executable, __file__, "--job", job, "--rows", str(count)], check=True)


if __name__ == "__main__":
    main()
