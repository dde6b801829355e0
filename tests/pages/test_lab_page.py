"""The SQL lab's page: what is run, refused, asked for, saved and opened again, in a real house."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from datamind.access import Role
from datamind.engine import Scope
from datamind.recent import Recent
from datamind.services import connections, query_runs, saved_queries
from datamind.types import Parameter
from pages.parts import lab_state

pytestmark = pytest.mark.slow

OpenPage = Callable[..., AppTest]
CITY = "SELECT name FROM customers WHERE city = {{ city }} ORDER BY id"


def words(app: AppTest) -> str:
    return "\n".join(str(each.value) for each in [*app.markdown, *app.caption, *app.error, *app.warning, *app.info])


def write(app: AppTest, text: str) -> None:
    app.session_state[lab_state.TEXT] = text
    app.session_state[lab_state.STAMP] = 1
    app.run()
    assert not app.exception


def ran(ada: Scope, connection_id: int, sql: str, **values: str) -> query_runs.QueryRun:
    return query_runs.wait_for(ada, query_runs.start_query(ada, connection_id, sql, (), values).id)


def press(app: AppTest, label: str) -> None:
    next(button for button in app.button if button.label == label).click().run()
    assert not app.exception


def test_an_empty_lab_offers_the_tables(ada: Scope, shop: connections.Connection, open_page: OpenPage) -> None:
    app = open_page("sql_lab.py")
    assert {"customers", "orders"} <= {button.label for button in app.button}
    press(app, "orders")
    assert app.session_state[lab_state.NOW] == "SELECT *\nFROM orders\nLIMIT 100"


def test_nothing_to_query_says_what_to_do(ada: Scope, open_page: OpenPage) -> None:
    assert "Nothing to query yet" in words(open_page("sql_lab.py"))


def test_a_viewer_may_not(shop: connections.Connection, enter: Callable[..., Scope], open_page: OpenPage) -> None:
    enter("Vi", Role.VIEWER)
    assert "A viewer may not run SQL" in words(open_page("sql_lab.py"))


def test_a_parameter_has_a_widget_of_its_kind_and_the_query_is_told(
    ada: Scope, shop: connections.Connection, open_page: OpenPage
) -> None:
    app = open_page("sql_lab.py")
    write(app, "SELECT count(*) FROM orders WHERE ordered_on >= {{ since }} AND amount > {{ least }}")
    assert [(each.label) for each in app.date_input] == ["since"]
    assert "least" in [each.label for each in app.text_input]
    assert "Keep only rows where" in words(app)


def test_rows_of_a_run_are_shown_with_their_number(
    ada: Scope, shop: connections.Connection, open_page: OpenPage
) -> None:
    run = ran(ada, shop.id, CITY, city="Bern")
    app = open_page("sql_lab.py")
    app.session_state[lab_state.RUN] = run.id
    write(app, CITY)
    assert list(app.dataframe[0].value["name"]) == ["Ada", "Cy"]
    assert "2 rows" in words(app)
    assert {"Export", "Ask about this", "Verify as answer to …", "Star"} <= {button.label for button in app.button}


def test_a_double_count_is_told_with_the_query_to_use(
    ada: Scope, shop: connections.Connection, open_page: OpenPage
) -> None:
    run = ran(ada, shop.id, "SELECT count(c.id) AS n FROM customers c JOIN orders o ON o.customer_id = c.id")
    app = open_page("sql_lab.py")
    app.session_state[lab_state.RUN] = run.id
    write(app, run.sql)
    assert "Each row of customers appears once per row of orders" in words(app)
    press(app, "Use this query")
    assert app.session_state[lab_state.NOW] != run.sql
    assert ran(ada, shop.id, app.session_state[lab_state.NOW]).state == "done"


def test_rows_that_are_no_longer_at_hand_are_run_again(
    ada: Scope, shop: connections.Connection, open_page: OpenPage
) -> None:
    run = ran(ada, shop.id, CITY, city="Basel")
    ada.engine.query_results = Recent(1)
    app = open_page("sql_lab.py")
    app.session_state[lab_state.RUN] = run.id
    write(app, CITY)
    assert "no longer at hand" in words(app)
    press(app, "Run it again")
    assert list(app.dataframe[0].value["name"]) == ["Bo"]


def test_a_saved_query_opens_by_its_address_with_its_defaults(
    ada: Scope, shop: connections.Connection, open_page: OpenPage
) -> None:
    query = saved_queries.save_query(ada, shop.id, "People of a city", CITY, (Parameter("city", "text", "Bern"),))
    app = open_page("sql_lab.py", query=str(query.id))
    assert app.session_state[lab_state.NOW] == CITY
    assert next(each.value for each in app.text_input if each.label == "city") == "Bern"
    assert "People of a city" in words(app)


def test_an_address_of_nobodys_query_says_so(ada: Scope, shop: connections.Connection, open_page: OpenPage) -> None:
    assert "There is no such saved query here" in words(open_page("sql_lab.py", query="987654"))


def test_the_plan_and_the_joins_are_told_when_asked_for(
    ada: Scope, shop: connections.Connection, open_page: OpenPage
) -> None:
    app = open_page("sql_lab.py")
    app.session_state["lab_plan"] = True
    write(app, "SELECT c.name FROM customers c JOIN orders o ON o.customer_id = c.id WHERE c.city = {{ city }}")
    app.text_input(key="lab_parameter_text_city").set_value("Bern").run()
    press(app, "Show the plan")
    assert "orders" in words(app) or "SCAN" in words(app)
    press(app, "Count what each join does")
    assert "4 rows" in words(app)
    assert "1.33 times as many" in words(app)
