"""Encrypted lines to real servers: required, verified against who signed, and refused when nobody known did."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from databases import PASSWORD, mariadb_server, postgres_server

from connectors.conftest import make_query
from datamind.connectors import Connector, NetworkPolicy, clean_values, open_connector
from datamind.errors import ConnectFailed
from datamind.types import Limits

pytestmark = pytest.mark.servers

_ENCRYPTED = {
    "postgres": "SELECT version FROM pg_stat_ssl WHERE pid = pg_backend_pid() AND ssl",
    "mysql": "SELECT variable_value FROM information_schema.session_status WHERE variable_name = 'Ssl_version'",
}


@pytest.fixture(scope="module", params=["postgres", "mysql"])
def server(request: pytest.FixtureRequest) -> Iterator[tuple[str, dict[str, Any]]]:
    start = {"postgres": postgres_server, "mysql": mariadb_server}[request.param]
    with start(tls=True) as values:
        yield request.param, values


def _open(server: tuple[str, dict[str, Any]], tls: str, host: str = "127.0.0.1") -> Connector:
    kind, values = server
    typed = {name: values[name] for name in ("port", "database", "user", "password")}
    return open_connector(kind, clean_values(kind, {**typed, "host": host, "tls": tls}), NetworkPolicy())


def _version(connector: Connector, kind: str) -> str:
    try:
        assert connector.test().server
        [(version,)] = connector.run(make_query(kind, _ENCRYPTED[kind]), Limits()).rows
        return str(version)
    finally:
        connector.close()


@pytest.mark.parametrize("mode", ["prefer", "require"])
def test_the_line_is_encrypted(server: tuple[str, dict[str, Any]], mode: str) -> None:
    assert _version(_open(server, mode), server[0]).startswith("TLSv1.")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_server_whose_signer_is_known_is_verified(
    server: tuple[str, dict[str, Any]], host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", server[1]["certificate"])
    assert _version(_open(server, "verify", host), server[0]).startswith("TLSv1.")


def test_a_server_that_nobody_known_has_signed_is_refused(server: tuple[str, dict[str, Any]]) -> None:
    connector = _open(server, "verify")
    with pytest.raises(ConnectFailed) as refused:
        connector.test()
    connector.close()
    assert refused.value.step == "tls"
    assert PASSWORD not in str(refused.value)
