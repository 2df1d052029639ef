"""What says nothing: placeholders of many kinds are seen, real needs with such a word in them are not swallowed."""

from __future__ import annotations

import time
from datetime import date

import pytest
from drawing import drawn
from hypothesis import given
from hypothesis import strategies as st
from pace import pace

from reqsheets.domain.checking.validate import validate
from reqsheets.kinds import KINDS, kind_named
from reqsheets.model.contentless import DICTIONARIES, Contentless, contentless_of, shipped_words
from reqsheets.model.spec import WorkbookSpec

TODAY = date(2024, 6, 1)
FEEDBACK = kind_named("feedback")
WORDS = shipped_words()


def listed(text: str) -> list[str]:
    return [part.strip() for part in text.split("|")]


NOTHING = """
    见附件 | 同上 | 如图 | 无 | / | - | — | —— | 待补充 | 待定 | 详见邮件 | 见邮件 | 见聊天记录 | 〃 | N/A | n/a |
    NA | TBD | none | null | xxx | XXX | ??? | 。。。 | … | 暂无 | 空 | 不详 | 未知 | 无内容 | 略 | 已沟通 |
    电话沟通 | 见上 | 同前 | 如上所述 | 如附图 | 附件1 | 见附件《需求说明.docx》 | 截图 | 图片 | 见图 | 123 | aaa |
    test | 测试 | asdf | 0 | 详见附件，谢谢 | 同上，见附件 | 【见附件】 | （无） | ｎ／ａ | Ｎ/Ａ | 无无无 |
    见附件1、2 | 详见附件一 | 参见附件2：需求清单.xlsx | 请见附件 | 请查看附件 | 见微信群聊天记录 | 见钉钉群 |
    如截图所示 | 如下图 | 见上图 | 同上一条 | 与上一条相同 | 和上面那条一样 | 同第3行 | 同XY2024001 |
    具体见附件文档 | 需求详见附件 | 内容见附件 | 见附件说明 | 附件 | 见附件中的内容 | 按附件修改 | 请按附件处理 |
    以附件为准 | 以邮件为准 | 后补 | 待客户补充 | 待客户确认 | 稍后补充 | 暂无描述 | 没有 | 无具体需求 | 待完善 |
    未填写 | 口头沟通 | 已电话沟通 | 当面沟通 | 面谈 | test123 | 测试测试 | 测试数据 | 12345 | qwerty | abc | 1 |
    ？？ | 、 | 。 | -- | ___ | *** | N.A. | Null | TBD!! | TBA | TODO | 已发邮件 | 邮件已发 | 文件已发群里 |
    见录音 | 见会议纪要 | 见合同 | 見附件 | 無 | 詳見附件 | 待補充 | 见附件！！！ | ~见附件~ | 见附件(3个) | 如题 |
    见标题 | 见备注 | 哈哈哈 | 占位 | 见需求说明.docx | 详见《需求规格说明书》 | 附件待补 | nil | above | attached |
    tbc | pending | ditto | see attachment | as above | same as above | to be added | T B D | 见 附 件 |
    See attached. | please see attached | Please refer to the attached file | see email | see the email below |
    see screenshot | refer to attachment | as discussed | as per email | to be confirmed | to be defined |
    see previous row | see line above | Details in attachment | see attached document, thanks |
    N/A - see attachment | (none) | [tbd] | not applicable | to follow | see chat | 无。 同上 | 无 见附件 |
    见附件, 请尽快处理 | 您好，见附件，谢谢
"""

SOMETHING = """
    导出 | 打印发票 | 加字段 | 无法登录 | 无障碍支持 | 附件上传失败 | 见附件中的字段加宽 | 查看附件 | 下载附件 |
    图片上传 | 发送邮件 | 邮件通知 | 支持导出.xlsx | 没有文档 | 空白页 | 无图片显示 | 测试环境部署 | 测试报告导出 |
    如图书馆系统对接 | 按文档分类 | 截图功能 | 同步数据 | 同步邮件 | 待办提醒 | 待定状态筛选 | 未知错误 | 无线网络 |
    无人值守 | 空调控制 | 空值校验 | 电话沟通记录导出 | 查看聊天记录 | 上一条记录按钮 | export | ERP | C# | 5% |
    列表与详情一致 | 需求编号重复 | 附件大小限制 | 无纸化办公 | 无感支付 | 同城配送 | 同比分析 | 截图工具 |
    附件预览 | 暂无数据提示 | 空状态 | 同上，另外需要导出 | 无，但需要导出 | 按附件模板导出 | 没有权限 |
    不知道密码怎么改 | 微信登录 | 见面预约 | 略缩图 | no response | login fails | add test mode |
    email notification | check email | send email | attachment upload fails | see customer details page |
    test coverage report | pending orders list | null pointer error | none of the buttons work |
    above average alert | export to Excel
"""


