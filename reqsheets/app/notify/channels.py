"""Sending a text: what counts is that the other side took it. Robots of messengers, mail, and what apprise knows."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import smtplib
import ssl
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import make_msgid
from http.client import HTTPException
from importlib.util import find_spec

from reqsheets.app.notify.addresses import Address
from reqsheets.app.notify.credentials import credential
from reqsheets.model.plan import NOTHING_SAID, Words

TIMEOUT = 10  # seconds
A_MINUTE, MINUTE = 20, 60  # messages that a robot takes in so many seconds
LARGEST_ANSWER = 65_536  # bytes
LOCAL = ("127.0.0.1", "localhost", "::1")
# Bytes of UTF-8 that a robot takes in one text; 企业微信 counts bytes, not characters.
LONGEST = {"企业微信": 2048, "钉钉": 20_000, "飞书": 20_000}
WEBHOOKS = {"企业微信": "WECOM", "钉钉": "DING", "飞书": "FEISHU"}


@dataclass(frozen=True, slots=True)
class Sent:
    """Whether the other side took a message: its ID there where it did, else why not."""

    took_it: bool
    id: str = ""
    why: Words = NOTHING_SAID


@dataclass(frozen=True, slots=True)
class Message:
    """What to send: subject and text, what a group may read, and files beside it by name."""

    subject: str
    text: str
    group_text: str
    files: Mapping[str, bytes] = field(default_factory=dict)


def refused(zh: str, en: str) -> Sent:
    """Return that the other side did not take it."""
    return Sent(took_it=False, why=Words(zh, en))


@dataclass
class Pace:
    """How many messages went to an address within the last minute; waits where one more would be too many."""

    clock: Callable[[], float] = time.monotonic
    wait: Callable[[float], None] = time.sleep
    _times: dict[str, deque[float]] = field(default_factory=dict)

    def take(self, address: str) -> None:
        """Wait until one more message may go there."""
        times = self._times.setdefault(address, deque())
        while times and times[0] <= self.clock() - MINUTE:
            times.popleft()
        if len(times) >= A_MINUTE:
            self.wait(max(times[0] + MINUTE - self.clock(), 0))
            times.popleft()
        times.append(self.clock())


@dataclass
class Channels:
    """The channels of a run, each opened once."""

    pace: Pace = field(default_factory=Pace)
    timeout: float = TIMEOUT

    def send(self, address: Address, message: Message, server: str, sender: str) -> Sent:
        """Send a message to one address and return whether it was taken."""
        if address.way == "邮件":
            return _mailed(address.who, message, server, sender, self.timeout)
        if address.way == "apprise":
            return _by_apprise(address.who, message)
        url = credential(f"{WEBHOOKS[address.way]}_WEBHOOK")
        if not url:
            name = f"REQSHEETS_{WEBHOOKS[address.way]}_WEBHOOK"
            return refused(
                f"没有设置{address.way}机器人的地址（环境变量 {name}）", f"the address of the robot is not set ({name})"
            )
        if not is_private(url):
            return refused(f"{address.way}机器人的地址应以 https 开头", "the robot's address should begin with https")
        self.pace.take(url)
        return _by_robot(address, url, shortened(message.group_text, LONGEST[address.way]), self.timeout)


def is_private(url: str) -> bool:
    """Tell whether nobody on the way can read what goes to an address."""
    parts = urllib.parse.urlsplit(url)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOCAL)


def shortened(text: str, most: int) -> str:
    """Return the text in at most so many bytes, whole lines only, and how many lines are left out."""
    if len(text.encode()) <= most:
        return text
    lines = text.split("\n")
    for kept in range(len(lines) - 1, 0, -1):
        short = "\n".join([*lines[:kept], f"……还有 {len(lines) - kept} 行"])
        if len(short.encode()) <= most:
            return short
    return lines[0].encode()[:most].decode("utf-8", "ignore")


# --- robots -------------------------------------------------------------------------------------------------------


def _by_robot(address: Address, url: str, text: str, timeout: float) -> Sent:
    """Post a text to a robot; one that answers 200 with an error code did not take it."""
    secret = credential(f"{WEBHOOKS[address.way]}_SECRET")
    body = _body(address, text, secret)
    if address.way == "钉钉" and secret:
        url = _signed(url, secret)
    try:
        status, answer = _posted(url, json.dumps(body).encode(), timeout)
    except TimeoutError:
        return refused(f"{address.way}机器人没有及时回答", "the robot did not answer in time")
    except (OSError, HTTPException, ValueError):  # the address holds the key: nothing of the error is told
        return refused(f"连不上{address.way}机器人", "the robot cannot be reached")
    return _judged(address.way, status, answer)


def _body(address: Address, text: str, secret: str) -> dict[str, object]:
    match address.way:
        case "企业微信":
            return {"msgtype": "text", "text": {"content": text, "mentioned_list": [address.who]}}
        case "钉钉":
            return {"msgtype": "text", "text": {"content": text}, "at": {"atUserIds": [address.who], "isAtAll": False}}
        case _:
            body: dict[str, object] = {
                "msg_type": "text",
                "content": {"text": f'<at user_id="{address.who}"></at>\n{text}'},
            }
            if secret:
                now = str(int(time.time()))
                digest = hmac.new(f"{now}\n{secret}".encode(), b"", hashlib.sha256).digest()
                body |= {"timestamp": now, "sign": base64.b64encode(digest).decode()}
            return body


def _signed(url: str, secret: str) -> str:
    now = str(int(time.time() * 1000))
    digest = hmac.new(secret.encode(), f"{now}\n{secret}".encode(), hashlib.sha256).digest()
    joint = "&" if "?" in url else "?"
    return f"{url}{joint}timestamp={now}&sign={urllib.parse.quote_plus(base64.b64encode(digest))}"


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:  # a robot that sends us elsewhere took nothing
        return None


def _posted(url: str, body: bytes, timeout: float) -> tuple[int, bytes]:
    request = urllib.request.Request(url, body, {"Content-Type": "application/json; charset=utf-8"})  # noqa: S310 (looked at before)
    opener = urllib.request.build_opener(_NoRedirect)
    try:
        with opener.open(request, timeout=timeout) as answer:
            return answer.status, answer.read(LARGEST_ANSWER)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, b""
    except urllib.error.URLError as error:
        if isinstance(error.reason, TimeoutError):
            raise TimeoutError from None
        raise OSError from None


def _judged(way: str, status: int, answer: bytes) -> Sent:
    if status != 200:  # noqa: PLR2004 (HTTP)
        return refused(f"{way}机器人回答 HTTP {status}", f"the robot answered HTTP {status}")
    try:
        told = json.loads(answer)
    except ValueError:
        return refused(f"{way}机器人的回答读不懂", "the robot's answer cannot be read")
    names = ("code", "StatusCode") if way == "飞书" else ("errcode",)
    codes = [told[name] for name in names if isinstance(told, dict) and name in told]
    if codes and all(code == 0 and type(code) is int for code in codes):
        return Sent(took_it=True)
    code = codes[0] if codes else "?"
    return refused(f"{way}机器人没有收下（错误码 {code}）", f"the robot did not take it (error {code})")


# --- mail and the long tail ---------------------------------------------------------------------------------------


def _mailed(to: str, message: Message, server: str, sender: str, timeout: float) -> Sent:
    server, sender = credential("SMTP") or server, credential("SMTP_FROM") or sender
    host, _, port = server.rpartition(":") if server.count(":") == 1 else (server, "", "")
    if not host or not sender:
        return refused("没有设置发件服务器或发件人", "mail server or sender is not set")
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = message.subject, sender, to
    mail["Message-ID"] = make_msgid(domain="reqsheets")
    mail.set_content(message.text)
    for name, content in message.files.items():
        kind, sub = ("text", "calendar") if name.endswith(".ics") else ("text", "html")
        mail.add_attachment(content, maintype=kind, subtype=sub, filename=name)
    try:
        with _connection(host, int(port or 25), timeout) as connection:
            connection.send_message(mail)
    except smtplib.SMTPRecipientsRefused:
        return refused("邮件服务器不收这个地址", "the mail server refused the address")
    except smtplib.SMTPResponseException as error:
        return refused(
            f"邮件服务器没有收下（{error.smtp_code}）", f"the mail server did not take it ({error.smtp_code})"
        )
    except (OSError, smtplib.SMTPException, ValueError):
        return refused("连不上邮件服务器", "the mail server cannot be reached")
    return Sent(took_it=True, id=str(mail["Message-ID"]))


def _connection(host: str, port: int, timeout: float) -> smtplib.SMTP:
    """Return a connection, encrypted where the server can; a password never goes over an open line."""
    user, password = credential("SMTP_USER"), credential("SMTP_PASSWORD")
    context = ssl.create_default_context()
    if port == smtplib.SMTP_SSL_PORT:
        connection: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=timeout, context=context)
    else:
        connection = smtplib.SMTP(host, port, timeout=timeout)
        connection.ehlo()
        if connection.has_extn("starttls"):
            connection.starttls(context=context)
            connection.ehlo()
        elif user and host not in LOCAL:
            with suppress(OSError, smtplib.SMTPException):
                connection.quit()
            raise smtplib.SMTPException
    if user:
        connection.login(user, password)
    return connection


def _by_apprise(name: str, message: Message) -> Sent:
    """Send by an address that apprise knows; it stands in the environment under REQSHEETS_APPRISE_NAME."""
    url = credential(f"APPRISE_{name.upper()}")
    if not url:
        return refused(
            f"没有设置环境变量 REQSHEETS_APPRISE_{name.upper()}", f"REQSHEETS_APPRISE_{name.upper()} is not set"
        )
    if find_spec("apprise") is None:
        return refused(
            "没有安装 apprise（pip install 'reqsheets[remind]'）", "apprise is not installed (reqsheets[remind])"
        )
    from apprise import Apprise

    robot = Apprise()
    if not robot.add(url):
        return refused(f"apprise 不认识 REQSHEETS_APPRISE_{name.upper()} 的地址", "apprise does not know that address")
    if robot.notify(title=message.subject, body=message.text):
        return Sent(took_it=True)
    return refused("apprise 没有发出去", "apprise could not send it")
