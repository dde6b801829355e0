"""Secrets never show: canaries for every key and password, and everything that a bad day writes is searched for them."""

from __future__ import annotations

import io
import json
import logging
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyotp
import pytest
from cryptography.fernet import Fernet
from houses import add_org, connect_shop, join, make_settings

from datamind import passwords, sessions
from datamind.engine import Engine, Scope
from datamind.errors import DataMindError
from datamind.metrics import show_metrics
from datamind.services import accounts, catalogs, channels, chats, connections, second_factors
from datamind.store.tables import metadata

pytestmark = pytest.mark.slow

API_KEY = "sk-ant-canary-api-key-0123456789"
COOKIE_KEY = "canary-cookie-key-0123456789-abcdefgh"
SECRET_KEY = Fernet.generate_key().decode()
PASSWORD = "canary database pw'%40\"x"
OWN_PASSWORD = "canary own password words"
MAIL_PASSWORD = "canary mail server password"
METRICS_TOKEN = "canary-metrics-token-0123456789-abcdefgh"
CANARIES = (API_KEY, COOKIE_KEY, SECRET_KEY, PASSWORD, OWN_PASSWORD, MAIL_PASSWORD, METRICS_TOKEN)


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    monkeypatch.setattr(passwords, "_ROUNDS", 4)
    given = {"secret_keys": SECRET_KEY, "cookie_key": COOKIE_KEY, "anthropic_api_key": API_KEY}
    given |= {"anthropic_base_url": "http://127.0.0.1:9", "claude_deadline_s": "2", "metrics_token": METRICS_TOKEN}
    engine = Engine.from_settings(make_settings(tmp_path, **given))
    yield engine
    engine.close()


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """All that is logged, at the most talkative level."""
    stream = io.StringIO()
    handler, root = logging.StreamHandler(stream), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)


def attempt(log: list[str], work: Callable[[], Any]) -> None:
    """Do it; what it returns, or its whole traceback with all causes, is kept for the search."""
    try:
        log.append(repr(work()))
    except DataMindError as error:
        log += [str(error), "".join(traceback.format_exception(error))]


def test_no_secret_shows_in_logs_errors_tracebacks_audit_or_values(
    engine: Engine, written: io.StringIO, tmp_path: Path
) -> None:
    said: list[str] = [repr(engine.settings), repr(engine)]
    ada = join(engine, add_org(engine, "Org"), "Ada")
    said.append(repr(Scope(engine, ada.actor)))
    attempt(said, lambda: accounts.change_password(ada, None, OWN_PASSWORD))
    attempt(said, lambda: accounts.change_password(ada, OWN_PASSWORD + "x", "short"))
    attempt(said, lambda: sessions.sign_in(engine, "Ada", OWN_PASSWORD + "!", "192.0.2.1"))
    for kind in ("postgres", "mysql"):
        values = {"host": "127.0.0.1", "port": 9, "database": "d", "user": "u", "password": PASSWORD}
        attempt(said, lambda kind=kind, values=values: connections.test_connection(ada, kind, values))
        attempt(said, lambda kind=kind, values=values: connections.add_connection(ada, "n", kind, values))
        url = f"{kind}://u:{PASSWORD.replace(' ', '%20')}@127.0.0.1:9/d?sslmode=nonsense"
        attempt(said, lambda kind=kind, url=url: connections.test_connection(ada, kind, {"url": url}))
    mail = {"host": "127.0.0.1", "port": 9, "user": "u", "password": MAIL_PASSWORD, "security": "TLS"}
    mail |= {"sender": "a@example.com", "recipients": "b@example.com"}
    attempt(said, lambda: channels.add_channel(ada, "Mail", "email", mail))
    attempt(said, lambda: channels.try_channel(ada, "email", mail))
    attempt(said, lambda: channels.list_channels(ada))
    said.append(show_metrics())
    factor = second_factors.start_second_factor(ada)
    attempt(said, lambda: second_factors.confirm_second_factor(ada, "000000"))
    recovery = second_factors.confirm_second_factor(ada, pyotp.TOTP(factor.secret).now())
    attempt(said, lambda: second_factors.drop_second_factor(ada, recovery[0] + "x"))
    keep_unreachable(ada)
    attempt(said, lambda: connections.list_connections(ada))
    attempt(said, lambda: catalogs.refresh_catalog(ada, 1))
    shop = connect_shop(ada)
    chat = chats.start_chat(ada, shop.id)
    run = chats.ask_question(ada, chat.id, "how many orders are there", analyst="claude")
    assert run.wait(60)
    said += [repr(run.stages), repr(chats.list_messages(ada, chat.id))]
    from datamind.commands import doctor

    for check in doctor.CHECKS:
        attempt(said, lambda check=check: list(check(engine)))
    everything = engine.house.everything()
    said += [json.dumps(everything.find(name), default=str) for name in metadata.tables]
    stored = b"".join(file.read_bytes() for file in tmp_path.glob("store.sqlite*"))
    haystack = "\n".join([*said, written.getvalue()])
    assert "192.0.2.1" in haystack
    assert "sqlite" in haystack
    assert ada.store.count("channels") == 1
    for canary in (*CANARIES, factor.secret, *recovery):
        assert canary not in haystack
        assert json.dumps(canary)[1:-1] not in haystack
        assert canary.encode() not in stored


def keep_unreachable(scope: Scope) -> None:
    """A saved connection to a server that is gone."""
    from datamind import saved

    values = {"host": "127.0.0.1", "port": 9, "database": "d", "user": "u", "password": PASSWORD, "tls": "off"}
    saved.keep_connection(scope, "Gone", "postgres", values, can_write=False)