@pytest.mark.fault("F-10", "F-13")
@pytest.mark.parametrize("text", listed(NOTHING))
def test_a_placeholder_says_nothing(text: str) -> None:
    assert WORDS.is_placeholder(text)


@pytest.mark.fault("F-10", "F-13")
@pytest.mark.parametrize("text", listed(SOMETHING))
def test_a_real_need_with_such_a_word_in_it_says_something(text: str) -> None:
    assert not WORDS.is_placeholder(text)


DECORATED = st.tuples(
    st.sampled_from(["", " ", "【", "（", "“", "~", "——", "*", "1. ", "　", "("]),
    st.sampled_from(["见附件", "待补充", "无", "同上", "N/A", "tbd", "暂无", "详见邮件", "see attachment", "as above"]),
    st.sampled_from(["", "。", "！！", "】", "）", "”", " ，谢谢", "…", "\n", "；", ", please", "👆"]),
    st.integers(1, 4),
    st.booleans(),
)


@pytest.mark.fault("F-10", "F-13")
@given(DECORATED)
def test_decorations_and_repetition_give_a_placeholder_no_content(parts: tuple[str, str, str, int, bool]) -> None:
    before, text, after, times, wide = parts
    whole = " ，".join([f"{before}{text}{after}"] * times)
    if wide:
        whole = "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in whole)
    assert WORDS.is_placeholder(whole)


@pytest.mark.fault("F-10")
@given(
    st.sampled_from(["见附件", "同上", "无", "待定", "截图", "TBD", "略"]),
    st.sampled_from(["导出按钮点了没反应", "字段加宽到二十位", "车间看板刷新太频繁", "wants dark mode on tablets"]),
    st.sampled_from(["", "，", "：", " ", "中的"]),
    st.sampled_from([1, -1]),
)
def test_a_text_with_a_placeholder_inside_still_says_something(word: str, text: str, between: str, order: int) -> None:
    parts = (word, text)[::order]
    assert not WORDS.is_placeholder(between.join(parts))


NOBODY = """
    同上 | 某公司 | *先生 | *先生-汽车零部件-中型企业 | / | 未知 | 多家客户 | 若干客户 | 匿名 | 个人客户 | XX公司 |
    某某 | *** | 张某 | 李某某 | 王* | 王** | 某科技有限公司 | 某热电厂-电力-大型企业 | 客户 | 用户 | -电力-大型 |
    无 | N/A | anonymous | 个人 | 散户 | 多个用户 | 部分客户 | 匿名用户 | 一家公司 | 另一家公司 | 老客户 | x公司 |
    ××公司 | ○○公司 | 游客 | 暂无 | 3家客户 | 2个客户 | 其他客户 | 客户不详 | 未透露 | xxx公司 | 待定 | ? | 见附件 |
    某厂 | 先生 | 同前 | 不愿透露姓名 | 多家 | various customers | several clients | unknown customer | a customer |
    no name | walk-in customer
"""

SOMEBODY = """
    甲公司 | 乙公司-物流-小型企业 | 王女士 | 第1公司-电力-大型企业 | 华东电力 | 锦绣园区 | 明德制造 | 张三 | 李总 |
    华为 | IBM | 大众汽车 | 新东方 | 客户服务中心 | 生产部 | 老百姓大药房 | 公司食堂 | A公司 | 客户A |
    明日科技有限公司-软件-小型企业 | TCL集团 | ABC Logistics | Smith Ltd | Mr Smith
"""


@pytest.mark.fault("F-11")
@pytest.mark.parametrize("name", listed(NOBODY))
def test_a_masked_customer_and_a_word_for_anybody_are_nobody_in_particular(name: str) -> None:
    assert WORDS.is_nobody(name)


@pytest.mark.fault("F-11")
@pytest.mark.parametrize("name", listed(SOMEBODY))
def test_a_named_customer_is_somebody(name: str) -> None:
    assert not WORDS.is_nobody(name)


VAGUE = """
    界面优化 | 加载太慢 | 不好用 | 优化 | 卡顿 | 体验差 | 速度慢 | 太卡了 | 系统卡顿 | 报错 | 打不开 | 页面加载慢 |
    操作流程优化 | 数据不准 | 功能完善
"""

