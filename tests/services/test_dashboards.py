"""Boards: who may do what with them, versions, two people at once; widgets: live numbers under filters, each on its own."""

from __future__ import annotations

import dataclasses
import sqlite3
import threading
from datetime import date

import pytest
from houses import connect_shop, join
from services.conftest import TwoOrgs

from datamind import running
from datamind.access import Role
from datamind.boards import results
from datamind.boards.filters import CUT, find_conditions, read_period, read_range, tell_filters
from datamind.dependants import find_dependants
from datamind.engine import Scope
from datamind.errors import Conflict, Forbidden, InvalidInput, NotFound
from datamind.services import board_drafts, dashboards, rules, widgets
from datamind.services.dashboards import Board, Filter

COUNT = "SELECT count(*) AS n FROM orders"
BY_CITY = "SELECT c.city, count(*) AS n FROM orders o JOIN customers c ON c.id = o.customer_id GROUP BY c.city ORDER BY c.city"


@pytest.fixture
def board(two_orgs: TwoOrgs) -> Board:
    return dashboards.create_dashboard(two_orgs.ada, "Sales", shared=True)


def add(scope: Scope, board: Board, connection_id: int, *statements: str) -> Board:
    for number, sql in enumerate(statements, 1):
        widgets.add_query(scope, board.id, connection_id, sql, f"Widget {number}")
    return dashboards.get_dashboard(scope, board.id)


def views(scope: Scope, board: Board, values: dict[str, str] | None = None, **more: object) -> tuple[widgets.View, ...]:
    """Once all of them are there."""
    found = widgets.load_widgets(scope, board.id, values or {}, **more)  # type: ignore[arg-type]
    for fetch in [scope.engine.fetches.get((scope.actor.org_id, view.key)) for view in found if view.key]:
        assert fetch is not None
        assert fetch.finished.wait(20)
    more.pop("fresh", None)
    return widgets.load_widgets(scope, board.id, values or {}, **more)  # type: ignore[arg-type]


def rows(view: widgets.View) -> list[tuple[object, ...]]:
    assert view.result is not None, view.error
    return list(view.result.rows)


# ── boards ───────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_viewers_see_shared_ones_analysts_change_them_admins_all(two_orgs: TwoOrgs, board: Board) -> None:
    org, engine = two_orgs.ada.actor.org_id, two_orgs.ada.engine
    vic, ann = join(engine, org, "Vic", Role.VIEWER), join(engine, org, "Ann", Role.ANALYST)
    own = dashboards.create_dashboard(ann, "Ann's own")
    assert [each.name for each in dashboards.list_dashboards(vic)] == ["Sales"]
    assert not dashboards.get_dashboard(vic, board.id).may_edit
    assert dashboards.edit_dashboard(ann, board.id, 1, description="All of them").description == "All of them"
    with pytest.raises(NotFound):
        dashboards.get_dashboard(vic, own.id)
    with pytest.raises(NotFound):
        dashboards.get_dashboard(join(engine, org, "Ben", Role.ANALYST), own.id)
    assert dashboards.get_dashboard(two_orgs.bob, own.id).may_edit, "an admin sees private ones too"


def test_of_two_people_who_change_one_board_the_second_is_told(two_orgs: TwoOrgs, board: Board) -> None:
    dashboards.edit_dashboard(two_orgs.ada, board.id, board.version, name="Sales, by Ada")
    with pytest.raises(Conflict, match=f"{two_orgs.ada.actor.name} changed this board"):
        dashboards.edit_dashboard(two_orgs.bob, board.id, board.version, name="Sales, by Bob")
    assert dashboards.get_dashboard(two_orgs.bob, board.id).name == "Sales, by Ada"


