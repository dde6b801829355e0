"""Servers that mean harm: they ask for our files, talk rubbish, or put markup and control characters into their words."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from datamind.connectors import NetworkPolicy, mysql, open_connector, postgres
from datamind.connectors.server import clean_words
from datamind.errors import ConnectFailed

GREETING = (
    b"\x0a8.0.36\0\x04\0\0\0saltsalt\0"
    + (0xF7FF).to_bytes(2, "little")
    + b"\x21\x02\0"
    + (0x8000 | 0x0008).to_bytes(2, "little")
    + b"\x15" + b"\0" * 10 + b"saltsaltsalt\0mysql_native_password\0"
)  # fmt: skip
OK = b"\0\0\0\x02\0\0\0"


def packet(number: int, payload: bytes) -> bytes:
    return len(payload).to_bytes(3, "little") + bytes([number]) + payload


Script = Callable[[socket.socket, list[bytes]], None]


@pytest.fixture
def serve() -> Iterator[Callable[[Script], tuple[int, list[bytes]]]]:
    """Runs a script for each caller; gives the port and all that callers have said."""
    listeners: list[socket.socket] = []

    def start(script: Script) -> tuple[int, list[bytes]]:
        listener = socket.create_server(("127.0.0.1", 0))
        listeners.append(listener)
        heard: list[bytes] = []

        def answer() -> None:
            while True:
                try:
                    caller, _address = listener.accept()
                except OSError:
                    return
                with caller:
                    caller.settimeout(3)
                    try:
                        script(caller, heard)
                    except OSError:
                        continue

        threading.Thread(target=answer, daemon=True).start()
        return listener.getsockname()[1], heard

    yield start
    for listener in listeners:
        listener.close()


def open_at(kind: str, port: int) -> ConnectFailed:
    values = {"host": "127.0.0.1", "port": port, "database": "d", "user": "u", "password": "canary", "tls": "disable"}
    connector = open_connector(kind, values, NetworkPolicy())
    try:
        with pytest.raises(ConnectFailed) as caught:
            connector.test()
    finally:
        connector.close()
    assert "canary" not in str(caught.value)
    return caught.value


def test_no_file_is_given_to_a_server_that_asks_for_one(serve, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("the-secret-content")

    def ask_for_file(caller: socket.socket, heard: list[bytes]) -> None:
        caller.sendall(packet(0, GREETING))
        heard.append(caller.recv(4096))
        caller.sendall(packet(2, OK))
        while said := caller.recv(4096):
            heard.append(said)
            caller.sendall(packet(1, b"\xfb" + str(secret).encode()))

    port, heard = serve(ask_for_file)
    assert open_at("mysql", port).step == "network"
    assert any(b"mysql_native_password" in said for said in heard)
    assert not any(b"the-secret-content" in said for said in heard)


RUBBISH = (
    b"",
    b"\xff" * 64,
    b"HTTP/1.1 400 Bad Request\r\n\r\n",
    b"\0" * 64,
    b"<script>alert(1)</script>",
    b"E" + b"\xff" * 40,
)


@pytest.mark.parametrize("kind", ["postgres", "mysql"])
@pytest.mark.parametrize("rubbish", RUBBISH)
def test_rubbish_ends_in_a_sentence(serve, monkeypatch: pytest.MonkeyPatch, kind: str, rubbish: bytes) -> None:
    monkeypatch.setattr(mysql, "CONNECT_TIMEOUT_S", 1)
    monkeypatch.setattr(postgres, "CONNECT_TIMEOUT_S", 2)

    def talk(caller: socket.socket, heard: list[bytes]) -> None:
        caller.sendall(rubbish)

    port, _heard = serve(talk)
    error = open_at(kind, port)
    assert str(error).isprintable()
    assert len(str(error)) < 600


def test_a_servers_words_are_cleaned() -> None:
    said = "bad\n\x1b[31mthing\0 for 'pa ss' " + "x" * 1000
    words = clean_words(said, {"password": "pa ss"})
    assert words.startswith("bad [31mthing for '***'")
    assert len(words) <= 300
    assert words.isprintable()