TELLING = """
    导出为Excel | 打印发票 | 远程锁车失败 | 历史曲线打不开 | 界面字体太小，看不清 | 客服电话打不通 | APP耗电太快
"""


@pytest.mark.fault("F-12")
@pytest.mark.parametrize("text", [*listed(VAGUE), "too slow", "UI improvement", "please improve speed"])
def test_a_vague_text_says_too_little_to_be_merged_by(text: str) -> None:
    assert WORDS.says_too_little(text)


@pytest.mark.fault("F-12")
@pytest.mark.parametrize("text", [*listed(TELLING), "Export to Excel", "dark mode for tablets"])
def test_a_short_text_may_say_enough(text: str) -> None:
    assert not WORDS.says_too_little(text)


HOSTILE = ["见", "a", "见附件", "《", ".", "a.", "1.1", "第", "x'", "如", "(", "无，", "1", "*", "-", "某"]


@pytest.mark.fault("F-10")
@pytest.mark.parametrize("seed", HOSTILE)
def test_a_hundred_thousand_hostile_characters_are_judged_within_a_second(seed: str) -> None:
    text = (seed * (100_000 // len(seed)))[:100_000]
    for judge in (WORDS.is_placeholder, WORDS.is_nobody, WORDS.says_too_little, WORDS.refers_elsewhere):
        start = time.process_time()
        judge(text)
        assert time.process_time() - start < pace()


def with_options(spec: WorkbookSpec, *rows: str) -> Contentless:
    table = "\n".join(["字典名称 | 选项值 | 别名 | 是否停用", *rows])
    return contentless_of(spec, drawn(spec, {"options": table}))


@pytest.mark.fault("F-10", "F-60")
@pytest.mark.parametrize("spec", KINDS, ids=lambda spec: spec.kind)
def test_rows_of_the_options_sheet_add_to_the_list_and_a_stopped_one_takes_a_word_out(spec: WorkbookSpec) -> None:
    words = with_options(
        spec, "无内容词 | 回头说 | 再说吧、改天聊 | ", "无内容词 | 暂无 | | 是", "无内容词/何处 | 蓝皮书 | |"
    )
    assert all(map(words.is_placeholder, ["回头说", "（改天聊）", "见蓝皮书", "待补充"]))
    assert not words.is_placeholder("暂无")
    assert not WORDS.is_placeholder("回头说")


@pytest.mark.fault("F-10")
@pytest.mark.parametrize("spec", KINDS, ids=lambda spec: spec.kind)
def test_every_kind_ships_the_list_on_its_options_sheet(spec: WorkbookSpec) -> None:
    assert {option.dictionary for option in spec.options} >= DICTIONARIES


BEGUN = {(sheet, "customer") for sheet in ("surveys", "followups")}  # filled in as the night begins the row


def required(spec: WorkbookSpec) -> list[tuple[str, str]]:
    return [
        (sheet.name, column.name)
        for sheet in spec.sheets
        for column in sheet.columns
        if sheet.role == "register" and column.required == "always" and not column.derived
        if column.type in ("text", "long", "link") and (sheet.name, column.name) not in BEGUN
    ]  # fmt: skip


CELLS = [(spec, *place) for spec in KINDS for place in required(spec)]


@pytest.mark.fault("F-13")
@pytest.mark.parametrize(("spec", "sheet", "column"), CELLS, ids=lambda value: getattr(value, "kind", value))
def test_a_placeholder_in_a_required_cell_is_told_in_every_kind(spec: WorkbookSpec, sheet: str, column: str) -> None:
    placeholders = ["/", "无", "待补充", "见邮件", "同上", "N/A", "。", "xxx", "see attachment"]
    frames = drawn(spec, {sheet: "\n".join([column, *placeholders])})
    told = [f for f in validate(spec, frames, TODAY).findings if f.at.column == column and f.rule == "REQ444"]
    assert [finding.at.row for finding in told] == list(range(2, 2 + len(placeholders)))
    assert all(finding.hint.zh and finding.hint.en for finding in told)
    assert all(finding.severity == "error" for finding in told if finding.value not in ("无", "N/A"))  # may be answers


@pytest.mark.fault("F-13")
def test_an_option_that_says_nothing_elsewhere_is_a_choice_in_its_list() -> None:
    options = "字典名称 | 选项值\n来源渠道 | 无\n来源渠道 | 电话沟通"
    frames = drawn(FEEDBACK, {"needs": "需求编号 | 来源渠道\nXY2024001 | 无\nXY2024002 | 电话沟通", "options": options})
    assert [f for f in validate(FEEDBACK, frames, TODAY).findings if f.at.column == "channel"] == []
