"""Words of a question meet names and stored values, in small catalogs and large ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from datamind.linking import find_mentions, index_of, lex, link
from datamind.linking.glossary import Formula, Meant, read_definition
from datamind.linking.morphology import lemma, split_name, stem
from datamind.linking.spelling import correct
from datamind.types import Catalog, Column, ColumnType, ForeignKey, Meaning, Profile, Question, Table, Term

DAY = date(2026, 3, 1)


def text(name: str, *values: str, rows: int = 40) -> Column:
    return Column(
        name,
        ColumnType.TEXT,
        profile=Profile(rows, len(values), 0, min(values), max(values), tuple((value, 1) for value in values), values),
    )


def number(name: str, low: int = 1, high: int = 900) -> Column:
    return Column(name, ColumnType.INTEGER, profile=Profile(40, 40, 0, low, high, ((low, 1), (high, 1))))


CATALOG = Catalog(
    "sqlite",
    (
        Table("tblClients", (number("ClientID"), text("FullName", "Ada Byron", "Alan T"), text("country_cd", "Germany", "United States"), text("sex", "F", "M")), primary_key=("ClientID",), row_estimate=40),
        Table("raw_orders", (number("id"), number("client_id", 1, 40), text("status", "open", "shipped"), number("tot_amt"), text("hometown", "New York", "Rome")), primary_key=("id",), foreign_keys=(ForeignKey(("client_id",), "tblClients", ("ClientID",)),), row_estimate=90),
    ),
)  # fmt: skip


def named(question: str, catalog: Catalog = CATALOG) -> dict[str, str]:
    """The best name of each table, column or value that is mentioned, by the words that say it."""
    index, tokens = index_of(catalog), lex(question)
    found: dict[str, str] = {}
    for mention in find_mentions(tokens, index):
        words = " ".join(token.lower for token in tokens[mention.start : mention.end])
        target = index.tables[mention.id].name if mention.kind == "table" else index.columns[mention.id].name
        found.setdefault(words, f"{target}={mention.values[0]}" if mention.values else target)
    return found


@pytest.mark.parametrize(
    ("question", "words", "target"),
    [
        ("all clients", "clients", "tblClients"),
        ("our customers", "customers", "tblClients"),
        ("orders by status", "status", "status"),
        ("total amount", "total amount", "tot_amt"),
        ("full names", "full names", "FullName"),
        ("hometowns", "hometowns", "hometown"),
        ("people in Germany", "germany", "country_cd=Germany"),
        ("German clients", "german", "country_cd=Germany"),
        ("clients from the USA", "usa", "country_cd=United States"),
        ("female clients", "female", "sex=F"),
        ("men", "men", "sex=M"),
        ("shipped ones", "shipped", "status=shipped"),
        ('from "new york"', "new york", "hometown=New York"),
        ("the client Byron", "byron", "FullName=Ada Byron"),
    ],
)
def test_words_find_their_names_and_values(question: str, words: str, target: str) -> None:
    assert named(question)[words] == target


@pytest.mark.parametrize("question", ["or in", "a man", "the 40 of them", "in me no"])
def test_small_words_and_numbers_are_no_values(question: str) -> None:
    assert not any("=" in target for words, target in named(question).items() if words != "man")


@pytest.mark.parametrize(
    ("word", "base"),
    [("cities", "city"), ("sold", "sell"), ("shipped", "ship"), ("boxes", "box"), ("status", "status"), ("people", "person"), ("priced", "price"), ("studies", "study")],
)  # fmt: skip
def test_a_lemma_undoes_inflection(word: str, base: str) -> None:
    assert lemma(word) == base


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("citizenship", "citizens"),
        ("opening", "opened"),
        ("location", "located"),
        ("injuries", "injured"),
        ("nationality", "nation"),
        ("voters", "votes"),
    ],
)
def test_a_stem_is_shared_by_a_family(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(
    ("name", "words"),
    [("InvoiceLineId", ("invoice", "line", "id")), ("t_fed_rev", ("t", "fed", "rev")), ("HTTPServer", ("http", "server")), ("#_Records", ("#", "records")), ("order date", ("order", "date"))],
)  # fmt: skip
def test_a_name_is_split(name: str, words: tuple[str, ...]) -> None:
    assert split_name(name) == words


@pytest.mark.parametrize(
    ("written", "values"),
    [("two thousand and 5k", [2000.0, 5000.0]), ("$1,500.50", [1500.5]), ("a hundred thousand", [100000.0]), ("twenty-five", [25.0]), ("3rd", [3.0]), ("1.5 million", [1500000.0]), ("no one", [])],
)  # fmt: skip
def test_numbers_are_read_in_words_and_figures(written: str, values: list[float]) -> None:
    assert [token.value for token in lex(written) if token.kind == "number"] == values


def test_quotations_and_negations_are_tokens() -> None:
    tokens = lex("Kyle's pets don't like 'The Beatles' or “A B”")
    assert [token.value for token in tokens if token.kind == "quoted"] == ["The Beatles", "A B"]
    assert "not" in [token.lower for token in tokens]


def test_a_slip_is_put_right_and_a_name_left_alone() -> None:
    tokens = correct(lex("cleints by staus in Romee"), index_of(CATALOG), frozenset())
    assert [token.lower for token in tokens] == ["client", "by", "status", "in", "romee"]


@pytest.mark.parametrize(
    ("definition", "meaning"),
    [
        ("UnitPrice * Quantity of lines", Formula("lines", '"UnitPrice" * "Quantity"', None)),
        ("SUM(quantity * unitprice)", Formula("lines", '"Quantity" * "UnitPrice"', "sum")),
        ("sum of invoice total", "sum|invoice total"),
        ("status = 'open'", Meant("status", "open")),
    ],
)
def test_a_definition_is_read(definition: str, meaning: object) -> None:
    assert read_definition(definition, {"lines": ("UnitPrice", "Quantity"), "orders": ("status",)}) == meaning


def test_a_term_of_the_house_links_like_a_column() -> None:
    catalog = replace(
        CATALOG,
        meaning=Meaning(
            terms=(Term("takings", "sum of tot_amt of orders"), Term("the yanks", "country is 'United States'"))
        ),
    )
    assert named("takings by status", catalog)["takings"] == "takings"
    assert named("orders of the yanks", catalog)["the yanks"] == "country_cd=United States"


def test_a_small_catalog_is_shown_whole_and_values_are_told() -> None:
    context = link(Question("How many German clients?", DAY), CATALOG)
    assert context.catalog is CATALOG
    assert context.left_out == ()
    assert [(match.table, match.column, match.value) for match in context.values] == [
        ("tblClients", "country_cd", "Germany")
    ]


def test_a_large_catalog_is_narrowed_to_what_is_asked_and_its_neighbours() -> None:
    fillers = tuple(Table(f"thing_{n}", (number("id"), text(f"part_{n}", "a", "b"))) for n in range(300))
    context = link(Question("total amount of open orders", DAY), replace(CATALOG, tables=(*fillers, *CATALOG.tables)))
    shown = {table.name for table in context.catalog.tables}
    assert {"raw_orders", "tblClients"} <= shown
    assert len(shown) <= 40
    assert len(shown) + len(context.left_out) == 302


def test_the_index_is_kept_by_what_the_catalog_holds() -> None:
    assert index_of(CATALOG) is index_of(replace(CATALOG))
    other = replace(CATALOG, meaning=Meaning(terms=(Term("x", "sum of tot_amt"),)))
    assert index_of(other) is not index_of(CATALOG)
