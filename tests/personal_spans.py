"""Made-up personal data as offices write it, and office text that holds none; check digits are python-stdnum's."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator

from stdnum import ean, luhn
from stdnum.cn import ric, uscc

REGIONS = ("110105", "310104", "440305", "320583", "510107", "330106", "420111", "610113", "650102", "350203")
DIGITS = "0123456789"
FULL_WIDTH = {ord(sign): ord(sign) + 0xFEE0 for sign in DIGITS}
BEFORE = (
    "请联系{}尽快回复。",
    "客户说{}，要求月底前上线",
    "回访时留的是 {} ，下午打",
    "{}",
    "经办人 王工 {}；抄送市场部",
    "需求由李女士({})提出",
    "按{}登记，系统升级 3 次后仍报错",
    "备注：{}。数量 20 台",
    "Contact {} please",
    "转给他：{}\n第二行",
)
Draw = random.Random


def digits(draw: Draw, count: int) -> str:
    return "".join(draw.choice(DIGITS) for _ in range(count))


def mobile(draw: Draw) -> str:
    return f"1{draw.choice('3456789')}{digits(draw, 9)}"


def mobiles(draw: Draw) -> str:
    number = mobile(draw)
    a, b, c = number[:3], number[3:7], number[7:]
    sign = draw.choice([" ", "-", ".", "_", "\u00a0", "\u2013", "\u2014", "\u3000", "·", "\u200b", " - "])
    return draw.choice(
        [
            number,
            f"{a}{sign}{b}{sign}{c}",
            f"{number[:4]}{sign}{number[4:7]}{sign}{c}",
            f"+86{number}",
            f"+86 {a} {b} {c}",
            f"0086{number}",
            f"0086-{number}",
            f"86-{number}",
            f"(+86){number}",
            f"（86）{number}",
            f"Tel{number}",
            f"TEL:{number}",
            f"tel. {number}",
            f"手机：{number}",
            f"手机号{a}-{b}-{c}",
            f"电话:{number}",
            f"mobile {a} {b}{c}",
            f"【{number}】",
            f"({number})",
            f"（{number}）",
            number.translate(FULL_WIDTH),
            f"{a} {number[3:]}",
            f"微信同号{number}",
            f"{number}/{mobile(draw)}",
            f"{number},{mobile(draw)}",
            f"0{number}",
        ]
    )


def landlines(draw: Draw) -> str:
    area, length = draw.choice(
        [("010", 8), ("021", 8), ("0755", 8), ("0512", 8), ("0791", 8), ("0431", 8), ("0314", 7), ("0898", 8)]
    )
    local = draw.choice("3456") + digits(draw, length - 1)
    return draw.choice(
        [
            f"{area}-{local}",
            f"{area} {local}",
            f"({area}){local}",
            f"（{area}）{local}",
            f"{area}－{local}",
            f"{area}-{local}-{digits(draw, 3)}",
            f"{area}-{local}转{digits(draw, 4)}",
            f"+86-{area[1:]}-{local}",
            f"{area}-{local[:4]}-{local[4:]}",
            f"{area}-{local[:4]} {local[4:]}",
            f"电话：{local}",
            f"座机{local}",
            f"传真：{area}-{local}",
        ]
    )


def mails(draw: Draw) -> str:
    name = draw.choice(
        ["zhang.san", "lihua88", "wang_wu", "chen-x", f"{digits(draw, 9)}", "Sun.Li", "liu%ops", "a.b.c"]
    )
    host = draw.choice(["163.com", "qq.com", "sina.com.cn", "mail.tsinghua.edu.cn", "firm-a.cn", "outlook.com"])
    return draw.choice(
        [
            f"{name}@{host}",
            f"{name}＠{host}",
            f"{name}(at){host}",
            f"{name} @ {host}",
            f"邮箱：{name}@{host}",
            f"<{name}@{host}>",
            f"{name}[at]{host}",
        ]
    )


def born(draw: Draw) -> str:
    return f"{draw.randint(1950, 2009)}{draw.randint(1, 12):02}{draw.randint(1, 28):02}"


def ids(draw: Draw) -> str:
    body = draw.choice(REGIONS) + born(draw) + digits(draw, 3)
    number = body + ric.calc_check_digit(body + "0")
    a, b, c = number[:6], number[6:14], number[14:]
    return draw.choice(
        [
            number,
            number.lower(),
            f"{a} {b} {c}",
            f"{a}-{b}-{c}",
            f"{a} {b[:4]} {b[4:]} {c}",
            f"{a}\u00a0{b}\u00a0{c}",
            " ".join(number[i : i + 4] for i in range(0, 18, 4)),
            f"身份证{number}",
            f"身份证号：{number}",
            f"ID {number}",
            number.translate(FULL_WIDTH),
            f"（{number}）",
            f"{number},男",
        ]
    )


def old_ids(draw: Draw) -> str:
    number = draw.choice(REGIONS) + born(draw)[2:] + digits(draw, 3)
    if number.startswith(("35", "86")) and luhn.is_valid(number):
        number = "11" + number[2:]
    return draw.choice([number, f"身份证{number}", f"{number[:6]} {number[6:12]} {number[12:]}", f"老证号 {number}"])


def cards(draw: Draw) -> str:
    body = draw.choice(["622202", "621700", "622848", "621661", "436742", "518710"])
    body += digits(draw, (15 if body.startswith(("4", "5")) else draw.choice([15, 18])) - len(body))
    number = body + luhn.calc_check_digit(body)
    fours = [number[i : i + 4] for i in range(0, len(number), 4)]
    return draw.choice(
        [number, " ".join(fours), "-".join(fours), f"卡号：{number}", f"银行卡{number}", f"工行 {number}"]
    )


def documents(draw: Draw) -> str:
    number = digits(draw, 8)
    number = number if number[:2] not in ("19", "20") else "3" + number[1:]
    return draw.choice(
        [
            f"E{number}",
            f"G{number}",
            f"护照E{number}",
            f"护照号码：G{number}",
            f"护照号 D{number}",
            f"P{number}",
            f"EA{number[:7]}",
            f"护照 EK{number[:7]}",
            f"港澳通行证C{number}",
            f"通行证：C{number}",
            f"通行证号W{number}",
            f"往来港澳通行证 CA{number[:7]}",
            f"回乡证H{number}00",
            f"回乡证号：M{number}01",
            f"H{number}00",
            f"台胞证：{number}",
            f"台胞证号码 {number}",
            f"台胞证{number}01",
            f"驾驶证档案编号：{digits(draw, 12)}",
            f"驾照 {draw.choice(REGIONS)}{digits(draw, 6)}",
            f"军官证号{number}",
        ]
    )


def plates(draw: Draw) -> str:
    head = draw.choice("京沪粤苏浙川鲁冀豫鄂湘") + draw.choice("ABCDEF")
    sign = draw.choice(["", "·", " ", "-"])
    rest = draw.choice(
        [
            digits(draw, 5),
            f"D{digits(draw, 5)}",
            f"F{digits(draw, 5)}",
            f"{digits(draw, 3)}K{digits(draw, 1)}",
            f"{digits(draw, 5)}D",
            f"B{digits(draw, 4)}",
        ]
    )
    return draw.choice([f"{head}{sign}{rest}", f"车牌{head}{sign}{rest}", f"车牌号：{head}{sign}{rest}"])


def accounts(draw: Draw) -> str:
    name = draw.choice(["zhangsan88", "li_hua2020", "wangwu-99", "chenxiao520", "Sun1988li"])
    return draw.choice(
        [
            f"微信：{name}",
            f"微信号 {name}",
            f"微信号：{name}",
            f"微信{name}",
            f"WeChat: {name}",
            f"wx：{name}",
            f"V信：{name}",
            f"vx:{name}",
            f"wxid_{digits(draw, 6)}abc",
            f"微信 wxid_x{digits(draw, 9)}",
            f"QQ：{draw.choice('123')}{digits(draw, 8)}",
            f"QQ{draw.choice('12')}{digits(draw, 6)}",
            f"qq号 {draw.choice('123')}{digits(draw, 9)}",
            f"QQ群：{draw.choice('56')}{digits(draw, 8)}",
            "微信：zhaoliu",
        ]
    )


def addresses(draw: Draw) -> str:
    n, m, room = draw.randint(1, 999), draw.randint(1, 30), draw.randint(101, 2808)
    return draw.choice(
        [
            f"北京市海淀区中关村大街{n}号{m}号楼{room}室",
            f"上海市浦东新区张江路{n}弄{m}号{room}室",
            f"广东省深圳市南山区科苑路{n}号",
            f"杭州市西湖区文三路{n}号",
            f"江苏省苏州市工业园区星湖街{n}号{m}栋",
            f"成都市高新区天府大道北段{n}号{m}栋{room}",
            f"武汉市洪山区珞喻路{n}号家属院{m}栋{room}室",
            f"南京市鼓楼区中山北路{n}号{m}幢",
            f"阳光花园小区{m}栋2单元{room}",
            f"翠湖苑{m}号楼{room}室",
            f"河北省保定市清苑县李家村{n}号",
            f"西安市雁塔区小寨东路{n}号",
            f"长安区东大街{n}-{m}号",
        ]
    )


CLASSES: dict[str, Callable[[Draw], str]] = {
    "mobile": mobiles,
    "landline": landlines,
    "mail": mails,
    "id": ids,
    "old id": old_ids,
    "bank card": cards,
    "document": documents,
    "plate": plates,
    "account": accounts,
    "address": addresses,
}


def spans(seed: int, each: int) -> Iterator[tuple[str, str, str]]:
    """Yield class, span and a sentence that holds it, as many of each class."""
    draw = random.Random(seed)  # noqa: S311
    for name, make in CLASSES.items():
        for _ in range(each):
            span = make(draw)
            yield name, span, draw.choice(BEFORE).format(span)


def impersonal(seed: int, many: int) -> Iterator[str]:
    """Yield office text without any personal data, much of it numbers."""
    draw = random.Random(seed)  # noqa: S311
    for _ in range(many):
        yield draw.choice(_WITHOUT)(draw)


def _code(draw: Draw) -> str:
    body = f"91{draw.choice(REGIONS)}MA{''.join(draw.choice('0123456789ABCDEFGHJKLMNPQRTUWXY') for _ in range(7))}"
    return body + uscc.calc_check_digit(body)


def _barcode(draw: Draw) -> str:
    body = f"69{digits(draw, 10)}"
    return body + ean.calc_check_digit(body)


_WITHOUT: tuple[Callable[[Draw], str], ...] = (
    lambda d: f"合计 1{d.choice('3456789')}{digits(d, 9)}.{digits(d, 2)} 元",
    lambda d: f"1{d.choice('3456789')}{digits(d, 9)}.{digits(d, 1)}",
    lambda d: f"订单号{d.choice(['', '：', ' '])}{d.choice(['20240301', '1', 'A', 'SO'])}{digits(d, 10)}",
    lambda d: f"XY{d.randint(2020, 2026)}{digits(d, 3)} 与 XY{d.randint(2020, 2026)}{digits(d, 3)} 重复",
    lambda d: f"{d.randint(2020, 2026)}{d.randint(1, 12):02}-{digits(d, 3)}",
    lambda d: f"CRM-{d.randint(2020, 2026)}-{digits(d, 3)}、Q-{digits(d, 6)}",
    _code,
    lambda d: f"统一社会信用代码：{_code(d)}",
    lambda d: (
        f"预算 {d.randint(1, 999)}-{d.randint(1000, 9999)} 万元，付款 {digits(d, 2)},{digits(d, 3)},{digits(d, 3)}.00"
    ),
    lambda d: (
        f"{d.randint(2020, 2026)}-{d.randint(1, 12):02}-{d.randint(1, 28):02} {d.randint(10, 23)}:{digits(d, 2)}:00"
    ),
    lambda d: f"{d.randint(2020, 2026)}年{d.randint(1, 12)}月底前交付 V{digits(d, 1)}.{digits(d, 2)}.{digits(d, 4)}",
    lambda d: f"条码 {_barcode(d)}，箱规 12*24，第 {d.randint(1, 9)} 批",
    _barcode,
    lambda d: f"序列号 SN{digits(d, 12)}，固件 {d.randint(1, 9)}.{digits(d, 2)}",
    lambda d: f"服务热线 400-{digits(d, 3)}-{digits(d, 4)}",
    lambda d: f"800{digits(d, 7)} 免费电话打不通",
    lambda d: f"IP 192.168.{d.randint(0, 255)}.{d.randint(0, 255)}:8080 超时 {digits(d, 4)} 毫秒",
    lambda d: f"坐标 {d.randint(70, 130)}.{digits(d, 6)},{d.randint(20, 50)}.{digits(d, 6)}",
    lambda d: f"接口 /api/v2/orders?id={digits(d, 8)} 返回 500",
    lambda d: f"2 号线第 {d.randint(1, 40)} 工位，线路{d.randint(1, 9)}号故障，通道{d.randint(1, 16)}号告警",
    lambda d: f"微信小程序支付失败 {d.randint(1, 99)} 次，QQ邮箱收不到，wechat integration 请支持 OAuth2",
    lambda d: f"升级到最新V{digits(d, 5)}版，阿里云A{digits(d, 2)}节点",
    lambda d: f"批次 {d.randint(2020, 2026)}{digits(d, 8)} 共 {digits(d, 5)} 件，良率 99.{digits(d, 2)}%",
    lambda d: f"型号 E{digits(d, 8)}，料号 P{digits(d, 8)}",
    lambda d: f"md5 {d.getrandbits(128):032x}",
    lambda d: f"合同 HT-{d.randint(2020, 2026)}-{digits(d, 4)}，发票号码 {digits(d, 8)}",
    lambda d: f"报表第 {d.randint(1, 200)} 行与第 {d.randint(1, 200)} 行相差 {digits(d, 3)} 元，比例 1:20",
    lambda d: f"尺寸 {digits(d, 3)}×{digits(d, 3)}×{digits(d, 2)} mm，重 {digits(d, 2)}.{digits(d, 3)} kg",
    lambda _: "希望登录页支持记住密码，并在 30 天内免登录",
    lambda d: f"流水号{d.randint(2020, 2026)}{digits(d, 14)}",
)


def leaks(span: str, text: str) -> bool:
    """Tell whether a text shows a span, as it is written or with other signs between."""
    return span in text or _core(span) in _core(text)


def _core(text: str) -> str:
    """Return letters, digits and stars alone, in half width."""
    return re.sub(r"[^0-9A-Za-z*\u4e00-\u9fff]", "", text.translate({0xFF10 + i: 48 + i for i in range(10)})).casefold()
