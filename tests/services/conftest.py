"""Two orgs in one house, each with people; org A has a shop, a chat about it and an answered question."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from houses import add_org, connect_shop, join, open_engine

from datamind import passwords
from datamind.access import Role
from datamind.analysts.claude import Call
from datamind.engine import Engine, Scope
from datamind.ledger import keep_calls
from datamind.services import (
    alerts,
    channels,
    chats,
    dashboards,
    events,
    exports,
    query_runs,
    reports,
    rules,
    saved_queries,
    sent_reports,
    team,
    widgets,
)
from datamind.sessions import issue_link, redeem_link

CANARY = "canary"


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    monkeypatch.setattr(passwords, "_ROUNDS", 4)
    engine = open_engine(tmp_path)
    yield engine
    engine.close()


@dataclass(frozen=True)
class TwoOrgs:
    """`ada` owns the things whose ids are in `ids`, `bob` is her colleague, `eve` the admin of another org."""

    ada: Scope
    bob: Scope
    eve: Scope
    ids: dict[str, int]


@pytest.fixture
def two_orgs(engine: Engine) -> TwoOrgs:
    """For one test, which may change what it likes."""
    return _found_two_orgs(engine)


@pytest.fixture(scope="module")
def standing_orgs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TwoOrgs]:
    """For all tests of a file that leave Ada's org as it is."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_ROUNDS", 4)
        engine = open_engine(tmp_path_factory.mktemp("house"))
        yield _found_two_orgs(engine)
        engine.close()


def _found_two_orgs(engine: Engine) -> TwoOrgs:
    first, second = add_org(engine, f"{CANARY} org"), add_org(engine, "other org")
    ada = join(engine, first, f"{CANARY} ada")
    shop = connect_shop(ada, f"{CANARY} shop")
    chat = chats.start_chat(ada, shop.id)
    run = chats.ask_question(ada, chat.id, "how many orders are there", analyst="offline")
    assert run.wait(60)
    redeem_link(engine, issue_link(engine, ada.actor.user_id or 0, first), device=f"{CANARY} browser")
    session = ada.store.first("sessions", account_id=ada.actor.user_id)
    assert session is not None
    rule = rules.add_rule(ada, shop.id, "customers", "masked", "city", ["viewer"], name=f"{CANARY} rule")
    board = dashboards.create_dashboard(ada, f"{CANARY} board")
    widget = widgets.pin_answer(ada, run.message_id, board.id)
    city = dashboards.Filter("city", "City", "values", shop.id, "customers.city")
    dashboards.set_filters(ada, board.id, board.version + 1, (city,))
    alert = alerts.add_alert(
        ada, shop.id, f"{CANARY} alert", "SELECT count(*) AS orders FROM orders", "threshold", {"limit": 1}
    )
    alerts.check_now(ada, alert.id)
    hook = {"url": "http://127.0.0.1:9/", "secret": "of the hook"}
    channel = channels.add_channel(ada, f"{CANARY} channel", "webhook", hook)
    orders = reports.Item(f"{CANARY} orders", shop.id, "SELECT count(*) AS orders FROM orders")
    report = reports.add_report(
        ada, reports.Wish(f"{CANARY} report", items=(orders,), people=(ada.actor.user_id or 0,))
    )
    sent = sent_reports.send_now(ada, report.id)
    ids = {
        "report_id": report.id,
        "file_id": sent.files[0].id,
        "dashboard_id": board.id,
        "widget_id": widget.id,
        "connection_id": shop.id,
        "chat_id": chat.id,
        "message_id": run.message_id,
        "session_id": session["id"],
        "rule_id": rule.id,
        "export_id": exports.export_answer(ada, run.message_id, "csv").id,
        "alert_id": alert.id,
        "event_id": events.list_events(ada)[0].id,
        "channel_id": channel.id,
        "person_id": ada.actor.user_id or 0,
        "call_id": _keep_call(ada),
        "invitation_id": _invite(ada),
        "query_id": saved_queries.save_query(
            ada, shop.id, f"{CANARY} query", f"SELECT count(*) AS {CANARY} FROM orders"
        ).id,
        "run_id": query_runs.wait_for(
            ada, query_runs.start_query(ada, shop.id, f"SELECT count(*) AS {CANARY} FROM orders").id
        ).id,
        "org_id": first,
    }
    return TwoOrgs(ada, join(engine, first, "bob", Role.ADMIN), join(engine, second, "eve"), ids)


def _keep_call(scope: Scope) -> int:
    """A line in the ledger, as the Claude analyst makes them."""
    keep_calls(scope, None, None)(Call("draft", "draft-1", {"system": [{"text": CANARY}], "model": "m"}, 0.5))
    line = scope.store.first("model_calls", order="-id")
    assert line is not None
    return int(line["id"])


def _invite(scope: Scope) -> int:
    team.invite_person(scope, "viewer", f"{CANARY}@example.com")
    return team.list_invitations(scope)[0].id
