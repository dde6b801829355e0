"""Reports at work on a real store and a real database: each recipient's own rows, times, deaths in between, mails that fail."""

from __future__ import annotations

import email
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import policy
from itertools import pairwise
from pathlib import Path

import pytest
from channels.test_channels import Post, post  # noqa: F401 (a fixture)
from houses import add_org, connect_shop, join, open_engine

from datamind.access import Actor, Role
from datamind.engine import Engine, Scope
from datamind.errors import Forbidden, InvalidInput, NotFound
from datamind.reports import planning, sending
from datamind.services import channels, connections, dashboards, reports, rules, sent_reports, widgets
from datamind.services.reports import Item, Wish

pytestmark = pytest.mark.slow

CITIES = "SELECT city, count(*) AS customers FROM customers GROUP BY city ORDER BY city"
TOTAL = "SELECT sum(amount) AS amount FROM orders"


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(tmp_path, report_domains="partner.example", report_days=2)
    add_org(engine, "Acme")
    yield engine
    engine.close()


@pytest.fixture
def ada(engine: Engine) -> Scope:
    return _with_email(join(engine, 1, "Ada"))


@pytest.fixture
def vi(engine: Engine, ada: Scope) -> Scope:
    return _with_email(join(engine, 1, "Vi", Role.VIEWER))


@pytest.fixture
def shop(ada: Scope) -> int:
    return connect_shop(ada).id


@pytest.fixture
def system(engine: Engine, ada: Scope) -> Scope:
    return Scope(engine, Actor.system(1))


@pytest.fixture
def mail(ada: Scope, post: dict[str, object]) -> int:  # noqa: F811
    return channels.add_channel(ada, "Mail", "email", {**post, "recipients": "team@acme.example"}).id


def _with_email(scope: Scope) -> Scope:
    address = f"{scope.actor.name.lower()}@acme.example"
    scope.engine.house.everything().change("accounts", scope.actor.user_id or 0, email=address)
    return scope


def me(scope: Scope) -> int:
    assert scope.actor.user_id is not None
    return scope.actor.user_id


def wish(shop: int, *people: int, **other: object) -> Wish:
    return replace(Wish("Customers", items=(Item("Customers by city", shop, CITIES),), people=people), **other)


def read_mails() -> dict[str, email.message.EmailMessage]:
    mails = [email.message_from_bytes(each, policy=policy.default) for each in Post.mails]
    return {str(each["To"]): each for each in mails}  # type: ignore[misc]


def sell(engine: Engine, amount: float) -> None:
    with sqlite3.connect(engine.settings.home / "databases" / "shop.sqlite") as database:
        database.execute("INSERT INTO orders (customer_id, ordered_on, amount) VALUES (1, '2026-03-01', ?)", (amount,))
    database.close()


# ── whose rows ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_each_recipient_gets_their_own_rows(ada: Scope, vi: Scope, shop: int, mail: int) -> None:
    rules.add_rule(ada, shop, "customers", "rows", "city = 'Bern'", ["viewer"], name="Bern only")
    report = reports.add_report(ada, wish(shop, me(ada), me(vi), format="html"))
    run = sent_reports.send_now(ada, report.id)
    assert run.state == "done"
    mails = read_mails()
    hers = mails["vi@acme.example"].get_body(("html",)).get_content()  # type: ignore[union-attr]
    all_of_it = mails["ada@acme.example"].get_body(("html",)).get_content()  # type: ignore[union-attr]
    assert ("Basel" in all_of_it, "Bern" in all_of_it) == (True, True)
    assert ("Basel" in hers, "Bern" in hers) == (False, True)


def test_a_file_is_shown_to_those_who_see_the_same_and_to_nobody_else(ada: Scope, vi: Scope, shop: int) -> None:
    rules.add_rule(ada, shop, "customers", "rows", "city = 'Bern'", ["viewer"], name="Bern only")
    report = reports.add_report(ada, wish(shop, me(ada), me(vi), format="html"))
    sent_reports.send_now(ada, report.id)
    (hers,) = sent_reports.list_runs(vi, report.id)[0].files
    (mine,) = sent_reports.list_runs(ada, report.id)[0].files
    assert hers.id != mine.id
    assert b"Basel" not in sent_reports.read_file(vi, hers.id)
    assert b"Basel" in sent_reports.read_file(ada, mine.id)
    with pytest.raises(NotFound):
        sent_reports.read_file(vi, mine.id)
    with pytest.raises(NotFound):
        sent_reports.read_file(ada, hers.id)
    assert "Basel" not in sent_reports.preview_report(vi, report.id).page


