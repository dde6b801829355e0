"""What all tests share: the servers of this run, and the promise that no test leaves the machine.

Each worker of a parallel run has servers of its own, started when the first test asks for one. A test that writes makes
its own database (`databases.new_database`).
"""

from __future__ import annotations

import ipaddress
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from databases import Values, mariadb_server, postgres_server


@pytest.fixture(scope="session")
def postgres() -> Iterator[Values]:
    """Connection values of a PostgreSQL server; the login owns it."""
    with postgres_server() as values:
        yield values


@pytest.fixture(scope="session")
def mariadb() -> Iterator[Values]:
    """Connection values of a MariaDB server; the login owns it."""
    with mariadb_server() as values:
        yield values


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whoever takes a server's fixture is marked `servers`, whoever is on a page `slow`: the quick run is without them."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if fixtures & {"postgres", "mariadb"}:
            item.add_marker("servers")
        if fixtures & {"visit", "open_page"}:
            item.add_marker("slow")


@pytest.fixture(autouse=True, scope="session")
def _stay_on_this_machine() -> Iterator[None]:
    """No Python socket connects beyond loopback, no name is looked up outside."""
    with pytest.MonkeyPatch.context() as patch:
        connect, connect_ex, look_up = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

        def guarded_connect(self: socket.socket, address: Any) -> None:
            _check(self.family, address)
            connect(self, address)

        def guarded_connect_ex(self: socket.socket, address: Any) -> int:
            _check(self.family, address)
            return connect_ex(self, address)

        def guarded_look_up(host: Any, *rest: Any, **named: Any) -> Any:
            if not _is_literal(host):
                raise socket.gaierror(socket.EAI_NONAME, f"tests look up no names: {host!r}")
            return look_up(host, *rest, **named)

        patch.setattr(socket.socket, "connect", guarded_connect)
        patch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
        patch.setattr(socket, "getaddrinfo", guarded_look_up)
        yield


def _check(family: int, address: Any) -> None:
    if family == socket.AF_UNIX:
        return
    host = address[0]
    if host != "localhost" and not ipaddress.ip_address(host).is_loopback:
        raise AssertionError(f"a test tried to leave the machine: {address!r}")


def _is_literal(host: Any) -> bool:
    """Whether resolving `host` asks nobody: no host, this host, or an address in any spelling."""
    if host in (None, "", b"", "localhost", b"localhost", socket.gethostname()):
        return True
    text = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)
    if ":" in text:
        return True
    try:
        socket.inet_aton(text)
    except OSError:
        return False
    return True
