"""Saved queries: found again, changed by one at a time, shared or not, and known to whoever changes what they read."""

from __future__ import annotations

import dataclasses

import pytest
from houses import add_org, connect_shop, join

from datamind import saved
from datamind.access import Role
from datamind.engine import Engine, Scope
from datamind.errors import Conflict, Forbidden, InvalidInput, NotFound
from datamind.services import connections, saved_queries
from datamind.types import Meaning, Parameter, VerifiedQuestion

SQL = "SELECT name FROM customers WHERE city = {{ city }}"
CITY = Parameter("city", "text", "Bern")


@pytest.fixture
def org(engine: Engine) -> int:
    return add_org(engine, "Org")


@pytest.fixture
def ada(engine: Engine, org: int) -> Scope:
    return join(engine, org, "Ada")


@pytest.fixture
def bo(engine: Engine, org: int) -> Scope:
    return join(engine, org, "Bo", Role.ANALYST)


@pytest.fixture
def shop(ada: Scope) -> connections.Connection:
    return connect_shop(ada)


@pytest.fixture
def query(ada: Scope, shop: connections.Connection) -> saved_queries.SavedQuery:
    return saved_queries.save_query(
        ada, shop.id, "People of a city", SQL, (CITY,), "Who lives there", ("people", "people", " "), "Sales", True
    )


def test_it_is_found_by_name_words_folder_and_tag(ada: Scope, query: saved_queries.SavedQuery) -> None:
    assert (query.version, query.tags, query.parameters, query.owner) == (1, ("people",), (CITY,), "Ada")
    for found in (
        saved_queries.list_queries(ada, "lives people"),
        saved_queries.list_queries(ada, "FROM customers"),
        saved_queries.list_queries(ada, folder="Sales"),
        saved_queries.list_queries(ada, tag="people"),
    ):
        assert [each.id for each in found] == [query.id]
    assert saved_queries.list_queries(ada, "orders") == ()
    assert saved_queries.list_queries(ada, folder="Other") == ()


def test_a_name_is_given_once_by_each(ada: Scope, bo: Scope, query: saved_queries.SavedQuery) -> None:
    with pytest.raises(InvalidInput, match="already"):
        saved_queries.save_query(ada, query.connection_id, " People  of a city ", SQL)
    assert saved_queries.save_query(bo, query.connection_id, "People of a city", SQL).owner == "Bo"


@pytest.mark.parametrize(
    ("name", "sql", "parameters", "field"),
    [
        ("", SQL, (), "name"),
        ("x" * 121, SQL, (), "name"),
        ("x", "  ", (), "sql"),
        ("x", SQL, (Parameter("city", "file"),), "city"),  # type: ignore[arg-type]
        ("x", SQL, (Parameter("a b"),), "a b"),
    ],
)
def test_what_cannot_be_kept_names_its_field(
    ada: Scope, shop: connections.Connection, name: str, sql: str, parameters: tuple[Parameter, ...], field: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        saved_queries.save_query(ada, shop.id, name, sql, parameters)
    assert caught.value.field == field


def test_two_people_at_once_lose_nothing(ada: Scope, bo: Scope, query: saved_queries.SavedQuery) -> None:
    changed = saved_queries.change_query(bo, query.id, query.version, sql="SELECT name FROM customers")
    with pytest.raises(Conflict, match="Bo changed this query in the meantime"):
        saved_queries.change_query(ada, query.id, query.version, description="Mine")
    assert saved_queries.get_query(ada, query.id) == dataclasses.replace(changed, is_own=True)


def test_versions_are_compared_and_restored(ada: Scope, query: saved_queries.SavedQuery) -> None:
    sql = "SELECT name\nFROM customers"
    saved_queries.change_query(ada, query.id, 1, sql=sql, parameters=())
    assert [(each.version, each.what) for each in saved_queries.list_versions(ada, query.id)] == [
        (2, "Changed: SQL, parameters"),
        (1, "Saved"),
    ]
    assert saved_queries.compare_version(ada, query.id, 1).splitlines()[1:] == [
        f"-{SQL}", "+SELECT name", "+FROM customers",
    ]  # fmt: skip
    again = saved_queries.restore_version(ada, query.id, 1)
    assert (again.version, again.sql, again.parameters) == (3, SQL, (CITY,))
    with pytest.raises(InvalidInput):
        saved_queries.restore_version(ada, query.id, 9)


def test_a_change_that_changes_nothing_makes_no_version(ada: Scope, query: saved_queries.SavedQuery) -> None:
    same = saved_queries.change_query(ada, query.id, 1, name=query.name, sql=SQL, tags=query.tags, parameters=(CITY,))
    assert same == query


def test_private_ones_are_their_owners_and_the_admins(ada: Scope, bo: Scope, shop: connections.Connection) -> None:
    private = saved_queries.save_query(bo, shop.id, "Mine", SQL)
    cy = join(ada.engine, ada.actor.org_id, "Cy", Role.ANALYST)
    assert saved_queries.list_queries(cy) == ()
    with pytest.raises(NotFound):
        saved_queries.get_query(cy, private.id)
    assert [each.name for each in saved_queries.list_queries(ada)] == ["Mine"]
    saved_queries.share_query(bo, private.id)
    assert saved_queries.change_query(cy, private.id, 2, description="Ours").updated_by == "Cy"
    for change in (saved_queries.delete_query, saved_queries.share_query):
        with pytest.raises(Forbidden, match="This query is Bo's"):
            change(cy, private.id)


def test_a_connection_kept_for_admins_hides_its_queries(ada: Scope, bo: Scope, query: saved_queries.SavedQuery) -> None:
    assert saved_queries.list_queries(bo)
    connections.keep_for(ada, query.connection_id, Role.ADMIN)
    assert saved_queries.list_queries(bo) == ()
    with pytest.raises(NotFound):
        saved_queries.get_query(bo, query.id)


def test_who_deletes_one_is_told_what_runs_it(ada: Scope, query: saved_queries.SavedQuery) -> None:
    row = ada.store.get("connections", query.connection_id)
    asked = VerifiedQuestion("who lives in Bern", "SELECT name FROM customers\n  WHERE city = 'Bern'", "Bo")
    saved.keep_meaning(ada, row, Meaning(verified=(asked, VerifiedQuestion("other", "SELECT 1", "Bo"))), {})
    assert [(use.kind, use.name) for use in saved_queries.list_uses(ada, query.id)] == [
        ("verified question", "who lives in Bern")
    ]
    saved_queries.delete_query(ada, query.id)
    with pytest.raises(NotFound):
        saved_queries.get_query(ada, query.id)
