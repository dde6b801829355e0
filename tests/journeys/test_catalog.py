"""The journey to the company's database, in real Chromium: a wrong password, then the right one; found, described, drawn."""

from __future__ import annotations

from databases import Values, connect_postgres, execute, new_database
from playwright.sync_api import Locator, Page, expect
from steps import ask, choose_data, expect_inside, sign_in

CANARY = "not-the-password-canary"
SHOP = (
    "CREATE TABLE customers (id integer PRIMARY KEY, name text, city text)",
    "CREATE TABLE orders (id integer PRIMARY KEY, customer_id integer REFERENCES customers (id), amount numeric)",
    "INSERT INTO customers SELECT n, 'Person ' || n, CASE n % 2 WHEN 0 THEN 'Bern' ELSE 'Basel' END "
    "FROM generate_series(1, 40) n",
    "INSERT INTO orders SELECT n, n % 40 + 1, n FROM generate_series(1, 200) n",
    "COMMENT ON TABLE orders IS 'What was bought'",
)


def fill_form(page: Page, values: Values, password: str) -> Locator:
    form = page.get_by_test_id("stForm")
    for label, value in (
        ("Name", "Company"),
        ("Host", values["host"]),
        ("Database", values["database"]),
        ("User", values["user"]),
        ("Password", password),
    ):
        form.get_by_role("textbox", name=label, exact=label == "Name").fill(str(value))
    form.get_by_label("Port", exact=True).fill(str(values["port"]))
    return form


def test_a_database_is_added_with_a_wrong_password_then_the_right_one(page: Page, postgres: Values) -> None:
    values = new_database(connect_postgres, postgres)
    execute(connect_postgres, values, *SHOP)
    sign_in(page)
    expect_inside(page)
    page.goto("/connections")
    page.get_by_text("Connect a database").click()
    form = fill_form(page, values, CANARY)
    form.get_by_text("Keep it even if the login can write").click()
    form.get_by_role("button", name="Save").click()
    alert = page.get_by_role("alert").filter(has_text="does not accept user")
    expect(alert).to_contain_text("Check both")
    expect(alert).not_to_contain_text(CANARY)

    form.get_by_role("textbox", name="Password").fill(values["password"])
    form.get_by_role("button", name="Save").click()
    card = page.locator('[class*="st-key-connection_"]').filter(has_text="Company")
    expect(card).to_contain_text("2 tables")
    assert values["password"] not in page.content()

    card.get_by_role("link", name="Catalog").click()
    expect(page.get_by_text("2 tables")).to_be_visible()
    search = page.get_by_placeholder("Find a table, column, stored value, term …")
    search.fill("basel")
    expect(page.get_by_role("heading", name="public.customers")).to_be_visible()
    search.fill("amount")
    expect(page.get_by_role("heading", name="public.orders")).to_be_visible()
    expect(page.get_by_text("What was bought").first).to_be_visible()
    expect(page.get_by_test_id("stGraphVizChart").locator("svg")).to_contain_text("public.customers")

    page.get_by_role("button", name="Describe").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="Description").fill("Every purchase since 2020")
    dialog.get_by_role("textbox", name="Other names").fill("purchases")
    dialog.get_by_role("textbox", name="Other names").press("Tab")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_have_count(0)
    expect(page.get_by_text("Every purchase since 2020").first).to_be_visible()

    page.get_by_role("tab", name="Glossary").click()
    page.get_by_role("button", name="New metric").click()
    dialog.get_by_role("textbox", name="Name", exact=True).fill("takings")
    dialog.get_by_role("textbox", name="Expression").fill("sum(amont)")
    dialog.locator('[class*="st-key-metric_table"]').get_by_role("combobox").click()
    page.get_by_role("option", name="public.orders").click()
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_text("Did you mean amount?")).to_be_visible()
    dialog.get_by_role("textbox", name="Expression").fill("sum(amount)")
    dialog.get_by_role("textbox", name="Expression").press("Tab")
    dialog.get_by_role("button", name="Save").click()
    expect(page.get_by_text("takings").first).to_be_visible()

    choose_data(page, "Company")
    expect(ask(page, "how many purchases are there?").get_by_test_id("stMetricValue")).to_have_text("200")
    expect(ask(page, "takings").get_by_test_id("stMetricValue")).to_have_text("20,100")
