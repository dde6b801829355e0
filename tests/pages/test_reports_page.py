"""The reports page: empty it says what to do; a report is made, looked at, sent and downloaded; a viewer only receives."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pages.test_strangers import shown
from streamlit.testing.v1 import AppTest

from datamind.access import Role
from datamind.engine import Scope
from datamind.services import connections, reports, sent_reports

pytestmark = pytest.mark.slow

CITIES = "SELECT city, count(*) AS customers FROM customers GROUP BY city ORDER BY city"


def press(app: AppTest, label: str) -> None:
    next(button for button in app.button if button.label == label).click()
    app.run()
    assert not app.exception, app.exception


def make(ada: Scope, shop: connections.Connection, *people: int) -> reports.Report:
    items = (reports.Item("Customers *by* city", shop.id, CITIES),)
    return reports.add_report(ada, reports.Wish("Weekly *one*", items=items, people=people))


def test_the_empty_page_leads_to_the_form(shop: connections.Connection, open_page: Callable[..., AppTest]) -> None:
    app = open_page("reports.py")
    assert "Nothing is sent yet" in shown(app)
    press(app, "Make the first one")
    assert "# New report" in shown(app)
    assert "There is no dashboard yet" in app.info[0].value


def test_a_report_is_made_and_sent(ada: Scope, shop: connections.Connection, open_page: Callable[..., AppTest]) -> None:
    app = open_page("reports.py", new="1")
    app.text_input(key="report_form_name").set_value("Cities")
    app.button_group(key="report_form_what").set_value("Queries").run()
    app.text_input(key="report_form_sql_title").set_value("Customers by city")
    app.text_area(key="report_form_sql").set_value(CITIES).run()
    press(app, "Add this query")
    press(app, "Save")
    (report,) = reports.list_reports(ada)
    assert (report.name, report.items[0].sql, report.people) == ("Cities", CITIES, (ada.actor.user_id,))
    assert "# Cities" in shown(app)
    press(app, "Send now")
    assert "This is the first one" in shown(app)
    assert [run.state for run in sent_reports.list_runs(ada, report.id)] == ["done"]


def test_what_is_wrong_is_said_and_nothing_saved(
    ada: Scope, shop: connections.Connection, open_page: Callable[..., AppTest]
) -> None:
    app = open_page("reports.py", new="1")
    app.text_input(key="report_form_name").set_value("Cities").run()
    press(app, "Save")
    assert "Choose a dashboard" in app.error[0].value
    assert reports.list_reports(ada) == ()


def test_names_are_text(ada: Scope, shop: connections.Connection, open_page: Callable[..., AppTest]) -> None:
    report = make(ada, shop, ada.actor.user_id or 0)
    sent_reports.send_now(ada, report.id)
    text = shown(open_page("reports.py", report=str(report.id)))
    assert r"Weekly \*one\*" in text


def test_editing_begins_with_what_is_saved(
    ada: Scope, shop: connections.Connection, open_page: Callable[..., AppTest]
) -> None:
    report = make(ada, shop, ada.actor.user_id or 0)
    app = open_page("reports.py", report=str(report.id), edit="1")
    assert app.text_input(key="report_form_name").value == "Weekly *one*"
    app.text_input(key="report_form_name").set_value("Other").run()
    press(app, "Save")
    assert [each.name for each in reports.list_reports(ada)] == ["Other"]


def test_a_viewer_receives_and_unsubscribes(
    ada: Scope, shop: connections.Connection, enter: Callable[..., Scope], open_page: Callable[..., AppTest]
) -> None:
    vi = enter("Vi", Role.VIEWER)
    report = make(ada, shop, vi.actor.user_id or 0)
    sent_reports.send_now(ada, report.id)
    app = open_page("reports.py", report=str(report.id))
    labels = [button.label for button in app.button]
    assert "Unsubscribe" in labels
    assert not {"Send now", "Edit", "Delete", "New report"} & set(labels)
    press(app, "Unsubscribe")
    assert "No report goes to you" in shown(app)
    assert reports.list_reports(vi) == ()