def test_people_who_see_the_same_share_one_file(ada: Scope, vi: Scope, shop: int) -> None:
    report = reports.add_report(ada, wish(shop, me(ada), me(vi)))
    sent_reports.send_now(ada, report.id)
    assert ada.store.count("report_files") == 1
    assert ada.store.count("report_deliveries", state="kept") == 2


def test_what_a_recipient_may_not_see_is_not_sent_and_the_others_get_theirs(ada: Scope, vi: Scope, shop: int) -> None:
    report = reports.add_report(ada, wish(shop, me(ada), me(vi)))
    connections.keep_for(ada, shop, Role.ANALYST)
    run = sent_reports.send_now(ada, report.id)
    assert run.state == "partly"
    states = {delivery.whom.split(" ")[0]: delivery for delivery in run.deliveries}
    assert states["Ada"].state == "kept"
    assert "A viewer may not use this connection" in states["Vi"].answer


def test_a_channel_sees_what_whoever_saved_it_sees(ada: Scope, engine: Engine, shop: int, mail: int) -> None:
    ann = join(engine, 1, "Ann", Role.ANALYST)
    rules.add_rule(ada, shop, "customers", "rows", "city = 'Bern'", ["analyst"], name="Bern only")
    with pytest.raises(Forbidden, match="get what you see"):
        reports.add_report(ann, wish(shop, channels=(mail,), seen_as=me(ada)))
    report = reports.add_report(ada, wish(shop, channels=(mail,), shared=True, format="html"))
    reports.edit_report(ann, report.id, wish(shop, channels=(mail,), shared=True, format="html"))
    sent_reports.send_now(ada, report.id)
    page = read_mails()["team@acme.example"].get_body(("html",)).get_content()  # type: ignore[union-attr]
    assert "Bern" in page
    assert "Basel" not in page


def test_a_private_dashboard_goes_to_nobody_else(ada: Scope, vi: Scope, shop: int) -> None:
    board = dashboards.create_dashboard(ada, "Shop", shared=False)
    widgets.add_query(ada, board.id, shop, CITIES, "Customers")
    with pytest.raises(InvalidInput, match="Vi may not see this dashboard"):
        reports.add_report(ada, Wish("Board", board.id, people=(me(vi),)))
    report = reports.add_report(ada, Wish("Board", board.id, people=(me(ada),)))
    assert sent_reports.send_now(ada, report.id).state == "done"
    assert "Basel" in sent_reports.preview_report(ada, report.id).page


# ── to whom ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_addresses_are_of_allowed_domains_or_are_people(ada: Scope, vi: Scope, shop: int, mail: int) -> None:
    with pytest.raises(InvalidInput, match="is nobody of your organisation, and of none of"):
        reports.add_report(ada, wish(shop, addresses="eve@elsewhere.example"))
    report = reports.add_report(ada, wish(shop, addresses="Vi@acme.example, bo@partner.example"))
    assert (report.people, report.addresses) == ((me(vi),), ("bo@partner.example",))
    assert sent_reports.send_now(ada, report.id).state == "done"
    mails = read_mails()
    assert set(mails) == {"vi@acme.example", "bo@partner.example"}
    (file,) = mails["bo@partner.example"].iter_attachments()
    assert file.get_filename() == f"Customers {datetime.now(UTC):%Y-%m-%d}.pdf"
    assert file.get_content().startswith(b"%PDF")


def test_somebody_of_another_org_is_no_recipient(ada: Scope, engine: Engine, shop: int) -> None:
    eve = join(engine, add_org(engine, "Other"), "Eve")
    with pytest.raises(InvalidInput, match="not, or no longer, of this organisation"):
        reports.add_report(ada, wish(shop, me(eve)))