def test_of_many_changes_at_once_none_is_lost(two_orgs: TwoOrgs, board: Board) -> None:
    kept: list[bool] = []

    def change(scope: Scope, number: int) -> None:
        try:
            dashboards.edit_dashboard(scope, board.id, board.version, description=f"Change {number}")
            kept.append(True)
        except Conflict:
            kept.append(False)

    threads = [
        threading.Thread(target=change, args=(scope, n)) for n, scope in enumerate((two_orgs.ada, two_orgs.bob) * 3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(kept) == [False] * 5 + [True]
    pins = [threading.Thread(target=widgets.add_text, args=(two_orgs.ada, board.id, f"Text {n}")) for n in range(5)]
    for thread in pins:
        thread.start()
    for thread in pins:
        thread.join(20)
    assert len(dashboards.get_dashboard(two_orgs.ada, board.id).widgets) == 5


def test_any_earlier_version_comes_back_with_its_widgets(two_orgs: TwoOrgs, board: Board) -> None:
    ada = two_orgs.ada
    two = add(ada, board, two_orgs.ids["connection_id"], COUNT, BY_CITY)
    without = widgets.remove_widget(ada, board.id, two.version, two.widgets[0].id)
    assert [widget.title for widget in without.widgets] == ["Widget 2"]
    again = dashboards.restore_version(ada, board.id, without.version, two.version)
    assert [(widget.title, widget.sql) for widget in again.widgets] == [("Widget 1", COUNT), ("Widget 2", BY_CITY)]
    assert [version.what for version in dashboards.list_versions(ada, board.id)][:2] == [
        f"Brought back version {two.version}",
        "Removed a widget",
    ]


def test_favourites_copies_and_the_archive(two_orgs: TwoOrgs, board: Board) -> None:
    ada, bob = two_orgs.ada, two_orgs.bob
    dashboards.create_dashboard(ada, "Newer", shared=True)
    dashboards.like_dashboard(bob, board.id)
    assert next(each.name for each in dashboards.list_dashboards(bob)) == "Sales"
    assert not dashboards.get_dashboard(ada, board.id).favourite, "one person's favourite"
    add(ada, board, two_orgs.ids["connection_id"], COUNT)
    copy = dashboards.duplicate_dashboard(bob, board.id)
    assert (copy.name, copy.owner, copy.shared, copy.widgets[0].sql) == ("Sales (copy)", "bob", False, COUNT)
    dashboards.archive_dashboard(ada, board.id)
    assert board.id not in [each.id for each in dashboards.list_dashboards(ada)]
    assert board.id in [each.id for each in dashboards.list_dashboards(ada, archived=True)]
    dashboards.unarchive_dashboard(ada, board.id)
    assert board.id in [each.id for each in dashboards.list_dashboards(ada)]


@pytest.mark.parametrize("name", ["", " ", "x" * 121, "a\x00b"])
def test_a_name_that_cannot_be_used_is_refused(two_orgs: TwoOrgs, name: str) -> None:
    with pytest.raises(InvalidInput):
        dashboards.create_dashboard(two_orgs.ada, name)


def test_a_deleted_connection_leaves_the_widget_saying_so(two_orgs: TwoOrgs, board: Board, tmp_path) -> None:
    from datamind.services import connections

    other = connect_shop(two_orgs.ada, "Other shop")
    board = add(two_orgs.ada, board, other.id, COUNT)
    connections.delete_connection(two_orgs.ada, other.id)
    (view,) = widgets.load_widgets(two_orgs.ada, board.id, {})
    assert (view.state, view.error[:14]) == ("lost", "The connection")


# ── widgets ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_pinned_answer_is_a_query_and_a_picture(two_orgs: TwoOrgs, board: Board) -> None:
    widget = widgets.pin_answer(two_orgs.ada, two_orgs.ids["message_id"], board.id)
    assert "count" in widget.sql.lower()
    assert widget.chart is not None
    (view,) = views(two_orgs.bob, board)
    assert rows(view) == [(4,)]
    with pytest.raises(NotFound):
        widgets.pin_answer(two_orgs.bob, two_orgs.ids["message_id"], board.id)


def test_filters_reach_each_widget_where_it_has_the_column(two_orgs: TwoOrgs, board: Board) -> None:
    ada, shop = two_orgs.ada, two_orgs.ids["connection_id"]
    board = add(ada, board, shop, COUNT, BY_CITY, "SELECT 1 AS one")
    cities = [str(row[0]) for row in rows(views(ada, board)[1])]
    city = Filter("city", "City", "values", shop, "customers.city")
    board = dashboards.set_filters(ada, board.id, board.version, (city,))
    count, by_city, one = views(ada, board, {"city": cities[0]})
    assert [row[0] for row in rows(by_city)] == [cities[0]]
    assert rows(count) == [(rows(by_city)[0][1],)], "through the key, though the query does not read customers"
    assert (rows(one), one.left_out) == ([(1,)], ("City",))
    both = views(ada, board, {"city": CUT.join(cities)})
    assert rows(both[0])[0][0] == sum(int(str(row[1])) for row in rows(views(ada, board)[1]) if row[0] is not None)


def test_a_click_filters_the_others(two_orgs: TwoOrgs, board: Board) -> None:
    ada, shop = two_orgs.ada, two_orgs.ids["connection_id"]
    board = add(ada, board, shop, BY_CITY, COUNT)
    first = views(ada, board)[0]
    assert first.result is not None
    with_chart = widgets.pick_chart(ada, board.id, board.version, board.widgets[0].id, "bar", first.result)
    label = str(rows(first)[0][0])
    clicked = widgets.find_clicked(ada, board.id, with_chart.widgets[0].id, first.result, label)
    assert clicked == ("customers.city", label)
    assert rows(views(ada, board, clicked=clicked)[1]) == [(rows(first)[0][1],)]
    assert widgets.find_clicked(ada, board.id, with_chart.widgets[0].id, first.result, "nowhere") is None


def test_what_is_typed_into_a_filter_stays_a_value(two_orgs: TwoOrgs, board: Board) -> None:
    ada, shop = two_orgs.ada, two_orgs.ids["connection_id"]
    board = add(ada, board, shop, COUNT)
    board = dashboards.set_filters(
        ada, board.id, board.version, (Filter("city", "City", "values", shop, "customers.city"),)
    )
    for text in ("' OR 1=1 --", "x'; DROP TABLE orders; --", '"', "\\"):
        assert rows(views(ada, board, {"city": text})[0]) == [(0,)]
        assert widgets.search_values(ada, board.id, "city", text) == ()
    assert rows(views(ada, board)[0]) == [(4,)]


def test_values_of_a_filter_are_searched_in_the_database(two_orgs: TwoOrgs, board: Board) -> None:
    ada, shop = two_orgs.ada, two_orgs.ids["connection_id"]
    dashboards.set_filters(ada, board.id, board.version, (Filter("city", "City", "values", shop, "customers.city"),))
    known = widgets.search_values(ada, board.id, "city")
    assert known
    assert widgets.search_values(ada, board.id, "city", known[0][:3].upper())[0] == known[0]


def test_a_broken_widget_fails_alone_names_the_column_and_offers_a_repair(two_orgs: TwoOrgs, board: Board) -> None:
    ada, shop = two_orgs.ada, two_orgs.ids["connection_id"]
    board = add(ada, board, shop, "SELECT sum(amount) AS total FROM orders", COUNT)
    before = rows(views(ada, board)[0])
    path = ada.store.get("connections", shop)["values"]["path"]
    with sqlite3.connect(path) as file:
        file.execute("ALTER TABLE orders RENAME COLUMN amount TO total_amount")
    total, count = views(ada, board, fresh=True)
    assert rows(count) == [(4,)]
    assert total.state == "failed"
    assert "amount" in total.error
    assert total.repair is not None
    assert (total.repair.missing, total.repair.instead) == ("orders.amount", "total_amount")
    widgets.repair_widget(ada, board.id, board.version, board.widgets[0].id)
    assert rows(views(ada, board)[0]) == before


def test_equal_queries_run_once_for_everybody(two_orgs: TwoOrgs, board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[str] = []
    really = running.run
    monkeypatch.setattr(
        running, "run", lambda scope, row, sql, **more: (ran.append(sql), really(scope, row, sql, **more))[1]
    )
    board = add(two_orgs.ada, board, two_orgs.ids["connection_id"], COUNT, COUNT, COUNT)
    assert [rows(view) for view in views(two_orgs.ada, board)] == [[(4,)]] * 3
    assert [rows(view) for view in views(two_orgs.bob, board)] == [[(4,)]] * 3
    assert len(ran) == 1
    views(two_orgs.ada, board, fresh=True)
    assert len(ran) == 2


def test_who_is_bound_by_a_rule_never_sees_what_was_read_for_others(two_orgs: TwoOrgs, board: Board) -> None:
    ada, shop = two_orgs.ada, two_orgs.ids["connection_id"]
    vic = join(ada.engine, ada.actor.org_id, "Vic", Role.VIEWER)
    board = add(ada, board, shop, "SELECT count(*) AS n FROM customers")
    (everything,) = rows(views(ada, board)[0])
    rules.add_rule(ada, shop, "customers", "rows", "id = 1", ["viewer"], name="one only")
    assert rows(views(vic, board)[0]) == [(1,)]
    assert rows(views(ada, board)[0]) == [everything]


def test_a_board_of_what_belongs_to_whoever_looks(two_orgs: TwoOrgs, board: Board) -> None:
    ada, shop = two_orgs.ada, two_orgs.ids["connection_id"]
    board = add(ada, board, shop, COUNT)
    mine = Filter("mine", "My city", "person", shop, "customers.city", attribute="city")
    board = dashboards.set_filters(ada, board.id, board.version, (mine,))
    assert "your city, which is not set" in views(ada, board)[0].error
    city = widgets.search_values(ada, board.id, "mine")[0]
    there = Scope(ada.engine, dataclasses.replace(ada.actor, attributes={"city": city}))
    assert 0 < int(str(rows(views(there, board)[0])[0][0])) < 4


def test_results_are_kept_as_long_as_their_connection_says(two_orgs: TwoOrgs, board: Board) -> None:
    ada, shop = two_orgs.ada, two_orgs.ids["connection_id"]
    board = add(ada, board, shop, COUNT)
    views(ada, board)
    assert ada.store.count("results") == 1
    row = ada.store.get("connections", shop)
    assert results.ttl_s(row) == results.DEFAULT_TTL_S
    ada.store.change("connections", shop, result_ttl_s=0)
    assert results._load(ada, ada.store.get("connections", shop), ada.store.find("results")[0]["key"]) is None


def test_another_orgs_board_filters_and_values_are_nobodys(two_orgs: TwoOrgs, board: Board) -> None:
    filters = (Filter("city", "City", "values", two_orgs.ids["connection_id"], "customers.city"),)
    dashboards.set_filters(two_orgs.ada, board.id, board.version, filters)
    own = dashboards.create_dashboard(two_orgs.eve, "Eve's")
    with pytest.raises(NotFound):
        dashboards.set_filters(two_orgs.eve, own.id, own.version, filters)
    with pytest.raises(NotFound):
        widgets.search_values(two_orgs.eve, board.id, "city")
    assert dashboards.list_dashboards(two_orgs.eve) == (own,)


def test_viewers_may_not_change_a_shared_board(two_orgs: TwoOrgs, board: Board) -> None:
    vic = join(two_orgs.ada.engine, two_orgs.ada.actor.org_id, "Vic", Role.VIEWER)
    with pytest.raises(Forbidden):
        widgets.add_text(vic, board.id, "hello")


def test_a_connection_kept_for_higher_roles_shows_nothing_to_others(two_orgs: TwoOrgs, board: Board) -> None:
    ada, shop = two_orgs.ada, two_orgs.ids["connection_id"]
    vic = join(ada.engine, ada.actor.org_id, "Vic", Role.VIEWER)
    board = add(ada, board, shop, COUNT)
    assert rows(views(vic, board)[0]) == [(4,)]
    ada.store.change("connections", shop, least_role="admin")
    (view,) = views(vic, board)
    assert (view.state, view.result) == ("failed", None)
    assert "may not use this connection" in view.error
    assert rows(views(ada, board)[0]) == [(4,)]


def test_whoever_deletes_a_connection_is_told_of_the_widgets_on_it(two_orgs: TwoOrgs, board: Board) -> None:
    add(two_orgs.ada, board, two_orgs.ids["connection_id"], COUNT)
    named = [each.name for each in find_dependants(two_orgs.ada, two_orgs.ids["connection_id"])]
    assert "Widget 1 on Sales" in named


def test_a_draft_of_a_connection_is_a_board_of_numbers_that_are_there(two_orgs: TwoOrgs) -> None:
    heard: list[str] = []
    board = board_drafts.draft_dashboard(
        two_orgs.ada, two_orgs.ids["connection_id"], lambda share, words: heard.append(words)
    )
    assert 3 <= len(board.widgets) <= board_drafts.MOST_WIDGETS
    assert not board.shared
    assert heard
    assert all(view.state == "ready" for view in views(two_orgs.ada, board))


# ── what filters mean ────────────────────────────────────────────────────────────────────────────────────────────────────

TODAY = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("text", "first", "before"),
    [
        ("today", date(2026, 3, 10), date(2026, 3, 11)),
        ("last-7-days", date(2026, 3, 4), date(2026, 3, 11)),
        ("last-90-days", date(2025, 12, 11), date(2026, 3, 11)),
        ("last-12-months", date(2025, 3, 11), date(2026, 3, 11)),
        ("this-month", date(2026, 3, 1), date(2026, 3, 11)),
        ("last-month", date(2026, 2, 1), date(2026, 3, 1)),
        ("last-quarter", date(2025, 10, 1), date(2026, 1, 1)),
        ("last-year", date(2025, 1, 1), date(2026, 1, 1)),
        ("2026-01-05..2026-01-31", date(2026, 1, 5), date(2026, 2, 1)),
        ("2026-01-05..", date(2026, 1, 5), None),
    ],
)
def test_periods(text: str, first: date, before: date | None) -> None:
    assert read_period(text, TODAY) == (first, before)


@pytest.mark.parametrize("text", ["yesterday-ish", "2026-13-01..", "..", "9999-12-31..9999-12-31", "1..2..3"])
def test_what_is_no_period_is_told_or_open(text: str) -> None:
    try:
        assert read_period(text, TODAY) == (None, None)
    except InvalidInput as error:
        assert "no period" in str(error)  # noqa: PT017


@pytest.mark.parametrize("text", ["x..y", "nan..1", "1e400..", "1..inf"])
def test_what_is_no_range_is_told(text: str) -> None:
    with pytest.raises(InvalidInput):
        read_range(text)


def test_filters_in_words_with_their_defaults() -> None:
    filters = (
        Filter("when", "Period", "dates", 1, "orders.ordered_on", "last-90-days"),
        Filter("city", "City", "values", 1, "customers.city"),
        Filter("size", "Amount", "numbers", 1, "orders.amount"),
    )
    assert (
        tell_filters(filters, {"city": f"Berlin{CUT}Lyon", "size": "10..20"}, TODAY)
        == "Period: Last 90 days · City: Berlin, Lyon · Amount: 10 to 20"
    )
    assert len(find_conditions(filters, {"when": ""}, TODAY, {})) == 0
