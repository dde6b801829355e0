"""Connections, uploads, the catalog and the account, each pressed through on a real engine."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing

from houses import PASSWORD, write_shop_file
from streamlit.testing.v1 import AppTest

from datamind import saved, sessions
from datamind.access import Role
from datamind.engine import Engine, Scope
from datamind.services import catalogs, chats, connections, glossary, uploads
from datamind.types import Meaning, VerifiedQuestion

OpenPage = Callable[..., AppTest]


def press(app: AppTest, label: str, nth: int = 0) -> AppTest:
    [button for button in app.button if button.label == label][nth].click().run()
    assert not app.exception, app.exception
    return app


def words(app: AppTest) -> str:
    parts = [*app.markdown, *app.caption, *app.error, *app.warning, *app.success, *app.info]
    return "\n".join(str(each.value) for each in parts).replace("\\", "").replace("\u2060", "")


def open_form(open_page: OpenPage, kind: str) -> AppTest:
    app = open_page("connections.py")
    app.session_state["add_tabs"] = ":material/add: Connect a database"
    app.session_state["kind"] = kind
    app.run()
    assert not app.exception, app.exception
    return app


def field(app: AppTest, label: str):
    return next(each for each in [*app.text_input, *app.number_input] if each.label.startswith(label))


def test_a_database_is_tested_then_kept(engine: Engine, ada: Scope, open_page: OpenPage) -> None:
    path = write_shop_file(engine)
    app = open_form(open_page, "sqlite")
    field(app, "Name").set_value("My shop")
    next(each for each in app.text_input if each.key.endswith("_path")).set_value(str(path))
    press(app, "Test")
    assert "It works" in words(app)
    assert connections.list_connections(ada) == ()
    press(app, "Save")
    assert [connection.name for connection in connections.list_connections(ada)] == ["My shop"]
    assert "My shop" in words(app)
    shop = connections.list_connections(ada)[0]
    reading = catalogs.find_refresh(ada, shop.id)
    assert reading is None or reading.wait(30)
    assert "2 tables" in words(app.run())


def test_what_cannot_be_reached_names_the_step(ada: Scope, open_page: OpenPage) -> None:
    app = open_form(open_page, "postgres")
    for label, value in (("Name", "Shop"), ("Host", "127.0.0.1"), ("Database", "shop"), ("User", "ada")):
        field(app, label).set_value(value)
    field(app, "Port").set_value(1)
    next(each for each in app.text_input if each.label.startswith("Password")).set_value("canary-secret")
    press(app, "Test")
    assert "Network:" in words(app) or "Address:" in words(app)
    press(app, "Save")
    assert app.error
    assert "canary-secret" not in words(app)
    assert connections.list_connections(ada) == ()


def test_a_missing_field_is_named(ada: Scope, open_page: OpenPage) -> None:
    app = press(open_form(open_page, "postgres"), "Test")
    assert "Host" in app.error[0].value


def test_editing_keeps_what_is_not_changed(ada: Scope, shop: connections.Connection, open_page: OpenPage) -> None:
    app = open_page("connections.py", edit=str(shop.id))
    assert field(app, "Name").value == "Shop"
    field(app, "Name").set_value("Corner shop")
    press(app, "Save")
    edited = connections.get_connection(ada, shop.id)
    assert (edited.name, edited.values) == ("Corner shop", shop.values)


def test_deleting_asks_first(ada: Scope, shop: connections.Connection, open_page: OpenPage) -> None:
    app = press(open_page("connections.py"), "Delete")
    assert connections.list_connections(ada)
    assert "can then no longer be asked" in words(app)
    assert "Nothing saved leans on it" in words(app)


def test_deleting_says_what_leans_on_it(ada: Scope, shop: connections.Connection, open_page: OpenPage) -> None:
    meaning = Meaning(verified=(VerifiedQuestion("orders a month", "SELECT count(*) FROM orders", "Bo"),))
    saved.keep_meaning(ada, ada.store.get("connections", shop.id), meaning, {})
    app = press(open_page("connections.py"), "Delete")
    assert "verified question **orders a month**, of Bo" in words(app)


def put(scope: Scope, name: str, content: bytes) -> str:
    """A draft of one file, as the browser leaves it."""
    draft = uploads.start_draft(scope)
    part = uploads.receive_file(scope, draft, name, len(content))
    part.write_bytes(content)
    part.rename(part.with_suffix(""))
    return draft


def test_an_uploaded_file_is_looked_at_kept_and_asked(ada: Scope, open_page: OpenPage) -> None:
    draft = put(ada, "sales.csv", b"Sales\n\ncity,amount\nBern,10\nBasel,5\nBern,7\n")
    app = open_page("connections.py", draft=draft)
    assert "The header is row 3." in words(app)
    assert list(app.dataframe[0].value["city"]) == ["Bern", "Basel", "Bern"]
    assert field(app, "Name").value == "sales"
    press(app, "Keep")
    connection = connections.list_connections(ada)[0]
    run = chats.ask_question(ada, chats.start_chat(ada, connection.id).id, "total amount by city")
    assert run.wait(20)
    asked = open_page(chat=str(chats.list_chats(ada)[0].id))
    assert len(asked.get("plotly_chart")) == 1


def test_a_guess_is_corrected(ada: Scope, open_page: OpenPage) -> None:
    app = open_page("connections.py", draft=put(ada, "a.csv", b"name,city\nann,rome\nbob,oslo\n"))
    field(app, "Header rows").set_value("none")
    press(app, "Read again")
    assert list(app.dataframe[0].value["column_1"]) == ["name", "ann", "bob"]
    field(app, "Header rows").set_value("first")
    press(app, "Read again")
    assert "no row number" in words(app)


def test_files_that_are_no_tables_end_in_a_sentence(ada: Scope, open_page: OpenPage) -> None:
    for name, content in (("empty.csv", b" "), ("picture.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)):
        app = open_page("connections.py", draft=put(ada, name, content))
        assert app.error, name
        assert "Something went wrong" not in words(app), words(app)
        press(app, "Discard")
        assert "Check what was recognised" not in words(app)
    assert connections.list_connections(ada) == ()


def columns_of(app: AppTest) -> list[str]:
    """The columns of the table that the Catalog page shows."""
    frame = next(each.value for each in app.dataframe if "Column" in each.value and "Distinct" in each.value)
    return list(frame["Column"])


def test_the_catalog_shows_a_table_and_finds_it(ada: Scope, shop: connections.Connection, open_page: OpenPage) -> None:
    app = open_page("catalog.py")
    assert list(app.dataframe[0].value["Table"]) == ["customers", "orders"]
    assert columns_of(app) == ["id", "name", "city"]
    app.text_input[0].set_value("ordered_on").run()
    assert not app.exception
    assert columns_of(app) == ["id", "customer_id", "ordered_on", "amount"]
    app.text_input[0].set_value("Basel").run()
    assert list(app.dataframe[0].value["Is a"]) == ["stored value in city"]
    assert columns_of(app) == ["id", "name", "city"]
    app.text_input[0].set_value("nothing like this").run()
    assert "Nothing here holds that" in words(app)


def test_a_table_has_an_address(ada: Scope, shop: connections.Connection, open_page: OpenPage) -> None:
    assert columns_of(open_page("catalog.py", table="orders"))[1] == "customer_id"
    assert columns_of(open_page("catalog.py", table="nothere"))[1] == "name"


def test_keys_are_drawn_around_a_table_and_as_a_whole(
    ada: Scope, shop: connections.Connection, open_page: OpenPage
) -> None:
    app = open_page("catalog.py")
    (drawing,) = app.get("graphviz_chart")
    assert '"orders" -> "customers"' in drawing.proto.spec
    app.session_state["catalog_tabs"] = "Schema"
    app.run()
    (whole,) = app.get("graphviz_chart")
    assert '"orders" -> "customers"' in whole.proto.spec


def test_the_words_of_a_table_and_of_the_house_are_shown(
    ada: Scope, shop: connections.Connection, open_page: OpenPage
) -> None:
    app = press(open_page("catalog.py"), "Describe")
    assert app.text_area(key="describe_text").value == ""
    glossary.describe_table(ada, shop.id, "customers", glossary.Description("Who *buys*", ("buyers",)))
    glossary.keep_metric(ada, shop.id, "revenue", "sum(amount)", "orders", "ordered_on", "EUR")
    app = open_page("catalog.py")
    assert "Who *buys*" in words(app)
    assert "also called buyers" in words(app)
    app.session_state["catalog_tabs"] = "Glossary"
    press(app.run(), "New metric")
    assert app.selectbox(key="metric_table").value == "customers"
    assert app.code[0].value == "sum(amount)"
    assert "dated by ordered_on · euros" in words(app)


def test_history_tells_what_changed_and_what_broke(
    ada: Scope, shop: connections.Connection, open_page: OpenPage
) -> None:
    row = ada.store.get("connections", shop.id)
    saved.keep_meaning(ada, row, Meaning(verified=(VerifiedQuestion("cities", "SELECT city FROM customers", "Bo"),)))
    with closing(sqlite3.connect(ada.settings.home / "databases" / "shop.sqlite")) as raw:
        raw.execute("ALTER TABLE customers DROP COLUMN city")
    catalogs.refresh_catalog(ada, shop.id)
    app = open_page("catalog.py")
    app.session_state["catalog_tabs"] = "History"
    app.run()
    assert "customers.city" in words(app)
    assert "cities** (verified question, of Bo)" in words(app)


def test_a_viewer_edits_no_words(
    ada: Scope, shop: connections.Connection, enter: Callable[..., Scope], open_page: OpenPage
) -> None:
    enter("Vic", Role.VIEWER)
    app = open_page("catalog.py")
    assert "Describe" not in [button.label for button in app.button]
    app.session_state["catalog_tabs"] = "Glossary"
    app.run()
    assert "New metric" not in [button.label for button in app.button]


def test_the_first_rows_of_a_table(ada: Scope, shop: connections.Connection, open_page: OpenPage) -> None:
    app = open_page("catalog.py")
    app.session_state[next(str(each.key) for each in app.expander if each.label == "First rows")] = True
    app.run()
    assert not app.exception
    assert list(app.dataframe[2].value["name"]) == ["Ada", "Bo", "Cy"]


def test_a_changed_password_ends_every_session(engine: Engine, ada: Scope, visit, open_page: OpenPage) -> None:
    app = open_page("account.py")
    for position, value in enumerate((PASSWORD, "quite another long one", "quite another long one")):
        app.text_input[position].set_value(value)
    press(app, "Change password")
    assert sessions.actor_for(engine, visit.session) is None
    assert sessions.sign_in(engine, "Ada", "quite another long one", "127.0.0.1")


def test_two_new_passwords_that_differ(engine: Engine, ada: Scope, visit, open_page: OpenPage) -> None:
    app = open_page("account.py")
    for position, value in enumerate((PASSWORD, "quite another long one", "quite another long two")):
        app.text_input[position].set_value(value)
    press(app, "Change password")
    assert "differ" in app.error[0].value
    assert sessions.sign_in(engine, "Ada", PASSWORD, "127.0.0.1")


def test_signing_out_everywhere(engine: Engine, ada: Scope, visit, open_page: OpenPage) -> None:
    press(open_page("account.py"), "Sign out everywhere")
    assert sessions.actor_for(engine, visit.session) is None