def test_unsubscribing_is_for_oneself_and_outlives_edits(ada: Scope, vi: Scope, shop: int) -> None:
    report = reports.add_report(ada, wish(shop, me(ada), me(vi)))
    reports.unsubscribe(vi, report.id)
    reports.edit_report(ada, report.id, wish(shop, me(ada), me(vi)))
    run = sent_reports.send_now(ada, report.id)
    assert [delivery.whom.split(" ")[0] for delivery in run.deliveries] == ["Ada"]
    assert reports.list_reports(vi) == ()
    reports.subscribe(vi, report.id)
    assert [each.name for each in reports.list_reports(vi)] == ["Customers"]
    assert reports.list_reports(vi)[0].people == ()  # who else gets it is not hers to know


# ── what has changed ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_it_says_what_has_changed_since_the_last_one(ada: Scope, shop: int) -> None:
    report = reports.add_report(ada, wish(shop, me(ada), items=(Item("Turnover", shop, TOTAL),)))
    (first,) = sent_reports.send_now(ada, report.id).files
    assert first.words == ("This is the first one: the next says what has changed.",)
    (same,) = sent_reports.send_now(ada, report.id).files
    assert same.words == ("Totals, latest values and numbers of rows are as they were in the last one.",)
    sell(ada.engine, 34.25)
    (other,) = sent_reports.send_now(ada, report.id).files
    assert len(other.words) == 1
    assert "100, was 65.75, +52.1 %" in other.words[0]


def test_what_is_out_of_line_is_said(ada: Scope, shop: int) -> None:
    days = ", ".join(f"('2026-01-{day:02d}', {500 if day == 30 else 100 + day % 3})" for day in range(1, 31))
    sql = f"SELECT day, sales FROM (WITH d(day, sales) AS (VALUES {days}) SELECT day, sales FROM d) AS x ORDER BY day"
    report = reports.add_report(ada, wish(shop, me(ada), items=(Item("Sales by day", shop, sql),)))
    (file,) = sent_reports.send_now(ada, report.id).files
    assert any("Sales by day: unusual." in word and "500" in word for word in file.words)


# ── once, whatever happens ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe"])
def test_a_year_of_days_has_one_run_a_day_at_the_same_time_on_the_wall(
    zone: str, ada: Scope, system: Scope, shop: int
) -> None:
    from zoneinfo import ZoneInfo

    report = reports.add_report(ada, wish(shop, me(ada), every="daily 02:30", zone=zone))
    now = datetime(2027, 1, 1, tzinfo=UTC)
    ada.store.change("reports", report.id, due_at=now)
    while now < datetime(2028, 1, 1, tzinfo=UTC):
        planning.plan_due(system, now)
        planning.plan_due(system, now)  # a second scheduler
        now = ada.store.get("reports", report.id)["due_at"]
    due = [row["due_at"].astimezone(ZoneInfo(zone)) for row in ada.store.find("report_runs", order="due_at")][1:]
    assert len({moment.date() for moment in due}) == len(due) >= 364
    odd = [moment for moment in due if f"{moment:%H:%M}" != "02:30"]
    assert len(odd) <= 1  # the night in which 02:30 does not exist
    assert all((after.date() - before.date()).days == 1 for before, after in pairwise(due))


def test_what_was_missed_is_sent_once(ada: Scope, system: Scope, shop: int) -> None:
    report = reports.add_report(ada, wish(shop, me(ada), every="daily 08:00"))
    now = datetime.now(UTC)
    ada.store.change("reports", report.id, due_at=now - timedelta(days=9))
    assert sent_reports.send_reports(system) == 1
    assert sent_reports.send_reports(system) == 0
    assert ada.store.count("report_runs") == 1
    assert ada.store.get("reports", report.id)["due_at"] > now


def test_whoever_dies_while_rendering_leaves_it_to_the_next(ada: Scope, system: Scope, shop: int, mail: int) -> None:
    report = reports.add_report(ada, wish(shop, me(ada)))
    now = datetime.now(UTC)
    ada.store.change("reports", report.id, due_at=now)
    planning.plan_due(system, now)
    (run,) = ada.store.find("report_runs")
    ada.store.change("report_runs", run["id"], state="rendering", fence=1, free_at=now + timedelta(minutes=10))
    assert planning.render_due(system, now) == 0  # somebody holds it
    later = now + timedelta(minutes=11)
    assert planning.render_due(system, later) == 1
    assert sending.send_due(system, later) == 1
    assert sending.send_due(system, later) == 0
    assert len(Post.mails) == 1


