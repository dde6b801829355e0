"""Every channel against servers on loopback that fail in every way, and against text from data that means mischief."""

from __future__ import annotations

import hashlib
import hmac
import json
import socket
import socketserver
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest

from datamind.channels import KINDS, Message, base, find_kind
from datamind.channels.email import write_mail
from datamind.channels.slack import escape
from datamind.connectors.network import NetworkPolicy, resolve_host
from datamind.errors import ConnectFailed, DeliveryFailed, InvalidInput

EVIL = "<script>alert(1)</script>\r\nBcc: eve@example.com <!channel> *bold* <http://evil.example|here>"
MESSAGE = Message(
    "delivery-7", f"Orders {EVIL}", (f"down {EVIL}", "138; 410–520 are usual"), "http://localhost/alerts?event=1"
)


def resolve(host: str) -> tuple[str, ...]:
    return resolve_host(host, NetworkPolicy())


class Hook(BaseHTTPRequestHandler):
    mode = "200"
    seen: ClassVar[list[tuple[dict[str, str], bytes]]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        type(self).seen.append((dict(self.headers), body))
        if self.mode == "cut":
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        if self.mode == "slow":
            time.sleep(1.5)
            return
        self.send_response(int(self.mode))
        if self.mode == "302":
            self.send_header("Location", "http://127.0.0.1:1/elsewhere")
        self.end_headers()
        self.wfile.write(b"thanks" if self.mode == "200" else b"no such hook")

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def hook(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr(base, "TIMEOUT_S", 0.4)
    Hook.mode, Hook.seen = "200", []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Hook)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/hook?a=1"
    server.shutdown()
    server.server_close()


class Post(socketserver.StreamRequestHandler):
    """Enough of SMTP; `mode` is where it goes wrong."""

    mode = "fine"
    mails: ClassVar[list[bytes]] = []

    def handle(self) -> None:
        self.say("220 post" if self.mode != "busy" else "421 too busy")
        for line in iter(self.rfile.readline, b""):
            verb = line.split()[0].upper() if line.split() else b""
            if verb == b"EHLO":
                self.say("250-post\r\n250 AUTH PLAIN")
            elif verb == b"AUTH":
                self.say("535 wrong")
            elif verb == b"RCPT":
                gone = b"gone@" in line or self.mode == "unknown person"
                self.say("550 no such person" if gone else "250 ok")
            elif verb == b"DATA":
                if self.mode == "full":
                    self.say("452 mailbox full")
                    continue
                self.say("354 go on")
                self.read_mail()
                if self.mode == "cut":
                    return
                self.say("250 taken")
            elif verb == b"QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def read_mail(self) -> None:
        lines = []
        for line in iter(self.rfile.readline, b".\r\n"):
            lines.append(line)
        type(self).mails.append(b"".join(lines))

    def say(self, text: str) -> None:
        self.wfile.write(text.encode() + b"\r\n")


@pytest.fixture
def post() -> Iterator[dict[str, object]]:
    Post.mode, Post.mails = "fine", []
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Post)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield {
        "host": "127.0.0.1",
        "port": server.server_address[1],
        "security": "none",
        "user": None,
        "password": None,
        "sender": "datamind@example.com",
        "recipients": "ada@example.com, bob@example.com",
    }
    server.shutdown()
    server.server_close()


# ── the contract ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", KINDS)
def test_a_kind_tells_what_it_needs_and_keeps_secrets(name: str) -> None:
    kind = find_kind(name)
    assert kind.title
    assert any(field.secret for field in kind.fields)


@pytest.mark.parametrize("name", KINDS)
def test_an_address_that_is_not_allowed_is_not_reached(name: str, hook: str, post: dict[str, object]) -> None:
    def refuse(host: str) -> tuple[str, ...]:
        raise ConnectFailed(f"{host} is not allowed here.", "address")

    values = {"url": hook, "secret": "s3cret", **post}
    with pytest.raises(ConnectFailed):
        find_kind(name).send(values, MESSAGE, refuse)
    assert not Hook.seen
    assert not Post.mails


@pytest.mark.parametrize("name", ["slack", "webhook"])
@pytest.mark.parametrize(
    ("mode", "may_retry"),
    [
        ("400", False),
        ("404", False),
        ("302", False),
        ("429", True),
        ("500", True),
        ("503", True),
        ("cut", True),
        ("slow", True),
    ],
)
def test_a_hook_that_fails(name: str, mode: str, may_retry: bool, hook: str) -> None:
    Hook.mode = mode
    with pytest.raises(DeliveryFailed) as caught:
        find_kind(name).send({"url": hook, "secret": "s3cret"}, MESSAGE, resolve)
    assert (caught.value.may_retry, caught.value.is_unknown) == (may_retry, False)
    assert "s3cret" not in str(caught.value)
    assert len(Hook.seen) == 1


