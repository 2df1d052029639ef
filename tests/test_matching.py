"""Record linkage on texts: what is equal, what keeps two apart, and that the order of texts does not matter."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from random import Random

import pytest
from command_line import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from reqsheets.matching.content import certain_keys
from reqsheets.matching.guards import conflicts, signs
from reqsheets.matching.lexicon import lexicon
from reqsheets.matching.linkage import linked
from reqsheets.matching.lists import SYNONYMS, Entry, default_entries
from reqsheets.matching.nearest import nearest
from reqsheets.matching.normal import normalised
from reqsheets.matching.reasons import marked, shared_words

WORDS = lexicon()
SHARED = Path(__file__).parents[2] / "shared" / "data" / "duplicates"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("【客户反馈】電子病歷打開很慢！", "电子病历打开很慢"),
        ("您好，课程表希望支持导出ＥＸＣＥＬ，谢谢", "课程表希望能导出 Excel"),
        ("客户提出，报表保留三个月", "报表保留3个月"),
        ("1、巡检记录无法保存(急)", "巡检记录不能保存。"),
        ("日志保留二十四小时", "日志保留24小时"),
        ("Hello, please export the report to Excel. Thanks!", "export the report to excel"),
    ],
)
def test_texts_of_which_nothing_of_content_differs_are_equal(one: str, other: str) -> None:
    first, second = certain_keys([one, other], WORDS)
    assert first == second


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("设备A误报多", "设备B误报多"),
        ("不支持批量导出", "支持批量导出"),
        ("新增订单卡顿", "订单卡顿"),
        ("学生请假要签字", "学生假要签字"),
        ("阈值调到1.5", "阈值调到15"),
        ("间隔3-5天", "间隔35天"),
        ("", "。"),
    ],
)
def test_texts_that_differ_are_not(one: str, other: str) -> None:
    first, second = certain_keys([one or "空", other], WORDS)
    assert first != second


@pytest.mark.parametrize(
    ("one", "other", "guard"),
    [
        ("设备A误报多", "设备B误报多", "code"),
        ("批量导入成绩", "批量导出成绩", "exclusive"),
        ("一次最多50单", "一次最多100单", "number"),
        ("每5分钟刷新", "每5小时刷新", "number"),
        ("升级V3.0后耗电", "升级V3.1后耗电", "number"),
        ("导出为Excel", "导出为PDF", "code"),
        ("用短信提醒", "用邮件提醒", "exclusive"),
        ("允许修改", "禁止修改", "exclusive"),
        ("自动续费提前通知", "取消自动续费的通知", "negation"),
        ("send an email daily", "send an email weekly", "exclusive"),
        ("pump P-101 leaks", "pump P-102 leaks", "code"),
        ("更换XJ-200的滤芯", "更换XJ-300的滤芯", "code"),
        ("司机可以拒单", "司机不能拒单", "negation"),
        ("支持代收货款", "不支持代收货款", "negation"),
        ("商品批量上架", "商品批量下架", "exclusive"),
    ],
)
def test_a_guard_keeps_them_apart_and_says_why(one: str, other: str, guard: str) -> None:
    first, second = (signs(text, "", WORDS) for text in normalised([one, other], WORDS))
    assert guard in [conflict.guard for conflict in conflicts(first, second, WORDS)]
    assert guard in [conflict.guard for conflict in conflicts(second, first, WORDS)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("升级V3.0后耗电", "升级到3.0之后费电"),
        ("放宽到100M", "放宽到100MB"),
        ("保留3个月", "保留三个月"),
        ("导出xlsx", "导出Excel"),
        ("现在不能导出报表", "希望能导出报表"),
    ],
)
def test_no_guard_speaks_where_only_the_spelling_differs(one: str, other: str) -> None:
    first, second = (signs(text, "", WORDS) for text in normalised([one, other], WORDS))
    assert list(conflicts(first, second, WORDS)) == []


def register(name: str) -> tuple[list[str], list[str]]:
    folder = SHARED if name != "trained" else ROOT / "benchmarks" / "duplicates"
    file = "register" if name == "trained" else f"register_{name}"
    gold = "gold" if name == "trained" else f"register_{name}.gold"
    if not (folder / f"{file}.csv").exists():
        pytest.skip(f"no register {name}")
    with (folder / f"{file}.csv").open(encoding="utf-8") as lines:
        texts = {row["id"]: row["需求描述"] for row in csv.DictReader(lines)}
    with (folder / f"{gold}.csv").open(encoding="utf-8") as lines:
        clusters = {row["id"]: row["cluster"] for row in csv.DictReader(lines)}
    return list(texts.values()), [clusters[number] for number in texts]


def pairs(names: Iterable[object]) -> int:
    return sum(count * (count - 1) // 2 for count in Counter(names).values())


def quality(found: Sequence[object], gold: Sequence[object]) -> tuple[float, float]:
    """Return precision and recall over pairs."""
    right = pairs(zip(found, gold, strict=True))
    return right / max(1, pairs(found)), right / pairs(gold)


@pytest.mark.parametrize(("name", "certain_recall"), [("trained", 0.44), ("domain", 0.315)])
def test_the_quality_on_registers_with_gold_clusters(name: str, certain_recall: float) -> None:
    texts, gold = register(name)
    found = linked(texts, WORDS)
    precision, recall = quality(found.certain, gold)
    assert (precision, recall > certain_recall) == (1.0, True)
    precision, recall = quality(found.possible, gold)
    assert (precision, recall) >= (0.89, 0.66) if name == "domain" else precision >= 0.88
    assert recall >= 0.66


def pairs_by_hand() -> list[dict[str, str]]:
    """Return pairs from six trades that nothing was fitted on, with whether they ask for the same."""
    with (ROOT / "benchmarks" / "duplicates" / "pairs.csv").open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def test_of_look_alikes_from_six_trades_none_is_equal_and_most_paraphrases_are() -> None:
    rows = pairs_by_hand()
    keys = certain_keys([row[side] for row in rows for side in ("one", "other")], WORDS)
    equal = [row for row, one, other in zip(rows, keys[::2], keys[1::2], strict=True) if one == other]
    assert [row for row in equal if row["same"] == "否"] == []
    assert len(equal) >= 0.75 * sum(row["same"] == "是" for row in rows)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("买家可以评价卖家", "卖家可以评价买家"),
        ("老师给学生留言", "学生给老师留言"),
        ("司机可以拒单", "司机不能拒单"),
        ("只允许上传图片", "允许上传图片"),
        ("从购物车移到收藏夹", "从收藏夹移到购物车"),
        ("先付款后发货", "先发货后付款"),
        ("MES数据同步到ERP", "ERP数据同步到MES"),
        ("商品批量上架", "商品批量下架"),
        ("报价单转合同", "合同转报价单"),
        ("已读消息提醒", "未读消息提醒"),
        ("订单从A仓调到B仓", "订单从B仓调到A仓"),
        ("客户导出订单", "导出客户订单"),
        ("A系统调用B系统接口", "B系统调用A系统接口"),
        ("users can rate agents", "agents can rate users"),
    ],
)
def test_who_does_it_what_comes_first_and_no_are_never_certain_to_be_the_same(one: str, other: str) -> None:
    """A hundred other texts stand around them, so that words are as rare as in a register."""
    found = linked([*register("trained")[0][:100], one, other], WORDS)
    assert found.certain[-1] != found.certain[-2]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("商品图片上传失败", "上传商品图片失败"),
        ("建议增加订单导出功能", "希望订单可以导出"),
        ("希望能按部门设置权限", "权限希望可以按部门设置"),
        ("移动端无法查看报表", "手机上看不了报表"),
        ("广告弹窗太多，希望减少", "建议减少广告弹窗"),
        ("可不可以修改发票抬头？", "希望发票抬头可以修改"),
        ("谢谢！希望支持复制医嘱，影响使用，请尽快处理", "医嘱能复制吗"),
    ],
)
def test_the_place_of_the_verb_and_the_form_of_the_request_make_no_difference(one: str, other: str) -> None:
    first, second = certain_keys([one, other], WORDS)
    assert first == second


def test_the_tiers_lie_within_one_another() -> None:
    texts, _ = register("trained")
    found = linked(texts, WORDS)
    for inner, outer in ((found.certain, found.likely), (found.likely, found.possible)):
        assert len(set(zip(inner, outer, strict=True))) == len(set(inner))


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 1000))
def test_shuffling_the_texts_changes_no_cluster(seed: int) -> None:
    texts, _ = register("trained")
    order = list(range(len(texts)))
    Random(seed).shuffle(order)  # noqa: S311 (a test's dice)
    before, after = linked(texts, WORDS), linked([texts[i] for i in order], WORDS)
    for was, now in ((before.certain, after.certain), (before.likely, after.likely), (before.possible, after.possible)):
        clusters: dict[int, set[int]] = {}
        for place, i in enumerate(order):
            clusters.setdefault(now[place], set()).add(i)
        assert all(len({was[i] for i in members}) == 1 for members in clusters.values())
        assert len(clusters) == len(set(was))


def test_what_people_told_apart_never_shares_a_cluster() -> None:
    texts = ["电子病历打开很慢", "您好，电子病历打开很慢", "病历打开太卡"]
    assert linked(texts, WORDS).certain[:2] == [0, 0]
    found = linked(texts, WORDS, apart=frozenset({frozenset({0, 1})}))
    assert found.possible[0] != found.possible[1]


def test_different_products_never_share_a_cluster() -> None:
    found = linked(["打开很慢很慢很慢", "打开很慢很慢很慢"], WORDS, ["甲", "乙"])
    assert found.possible == [0, 1]


def test_with_new_texts_only_these_are_compared() -> None:
    texts = ["课程表支持导出Excel", "希望课表可以导出成Excel文件，方便打印", "电子病历打开很慢", "病历打开太卡"]
    found = linked(texts, WORDS, new=[3])
    assert found.possible[0] != found.possible[1]
    assert linked(texts, WORDS).possible[0] == linked(texts, WORDS).possible[1]


def test_an_embedding_finds_what_no_word_shows() -> None:
    texts = ["窗口前排了长队", "办事要等一上午", "报表导出失败"]
    vectors = {texts[0]: (1.0, 0.0), texts[1]: (0.98, 0.1), texts[2]: (0.0, 1.0)}
    by_text = {normalised([text], WORDS)[0]: vector for text, vector in vectors.items()}
    found = linked(texts, WORDS, embedding=lambda asked: [by_text[text] for text in asked])
    assert list(found.possible) == [0, 0, 2]


def test_a_company_adds_its_own_synonyms() -> None:
    own = lexicon((*default_entries(), Entry(SYNONYMS, "大蓝屏", ("工位终端机",))))
    texts = ["大蓝屏老是黑屏", "工位终端机黑屏"]
    assert len(set(linked(texts, own).possible)) == 1


def test_the_nearest_come_first_and_tell_what_keeps_them_apart() -> None:
    texts = ["空调定时功能无效", "课程表希望支持导出PDF", "课程表希望支持导出Excel"]
    found = nearest(texts, "课表导出为Excel", WORDS, 2)
    assert [near.at for near in found] == [2, 1]
    assert [near.why_not for near in found] == ["", "pdf≠excel"]


def test_reasons_name_what_is_shared_and_mark_what_is_not() -> None:
    one, other = normalised(["电子病历打开很慢", "电子病历打开卡顿"], WORDS)
    assert shared_words(one, other, WORDS) == ["电子病历打开", "慢≈卡顿"]
    assert marked("电子病历打开很慢", "电子病历打开卡顿") == ("电子病历打开【很慢】", "电子病历打开【卡顿】")


@pytest.mark.parametrize("texts", [[], [""], ["", "。", "希望"], ["x" * 40000, "x"]])
def test_odd_texts_do_no_harm(texts: list[str]) -> None:
    assert len(linked(texts, WORDS).possible) == len(texts)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("先付款后发货", "先发货后付款"),
        ("买家可以评价卖家", "卖家可以评价买家"),
        ("作业提交截止前提醒家长", "作业提交截止后提醒家长"),
        ("班主任可以看任课老师的评语", "任课老师可以看班主任的评语"),
    ],
)
def test_the_same_words_the_other_way_round_are_never_proposed(one: str, other: str) -> None:
    assert linked([one, other], WORDS).tier(0, 1) is None