def test_whoever_comes_back_late_keeps_nothing(ada: Scope, system: Scope, shop: int) -> None:
    report = reports.add_report(ada, wish(shop, me(ada)))
    now = datetime.now(UTC)
    planning.add_run(system, report.id, now, now)
    calls = iter([True, False])
    planning.render_due(system, now, lambda: next(calls))
    assert ada.store.count("report_files") == ada.store.count("report_deliveries") == 0
    assert list((ada.settings.home / "reports" / "1").iterdir()) == []


def test_whoever_dies_while_sending_leaves_a_doubt_that_is_named(
    ada: Scope, system: Scope, shop: int, mail: int
) -> None:
    report = reports.add_report(ada, wish(shop, me(ada)))
    now = datetime.now(UTC)
    planning.add_run(system, report.id, now, now)
    planning.render_due(system, now)
    ada.store.change_where("report_deliveries", {"state": "pending"}, state="sending", due_at=now)
    sending.send_due(system, now + timedelta(minutes=6))
    (run,) = sent_reports.list_runs(ada, report.id)
    assert (run.state, run.deliveries[0].state) == ("failed", "unknown")
    assert "Look there before sending it again" in run.deliveries[0].answer
    assert not Post.mails


def test_a_database_that_is_away_is_tried_again_later_and_said(ada: Scope, system: Scope, shop: int) -> None:
    report = reports.add_report(ada, wish(shop, me(ada)))
    file, now = ada.settings.home / "databases" / "shop.sqlite", datetime.now(UTC)
    file.rename(file.with_suffix(".away"))
    planning.add_run(system, report.id, now, now)
    moments = 0
    while (run := ada.store.find("report_runs")[0])["state"] == "due":
        assert planning.render_due(system, run["free_at"]) == 1
        moments += 1
        if moments == 2:
            assert "No part of this report could be read" in ada.store.find("report_runs")[0]["error"]
            file.with_suffix(".away").rename(file)
    assert moments == 3
    assert run["state"] == "sending"


@pytest.mark.parametrize(
    ("mode", "states"),
    [
        ("busy", ["pending", "sent"]),
        ("full", ["pending", "sent"]),
        ("cut", ["unknown"]),
        ("unknown person", ["failed"]),
    ],
)
def test_a_mail_server_that_fails(
    mode: str, states: list[str], ada: Scope, system: Scope, shop: int, mail: int
) -> None:
    report = reports.add_report(ada, wish(shop, me(ada)))
    Post.mode = mode
    sent_reports.send_now(ada, report.id)
    (row,) = ada.store.find("report_deliveries")
    assert row["state"] == states[0]
    assert row["answer"]
    Post.mode = "fine"
    sending.send_due(system, datetime.now(UTC) + timedelta(hours=1))
    (row,) = ada.store.find("report_deliveries")
    assert row["state"] == states[-1]
    assert sent_reports.list_runs(ada, report.id)[0].state == ("done" if states[-1] == "sent" else "failed")


# ── rights, retention ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_viewer_changes_nothing_and_strangers_see_nothing(ada: Scope, vi: Scope, engine: Engine, shop: int) -> None:
    report = reports.add_report(ada, wish(shop, me(ada), me(vi)))
    ann = join(engine, 1, "Ann", Role.ANALYST)
    with pytest.raises(NotFound):
        reports.get_report(ann, report.id)
    with pytest.raises(Forbidden):
        reports.set_paused(vi, report.id)
    reports.set_paused(ada, report.id)
    assert reports.get_report(vi, report.id).paused


def test_files_are_kept_for_as_long_as_the_setting_says(ada: Scope, system: Scope, shop: int) -> None:
    from datamind.services import housekeeping

    report = reports.add_report(ada, wish(shop, me(ada)))
    sent_reports.send_now(ada, report.id)
    (row,) = ada.store.find("report_files")
    assert row["expires_at"] - row["made_at"] == timedelta(days=2)
    ada.store.change("report_files", row["id"], expires_at=datetime.now(UTC) - timedelta(minutes=1))
    assert sent_reports.list_runs(ada, report.id)[0].files == ()
    housekeeping.tidy(system)
    assert list((ada.settings.home / "reports" / "1").iterdir()) == []
    assert [each.state for each in sent_reports.list_runs(ada, report.id)[0].deliveries] == ["kept"]
