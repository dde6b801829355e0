"""The rules of a connection are set, seen through another's eyes, and removed on its page, by admins alone."""

from __future__ import annotations

from collections.abc import Callable

from houses import join
from pages.test_other_pages import press, words
from streamlit.testing.v1 import AppTest

from datamind.access import Role
from datamind.engine import Scope
from datamind.services import connections, queries, rules, team

OpenPage = Callable[..., AppTest]


def test_a_rule_is_set_seen_and_removed(ada: Scope, shop: connections.Connection, open_page: OpenPage) -> None:
    bea = join(ada.engine, ada.actor.org_id, "Bea", Role.ANALYST)
    team.set_attributes(ada, bea.actor.user_id or 0, {"city": "Basel"})
    app = open_page("connections.py", rules=str(shop.id))
    assert "Rules for Shop" in words(app)
    next(each for each in app.text_input if each.label == "Condition").set_value("city = {user.city}")
    app.session_state["rule_roles"] = ["analyst"]
    press(app, "Set the rule")
    [rule] = rules.list_rules(ada, shop.id)
    assert (rule.table, rule.condition, rule.roles) == ("customers", "city = {user.city}", ("analyst",))
    assert "only rows where city = {user.city}" in words(app)
    next(each for each in app.selectbox if each.label == "Person").set_value(bea.actor.user_id).run()
    assert "city = Basel" in words(app)
    assert "1 row" in words(app)
    press(app, "Remove")
    assert rules.list_rules(ada, shop.id) == ()
    assert "everybody sees everything" in words(app)


def test_a_rule_that_cannot_be_kept_says_why(ada: Scope, shop: connections.Connection, open_page: OpenPage) -> None:
    app = open_page("connections.py", rules=str(shop.id))
    next(each for each in app.text_input if each.label == "Condition").set_value("town = 'x'")
    app.session_state["rule_roles"] = ["viewer"]
    press(app, "Set the rule")
    assert "There is no column town" in words(app)


def test_only_admins_reach_the_rules(
    ada: Scope, shop: connections.Connection, enter: Callable[..., Scope], open_page: OpenPage
) -> None:
    enter("Bea", Role.ANALYST)
    app = open_page("connections.py", rules=str(shop.id))
    assert "Rules for" not in words(app)
    assert not any(button.label == "Rules" for button in app.button)


def test_the_catalog_page_shows_what_the_rules_leave(
    ada: Scope, shop: connections.Connection, enter: Callable[..., Scope], open_page: OpenPage
) -> None:
    rules.add_rule(ada, shop.id, "customers", "hidden", "city", ["analyst"])
    bea = enter("Bea", Role.ANALYST)
    app = open_page("catalog.py")
    assert "2 columns" in words(app)
    assert queries.run_sql(bea, shop.id, "SELECT * FROM customers").columns[-1].name == "name"
