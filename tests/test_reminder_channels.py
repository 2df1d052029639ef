"""A message counts as sent only when the other side took it: against real servers, with faults."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterator
from email import message_from_bytes, policy
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reminder_servers import Post, Robot, post, robot

from reqsheets.app.notify.addresses import Address, addresses
from reqsheets.app.notify.channels import A_MINUTE, LONGEST, Channels, Message, Pace, Sent, is_private, shortened

pytestmark = pytest.mark.capability("D27")

MESSAGE = Message("【需求提醒】", "给 XY2024001 某厂 回话", "XY2024001 回话")
ROBOTS = {"企业微信": ("wecom", "WECOM"), "钉钉": ("ding", "DING"), "飞书": ("feishu", "FEISHU")}
FAULTS = ("500", "error", "cut", "words", "late")


@pytest.fixture(scope="module")
def the_robot() -> Iterator[Robot]:
    with robot() as it:
        yield it


@pytest.fixture(scope="module")
def the_post() -> Iterator[Post]:
    with post() as it:
        yield it


@pytest.fixture
def listening(the_robot: Robot, monkeypatch: pytest.MonkeyPatch) -> Robot:
    for name, variable in ROBOTS.values():
        monkeypatch.setenv(f"REQSHEETS_{variable}_WEBHOOK", f"{the_robot.url}/{name}?key=TOP-SECRET")
    the_robot.taken.clear()
    the_robot.faults.clear()
    the_robot.paths.clear()
    return the_robot


def sent(way: str, message: Message = MESSAGE, who: str = "zhangsan") -> Sent:
    return Channels(timeout=0.5).send(Address(way, who), message, "", "")  # type: ignore[arg-type]


@pytest.mark.parametrize("way", ROBOTS)
def test_a_robot_takes_number_and_duty_and_mentions_the_person(listening: Robot, way: str) -> None:
    assert sent(way).took_it
    [(name, body)] = listening.taken
    assert name == ROBOTS[way][0]
    assert "XY2024001 回话" in listening.texts()[0]
    assert "某厂" not in str(body)
    assert "zhangsan" in str(body)


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("way", ROBOTS)
def test_a_robot_that_did_not_take_it_is_a_failure(listening: Robot, way: str, fault: str) -> None:
    listening.faults.append(fault)
    result = sent(way)
    assert not result.took_it
    assert way in result.why.zh or "机器人" in result.why.zh
    assert "TOP-SECRET" not in str(result)
    assert listening.taken == []


def test_a_closed_port_and_an_unset_or_open_address_are_failures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQSHEETS_DING_WEBHOOK", "http://127.0.0.1:9/ding")
    assert sent("钉钉").why.zh == "连不上钉钉机器人"
    monkeypatch.setenv("REQSHEETS_DING_WEBHOOK", "http://robots.example.com/ding")
    assert "https" in sent("钉钉").why.zh
    monkeypatch.delenv("REQSHEETS_DING_WEBHOOK")
    assert "REQSHEETS_DING_WEBHOOK" in sent("钉钉").why.zh


def test_a_redirect_is_not_followed_and_what_is_private_is_told_by_the_scheme() -> None:
    assert is_private("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1")
    assert not is_private("http://example.com/")
    assert not is_private("ftp://127.0.0.1/")


def test_signatures_fit_the_secret(listening: Robot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQSHEETS_DING_SECRET", "SEC1")
    monkeypatch.setenv("REQSHEETS_FEISHU_SECRET", "SEC2")
    assert sent("钉钉").took_it
    asked = parse_qs(urlsplit(listening.paths[0]).query)
    digest = hmac.new(b"SEC1", f"{asked['timestamp'][0]}\nSEC1".encode(), hashlib.sha256).digest()
    assert asked["sign"][0] == base64.b64encode(digest).decode()
    assert sent("飞书").took_it
    body = listening.taken[-1][1]
    digest = hmac.new(f"{body['timestamp']}\nSEC2".encode(), b"", hashlib.sha256).digest()
    assert body["sign"] == base64.b64encode(digest).decode()


def test_a_long_message_keeps_the_limit_in_bytes(listening: Robot) -> None:
    long = Message("提醒", "", "\n".join(f"· XY2024{n:03} 应在今天完成，请尽快处理" for n in range(200)))
    assert sent("企业微信", long).took_it
    text = listening.texts()[0]
    assert len(text.encode()) <= LONGEST["企业微信"]
    assert text.endswith("行")


@settings(max_examples=20, deadline=None)
@given(st.text("需求ab\n…😀", max_size=80), st.integers(30, 120))
def test_a_shortened_text_is_whole_characters_within_the_limit(text: str, most: int) -> None:
    text = text.encode("utf-8", "ignore").decode()
    assert len(shortened(text, most).encode()) <= most


def test_the_twenty_first_message_of_a_minute_waits() -> None:
    now, waits = [0.0], []

    def wait(seconds: float) -> None:
        waits.append(seconds)
        now[0] += seconds

    pace = Pace(lambda: now[0], wait)
    for _ in range(A_MINUTE + 1):
        pace.take("robot")
        now[0] += 1
    assert waits == [40.0]
    pace.take("another")
    assert len(waits) == 1


def mailed(the_post: Post, to: str, message: Message = MESSAGE) -> Sent:
    return Channels(timeout=2).send(Address("邮件", to), message, the_post.address, "reqsheets@example.com")


def test_mail_arrives_with_its_files(the_post: Post) -> None:
    the_post.mails.clear()
    files = {"张三.html": b"<p>1</p>", "张三.ics": b"BEGIN:VCALENDAR"}
    result = mailed(the_post, "zhangsan@example.com", Message("提醒", "正文", "", files))
    assert result.took_it
    [(to, content)] = the_post.mails
    mail = message_from_bytes(content, policy=policy.default)
    assert (to, mail["Subject"], mail["Message-ID"]) == (("zhangsan@example.com",), "提醒", result.id)
    assert [part.get_filename() for part in mail.iter_attachments()] == ["张三.html", "张三.ics"]


def test_mail_that_the_server_did_not_take_is_a_failure(the_post: Post) -> None:
    assert mailed(the_post, "refuse@example.com").why.zh == "邮件服务器不收这个地址"
    assert "451" in mailed(the_post, "a@example.com", Message("faulty", "x", "")).why.zh
    assert (
        not Channels(timeout=0.5)
        .send(Address("邮件", "a@example.com"), MESSAGE, "127.0.0.1:9", "b@example.com")
        .took_it
    )
    assert not Channels().send(Address("邮件", "a@example.com"), MESSAGE, "", "").took_it


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # what apprise imports
def test_what_apprise_knows_is_sent_by_it(listening: Robot, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("apprise")
    monkeypatch.setenv("REQSHEETS_APPRISE_ZHANGSAN", "json" + listening.url.removeprefix("http") + "/wecom")
    assert sent("apprise", who="zhangsan").took_it
    listening.faults.append("500")
    assert not sent("apprise", who="zhangsan").took_it
    assert "REQSHEETS_APPRISE_LISI" in sent("apprise", who="lisi").why.zh


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a@b.cn", [("邮件", "a@b.cn")]),
        ("wecom:zhangsan、a@b.cn", [("企业微信", "zhangsan"), ("邮件", "a@b.cn")]),
        ("ding：u1; feishu:ou_1", [("钉钉", "u1"), ("飞书", "ou_1")]),
        ("ZhangSan", [("企业微信", "ZhangSan")]),
        ("apprise:ops", [("apprise", "ops")]),
        ("打电话", []),
        ("https://qyapi.weixin.qq.com/?key=1", []),
        ("", []),
    ],
)
def test_addresses_are_told_by_their_prefix(text: str, found: list[tuple[str, str]]) -> None:
    assert [(one.way, one.who) for one in addresses(text)] == found