@pytest.mark.parametrize("name", ["slack", "webhook"])
def test_nobody_there(name: str) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(DeliveryFailed) as caught:
        find_kind(name).send({"url": f"http://127.0.0.1:{port}/", "secret": "s"}, MESSAGE, resolve)
    assert caught.value.may_retry


# ── each by itself ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_webhook_can_be_checked_by_whoever_gets_it(hook: str) -> None:
    said = find_kind("webhook").send({"url": hook, "secret": "s3cret"}, MESSAGE, resolve)
    assert said == "200 thanks"
    headers, body = Hook.seen[0]
    stamp, signature = (part.split("=")[1] for part in headers["X-DataMind-Signature"].split(","))
    assert hmac.new(b"s3cret", f"{stamp}.".encode() + body, hashlib.sha256).hexdigest() == signature
    assert headers["X-DataMind-Delivery"] == json.loads(body)["id"] == "delivery-7"


def test_slack_gets_no_mention_and_no_link_from_data(hook: str) -> None:
    find_kind("slack").send({"url": hook}, MESSAGE, resolve)
    text = json.loads(Hook.seen[0][1])["text"]
    assert "<!channel>" not in text
    assert text.count("<") == 1  # our own link
    assert "\n<http://localhost/alerts?event=1|Open in DataMind>" in text
    assert escape("a & b") == "a &amp; b"


def test_a_mail_arrives_with_everything_escaped(post: dict[str, object]) -> None:
    said = find_kind("email").send(post, MESSAGE, resolve)
    assert said == "handed over for 2 of 2"
    mail = write_mail(post, MESSAGE)
    assert mail["Bcc"] is None
    assert "\n" not in str(mail["Subject"])
    html = mail.get_body(("html",)).get_content()
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert b"410" in Post.mails[0]


def test_a_mail_has_the_chart(post: dict[str, object]) -> None:
    mail = write_mail(post, Message("k", "t", ("l",), picture=b"<svg/>"))
    assert [part.get_filename() for part in mail.iter_attachments()] == ["chart.svg"]


def test_who_is_refused_is_told(post: dict[str, object]) -> None:
    said = find_kind("email").send({**post, "recipients": "ada@example.com, gone@example.com"}, MESSAGE, resolve)
    assert said == "handed over for 1 of 2, refused: gone@example.com"


@pytest.mark.parametrize(
    ("mode", "may_retry", "is_unknown"),
    [("busy", True, False), ("unknown person", False, False), ("full", True, False), ("cut", False, True)],
)
def test_a_mail_server_that_fails(mode: str, may_retry: bool, is_unknown: bool, post: dict[str, object]) -> None:
    Post.mode = mode
    with pytest.raises(DeliveryFailed) as caught:
        find_kind("email").send(post, MESSAGE, resolve)
    assert (caught.value.may_retry, caught.value.is_unknown) == (may_retry, is_unknown)


def test_a_wrong_password_is_said_once(post: dict[str, object]) -> None:
    with pytest.raises(DeliveryFailed, match="does not accept") as caught:
        find_kind("email").send({**post, "user": "ada", "password": "s3cret"}, MESSAGE, resolve)
    assert not caught.value.may_retry
    assert "s3cret" not in str(caught.value)


def test_encryption_that_is_wanted_and_not_there_sends_nothing(post: dict[str, object]) -> None:
    with pytest.raises(DeliveryFailed, match="no encryption"):
        find_kind("email").send({**post, "security": "STARTTLS"}, MESSAGE, resolve)
    assert not Post.mails


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("webhook", {"url": "ftp://example.com"}),
        ("webhook", {"url": "https://user@example.com/"}),
        ("webhook", {"url": "https://example.com:port/"}),
        ("slack", {"url": "example.com/hook"}),
        ("email", {"recipients": "ada", "sender": "a@example.com", "security": "none"}),
        ("email", {"recipients": "a@example.com\r\nBcc: b@example.com", "sender": "a@example.com", "security": "none"}),
        ("email", {"recipients": "a@example.com", "sender": "a@b.c, d@e.f", "security": "none"}),
        ("email", {"recipients": "a@example.com", "sender": "a@b.c", "security": "none", "user": "ada"}),
    ],
)
def test_what_cannot_be_an_address_is_refused_at_once(name: str, values: dict[str, object]) -> None:
    with pytest.raises(InvalidInput):
        find_kind(name).check(values)


def test_there_is_no_other_kind() -> None:
    with pytest.raises(InvalidInput):
        find_kind("pigeon")
