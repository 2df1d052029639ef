"""Look-alikes: contraries in one frame are never certain, proposals hold on registers made to mislead.

The registers in look_alikes/ are invented: each row a requirement, the same in other words, and one that only looks
like it. The weights were fitted on hotel, restaurant and english_rental;
yard, property and english are judged on only. It looks into
submodules, where what is certain can be asked of any texts.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from random import Random

import pytest

from reqsheets.matching.content import certain_keys
from reqsheets.matching.lexicon import lexicon
from reqsheets.matching.linkage import linked
from reqsheets.matching.nearest import nearest
from reqsheets.matching.normal import normalised

WORDS = lexicon()
REGISTERS = Path(__file__).parent / "look_alikes"


def register(name: str) -> tuple[list[str], list[str]]:
    """Return the texts, and of each the requirement that it asks for."""
    with (REGISTERS / f"{name}.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    said = [(row[side], f"{i} {side == 'other'}") for i, row in enumerate(rows) for side in row if row[side]]
    return [text for text, _ in said], [asked for _, asked in said]


def together(clusters: object) -> set[tuple[int, int]]:
    members: dict[object, list[int]] = {}
    for i, cluster in enumerate(clusters):  # type: ignore[arg-type, var-annotated]
        members.setdefault(cluster, []).append(i)
    return {pair for held in members.values() for pair in combinations(held, 2)}


@pytest.mark.fault("F-16")
@pytest.mark.parametrize(
    ("name", "precision", "recall"),
    [
        ("hotel", 0.80, 0.40),
        ("restaurant", 0.80, 0.40),
        ("english_rental", 0.80, 0.40),
        ("yard", 0.80, 0.40),
        ("property", 0.80, 0.40),
        ("english", 0.80, 0.40),
    ],
)
def test_proposals_hold_where_every_pair_has_a_look_alike(name: str, precision: float, recall: float) -> None:
    texts, asked = register(name)
    found = linked(texts, WORDS)
    proposed, right = together(found.possible), together(asked)
    assert len(proposed & right) >= precision * len(proposed)
    assert len(proposed & right) >= recall * len(right)
    assert together(found.certain) <= right
    assert len(together(found.likely) - right) <= 1


CONTRARY = [
    ("默认斤改公斤", "默认公斤改斤"),
    ("司机提箱要先预约", "司机还箱要先预约"),
    ("增加放票量", "限制放票量"),
    ("急诊挂号排在前面", "复诊挂号排在前面"),
    ("客服可以代客户退款到原来的账户", "客服可以代客户收取到原来的账户"),
    ("会员等级由五级改三级", "会员等级由三级改五级"),
    ("工具间的电钻借给外单位要登记", "工具间的电钻调拨给外单位要登记"),
    ("验收时要拍照上传到工单", "验收时要录像上传到工单"),
    ("客人投诉质量问题时登记序列号", "客人投诉质量问题时登记供应商"),
    ("洗衣房的床单送到客房", "客房的床单送到洗衣房"),
    ("合同由法务送财务盖章", "合同由财务送法务盖章"),
    ("礼品卡要记名", "礼品卡不记名"),
    ("Let customers reschedule a booking online", "Let customers cancel a booking online"),
    ("Send a reminder by e-mail the day before", "Send a reminder by SMS the day before"),
    ("Enable the door alarm at night", "Disable the door alarm at night"),
    ("Move stock from Cork to Galway", "Move stock from Galway to Cork"),
]


@pytest.mark.fault("F-68")
@pytest.mark.parametrize(("one", "other"), CONTRARY)
@pytest.mark.parametrize("around", ["alone", "hotel", "english"])
def test_contraries_are_never_certain_or_likely(one: str, other: str, around: str) -> None:
    texts = [] if around == "alone" else register(around)[0][:90]
    found = linked([*texts, one, other], WORDS)
    assert found.tier(len(texts), len(texts) + 1) in (None, "possible")
    keys = certain_keys([one, other], WORDS)
    assert keys[0] != keys[1]


@pytest.mark.fault("F-16")
@pytest.mark.parametrize("name", ["hotel", "restaurant", "yard", "property", "english"])
def test_rows_that_say_exactly_the_same_are_certain_among_look_alikes(name: str) -> None:
    texts, _ = register(name)
    greeted = [text if name == "english" else f"您好，{text}，谢谢！" for text in texts]
    found = linked([*texts, *greeted], WORDS)
    alike = [found.certain[i] == found.certain[i + len(texts)] for i in range(len(texts))]
    assert sum(alike) >= 0.9 * len(alike)


@pytest.mark.fault("F-66")
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("報表應該可以導出，謝謝", "报表应该可以导出"),
        ("煩請協助，願望單條件無法確認", "愿望单条件无法确认"),
        ("领导您好，房态图要显示脏房，麻烦调一下", "房态图要显示脏房"),
        ("库存数对不上，请考虑一下", "库存数对不上"),
        ("谢谢老师，点名册不能打印，辛苦处理", "点名册不能打印"),
        ("The label is cut off, please fix it", "The label is cut off"),
        ("Labels are cut off. Could you please look into this? Thanks a lot", "Labels are cut off"),
        ("监控录像保留24小时", "监控录像保留一天"),
        ("半小时内要有人接单", "30分钟内要有人接单"),
        ("预约后一刻钟自动取消预约", "预约后十五分钟自动取消预约"),
        ("投诉四十八小时内要有答复", "投诉两天内要有答复"),
        ("Close the case after five minutes", "Close the case after 300 seconds"),
    ],
)
def test_the_script_courtesy_and_units_of_time_make_no_difference(one: str, other: str) -> None:
    first, second = certain_keys([one, other], WORDS)
    assert first == second


@pytest.mark.fault("F-66")
@pytest.mark.parametrize(
    ("one", "other"),
    [("监控保留24小时", "监控保留两天"), ("半小时内接单", "半天内接单"), ("超过90分钟收费", "超过1小时收费")],
)
def test_other_lengths_of_time_still_differ(one: str, other: str) -> None:
    assert linked([one, other], WORDS).tier(0, 1) is None


@pytest.mark.fault("F-66")
@pytest.mark.parametrize(
    "text", ["退款请老师审核", "系统要能提醒领导处理", "客人谢谢卡要能打印", "Please fix the export of labels"]
)
def test_courtesy_is_not_taken_out_of_what_is_asked_for(text: str) -> None:
    bare = normalised([text], WORDS)[0]
    assert len(bare) >= len(text.replace(" ", "")) - 2


def topical(count: int) -> Iterator[str]:
    """Yield a register of which one row in twenty is about cold stores, and 48 of these say the same."""
    draw = Random(count)  # noqa: S311 (a test's dice)
    things = ["叉车", "月台", "打印机", "排班", "报表", "标签", "周转箱", "门禁", "工牌", "栈板", "封箱机"]
    faults = ["卡纸", "掉线", "延迟", "找不到", "颜色不对", "太慢", "漏打", "重复"]
    for i in range(count):
        if i % 20:
            yield f"{draw.choice(things)}{draw.choice('甲乙丙丁戊己')}{draw.randint(1, 999)}{draw.choice(faults)}"
        else:
            yield VERBATIM if i // 20 < 48 else f"冷库温度记录{draw.choice(faults)}{draw.choice('甲乙丙丁')}"


VERBATIM = "冷库温度记录希望可以自动上传"


@pytest.mark.fault("F-17")
@pytest.mark.parametrize("count", [4_900, 5_200, 20_000])
def test_a_query_finds_what_says_the_same_in_a_register_of_any_size(count: int) -> None:
    texts = list(topical(count))
    found = [near.at for near in nearest(texts, VERBATIM, WORDS, 60)]
    assert sum(texts[at] == VERBATIM for at in found[:48]) >= 45
