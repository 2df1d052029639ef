"""Real servers on this machine: a robot that speaks three messengers' dialects, with faults, and a mail server."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller

LIMITS = {"wecom": 2048, "ding": 20_000, "feishu": 20_480}
OK: dict[str, dict[str, object]] = {
    "wecom": {"errcode": 0, "errmsg": "ok"},
    "ding": {"errcode": 0, "errmsg": "ok"},
    "feishu": {"code": 0, "msg": "success"},
}
ERROR: dict[str, dict[str, object]] = {
    "wecom": {"errcode": 93000, "errmsg": "invalid webhook url"},
    "ding": {"errcode": 310000, "errmsg": "keywords not in content"},
    "feishu": {"code": 19021, "msg": "sign match fail"},
}


@dataclass
class Robot:
    """Takes what is posted to /wecom, /ding and /feishu; `faults` are used up one a message, "" is none."""

    url: str = ""
    taken: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def texts(self) -> list[str]:
        """Return the texts that were taken."""
        return [
            body.get("text", body.get("content"))["content" if name != "feishu" else "text"]
            for name, body in self.taken
        ]


class _Handler(BaseHTTPRequestHandler):
    robot: Robot

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        name = self.path.strip("/").partition("?")[0]
        self.robot.paths.append(self.path)
        match self.robot.faults.pop(0) if self.robot.faults else "":
            case "500":
                self.send_error(500)
            case "late":
                time.sleep(1.5)
                self._answer({"errcode": 0, "code": 0})
            case "error":
                self._answer(ERROR[name])
            case "cut":
                self.connection.close()
            case "words":
                self._answer("thanks")
            case _:
                text = json.dumps(body, ensure_ascii=False)
                if len(text.encode()) > LIMITS[name] + 500:
                    self._answer({"errcode": 40058, "code": 9499})
                else:
                    self.robot.taken.append((name, body))
                    self._answer(OK[name])

    def _answer(self, item: object) -> None:
        content = json.dumps(item).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@contextmanager
def robot() -> Iterator[Robot]:
    """Yield a robot that listens."""
    it = Robot()
    handler = type("Handler", (_Handler,), {"robot": it})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    it.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield it
    finally:
        server.shutdown()
        server.server_close()


@dataclass
class Post:
    """Takes mail, refuses what goes to an address that begins with `refuse`, and has `faults`, used up one a mail."""

    address: str = ""
    mails: list[tuple[tuple[str, ...], bytes]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    async def handle_RCPT(
        self, _server: object, _session: object, envelope: Any, address: str, _options: object
    ) -> str:
        if address.startswith("refuse"):
            return "550 no such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: object, _session: object, envelope: Any) -> str:
        if self.faults and (fault := self.faults.pop(0)):
            return fault
        if b"faulty" in envelope.content[:200]:
            return "451 try again"
        self.mails.append((tuple(envelope.rcpt_tos), bytes(envelope.content)))
        return "250 OK"


@contextmanager
def post() -> Iterator[Post]:
    """Yield a mail server that listens."""
    it = Post()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(it, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        it.address = f"127.0.0.1:{port}"
        yield it
    finally:
        controller.stop()
