"""The alerts page: words become an alert that was tried first; an event is looked at and acknowledged."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from pages.test_strangers import shown
from streamlit.testing.v1 import AppTest

from datamind.access import Role
from datamind.engine import Scope
from datamind.services import alerts, connections, events

pytestmark = pytest.mark.slow

BY_DAY = "SELECT ordered_on, count(*) AS orders FROM orders GROUP BY ordered_on ORDER BY ordered_on"


def press(app: AppTest, label: str) -> None:
    next(button for button in app.button if button.label == label).click()
    app.run()
    assert not app.exception, app.exception


@pytest.fixture
def fired(ada: Scope, shop: connections.Connection) -> events.Event:
    alert = alerts.add_alert(
        ada, shop.id, "Orders *now*", "SELECT count(*) AS n FROM orders", "threshold", {"limit": 1}
    )
    alerts.check_now(ada, alert.id)
    return events.list_events(ada)[0]


def test_empty_pages_say_what_to_do(shop: connections.Connection, open_page: Callable[..., AppTest]) -> None:
    app = open_page("alerts.py")
    assert "Nothing has happened so far" in app.info[0].value


def test_words_are_read_back_tried_and_saved(
    ada: Scope, shop: connections.Connection, open_page: Callable[..., AppTest]
) -> None:
    app = open_page("alerts.py", new="1")
    app.text_input(key="alert_text").set_value("tell me when daily orders are above 3")
    press(app, "Read it")
    text = shown(app)
    assert "“Daily orders” is above 3" in text.replace("\\", "")
    assert "would have fired **not once**" in text
    press(app, "Save")
    (alert,) = alerts.list_alerts(ada)
    assert (alert.name, alert.values["limit"], alert.kind) == ("Daily orders", 3.0, "threshold")


def test_an_event_is_looked_at_and_acknowledged(
    ada: Scope, fired: events.Event, open_page: Callable[..., AppTest]
) -> None:
    app = open_page("alerts.py", event=str(fired.id))
    assert "4; the limit is 1" in shown(app).replace("\\", "")
    assert events.count_unread(ada) == 0
    press(app, "I look after it")
    assert events.get_event(ada, fired.id).state == "acknowledged"


def test_names_are_text(fired: events.Event, open_page: Callable[..., AppTest]) -> None:
    assert r"Orders \*now\*" in shown(open_page("alerts.py"))


def test_why_it_fired(ada: Scope, fired: events.Event, open_page: Callable[..., AppTest]) -> None:
    app = open_page("alerts.py", alert=str(fired.alert_id))
    assert "Why it did, or did not, fire" in shown(app)
    assert f"{datetime.now(UTC):%d %b %Y}" in shown(app)
    press(app, "Pause")
    assert alerts.get_alert(ada, fired.alert_id).paused


def test_a_viewer_sees_only_what_is_shared(
    fired: events.Event, enter: Callable[..., Scope], open_page: Callable[..., AppTest]
) -> None:
    enter("Vi", Role.VIEWER)
    app = open_page("alerts.py")
    assert "Orders" not in shown(app)
    assert "New alert" not in str([tab.label for tab in app.tabs])
    refused = open_page("alerts.py", event=str(fired.id))
    assert "There is no such event here" in refused.error[0].value
