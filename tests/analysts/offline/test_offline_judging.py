"""When the offline analyst answers, asks back, says no, and what it tells with it; and that odd words never break it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from datamind.analysts import make_analyst
from datamind.analysts.base import Analyst
from datamind.analysts.offline import OfflineAnalyst, example_questions
from datamind.errors import InvalidInput
from datamind.linking import link
from datamind.sql.guard import validate
from datamind.types import (
    Catalog,
    Clarification,
    Limits,
    Meaning,
    Metric,
    Question,
    Refusal,
    Rejection,
    SqlDraft,
    Term,
    Turn,
)

TODAY = date(2026, 3, 1)


def ask(text: str, catalog: Catalog, history: tuple[Turn, ...] = ()) -> SqlDraft | Clarification | Refusal:
    return OfflineAnalyst().draft(link(Question(text, TODAY, history), catalog))


def sql_of(text: str, catalog: Catalog) -> str:
    outcome = ask(text, catalog)
    assert isinstance(outcome, SqlDraft), outcome
    return outcome.sql


@pytest.mark.parametrize(
    "text",
    [
        "Which books do well?",
        "Which branch is better?",
        "Who are the best members?",
        "Which book is the best?",
        "Show big publishers",
        "Show recent loans",
        "Which members are old?",
    ],
)
def test_a_vague_word_is_asked_back_with_real_options(text: str, library: Any) -> None:
    outcome = ask(text, library.catalog)
    assert isinstance(outcome, Clarification)
    assert 2 <= len(outcome.options) <= 4
    assert len({option.rewrite for option in outcome.options}) == len(outcome.options)
    for option in outcome.options:
        assert isinstance(ask(option.rewrite, library.catalog), SqlDraft), option


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("What is the average salary of members?", "salary"),
        ("How many podcasts are there per genre?", "podcasts"),
        ("Which members used a voucher?", "voucher"),
        ("Total shipping weight by city", "shipping"),
        ("Show members with status suspended", "suspended"),
    ],
)
def test_an_unknown_noun_is_named_and_refused(text: str, word: str, library: Any) -> None:
    outcome = ask(text, library.catalog)
    assert isinstance(outcome, Refusal)
    assert word in outcome.reason
    assert outcome.suggestions


@pytest.mark.parametrize(
    "text",
    [
        "How do librarians sort their shelves?",
        "Why is the sky blue?",
        "Explain photosynthesis",
        "What is the meaning of life?",
        "Can we trust each other?",
    ],
)
def test_what_rows_cannot_answer_is_refused(text: str, library: Any) -> None:
    assert isinstance(ask(text, library.catalog), Refusal)


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "?", "the of and", "SELECT * FROM member; DROP TABLE member", "'; DELETE FROM loan --", "members' OR 1=1", "名前は何ですか", "🙂🙂🙂", "number of " * 150,
        "\"unclosed", "N1 T2 C3 V4", "average average average", "((((", "between and", "top 0 members", "how many how many how many",
    ],
)  # fmt: skip
def test_odd_words_give_an_outcome_and_only_reading_sql(text: str, library: Any) -> None:
    outcome = ask(text, library.catalog)
    if isinstance(outcome, SqlDraft):
        validate(outcome.sql, library.catalog)


def test_an_answer_tells_how_it_was_read(library: Any) -> None:
    outcome = ask("Total fine by city in 2023", library.catalog)
    assert isinstance(outcome, SqlDraft)
    assert outcome.reading == "Total fine by city, where loan date is in 2023"
    assert [(chip.part, chip.text) for chip in outcome.chips] == [
        ("measure", "total fine"),
        ("by", "city"),
        ("when", "loan date is in 2023"),
    ]
    assert outcome.usage.calls == 0


def test_old_data_makes_its_last_day_today_and_says_so(library: Any) -> None:
    outcome = ask("How many loans were made last month?", library.catalog)
    assert isinstance(outcome, SqlDraft)
    assert any("ends on" in text for text in outcome.assumptions)


def test_an_amount_that_no_column_is_called_by_is_told(library: Any) -> None:
    outcome = ask("revenue by city", library.catalog)
    assert not isinstance(outcome, SqlDraft) or outcome.assumptions


def test_a_rejected_statement_is_not_offered_again(library: Any) -> None:
    context = link(Question("Number of loans by genre", TODAY), library.catalog)
    first = OfflineAnalyst().draft(context)
    assert isinstance(first, SqlDraft)
    again = OfflineAnalyst().draft(context, (Rejection(first, "no"),))
    assert not isinstance(again, SqlDraft) or again.sql != first.sql


@pytest.mark.parametrize(
    "text", ["Cancelled loans", "How many cancelled loans per month?", "Number of revoked members"]
)
def test_a_participle_that_no_data_explains_is_never_left_out(text: str, library: Any) -> None:
    outcome = ask(text, library.catalog)
    assert isinstance(outcome, Refusal), outcome
    assert "“cancelled”" in str(outcome.reason) or "“revoked”" in str(outcome.reason)


def test_a_median_is_no_other_number_when_it_cannot_be_had(library: Any) -> None:
    context = link(Question("Median fine of loans", TODAY), library.catalog)
    first = OfflineAnalyst().draft(context)
    assert isinstance(first, SqlDraft)
    fines = sorted(
        row[0]
        for row in library.connector.run(
            validate("SELECT fine FROM loan WHERE fine IS NOT NULL", library.catalog), Limits()
        ).rows
    )
    middle = (fines[(len(fines) - 1) // 2] + fines[len(fines) // 2]) / 2
    assert library.connector.run(validate(first.sql, library.catalog), Limits()).rows == ((pytest.approx(middle),),)
    again = OfflineAnalyst().draft(context, (Rejection(first, "no such function"),))
    assert not isinstance(again, SqlDraft) or "MEDIAN" in again.sql


def test_what_is_called_a_total_is_not_called_so_twice(library: Any) -> None:
    outcome = ask("Total total seats by district", library.catalog)
    assert isinstance(outcome, SqlDraft)
    assert outcome.reading == "Total seats by district"


def test_metrics_of_the_house_come_first_among_the_examples(library: Any) -> None:
    metric = Metric("takings", "SUM(fine)", "loan", "loan_date")
    catalog = replace(library.catalog, meaning=Meaning(metrics=(metric,)))
    assert example_questions(catalog)[0] == "Takings by month"


def test_a_thing_that_is_asked_for_is_not_answered_by_the_highest_number_alone(library: Any) -> None:
    outcome = ask("Highest fine author", library.catalog)
    assert not isinstance(outcome, SqlDraft) or "author" in outcome.sql


def test_numbered_days_of_the_week_are_explained(library: Any) -> None:
    outcome = ask("How many loans per weekday?", library.catalog)
    assert isinstance(outcome, SqlDraft)
    assert any("0, which is Sunday" in said for said in outcome.assumptions)
    rows = library.connector.run(validate(outcome.sql, library.catalog), Limits()).rows
    dates = library.connector.run(validate("SELECT loan_date FROM loan", library.catalog), Limits()).rows
    sundays = sum(date.fromisoformat(str(row[0])[:10]).isoweekday() == 7 for row in dates)
    assert dict(rows)[0] == sundays


def test_examples_are_answered_by_itself(library: Any) -> None:
    questions = example_questions(library.catalog)
    assert len(questions) == len(set(questions)) == 6
    for text in questions:
        outcome = ask(text, library.catalog)
        assert isinstance(outcome, SqlDraft), text
        assert library.connector.run(validate(outcome.sql, library.catalog), Limits()).rows


def test_metrics_and_terms_have_the_right_of_way(library: Any) -> None:
    meaning = Meaning(
        terms=(Term("turnaround", "sum of fine"), Term("juniors", "membership type is 'Student'")),
        metrics=(Metric("reading load", "SUM(pages)", "book", "published_year", None, ("pages total",)),),
    )
    catalog = replace(library.catalog, meaning=meaning)
    assert "SUM" in sql_of("reading load by genre", catalog)
    assert "pages" in sql_of("reading load by genre", catalog)
    assert "SUM(t1.fine)" in sql_of("turnaround by city", catalog)
    assert "'Student'" in sql_of("how many juniors are there?", catalog)


# ── properties ──


@pytest.mark.parametrize("extra", ["from York", "older than 40", "who are students"])
def test_adding_a_filter_never_adds_rows(extra: str, library: Any) -> None:
    text = "Show the names of members"
    whole = library.connector.run(validate(sql_of(text, library.catalog), library.catalog), Limits())
    part = library.connector.run(validate(sql_of(f"{text} {extra}", library.catalog), library.catalog), Limits())
    assert 0 < len(part.rows) < len(whole.rows)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Number of loans by city", "How many loans are there in each city?"),
        ("members from York older than 40", "members older than 40 from York"),
        ("What is the average age of members?", "Show me the mean age of members"),
        ("List the titles of books in English", "Which titles of books are in English?"),
        ("Top 3 genres by number of loans", "top three genres by number of loans"),
        ("books cheaper than 20", "books with a price below 20"),
        ("How many boks are there?", "How many books are there?"),
    ],
)
def test_paraphrases_and_slips_agree(one: str, other: str, library: Any) -> None:
    rows = [
        sorted(map(str, library.connector.run(validate(sql_of(text, library.catalog), library.catalog), Limits()).rows))
        for text in (one, other)
    ]
    assert rows[0] == rows[1]


def test_a_renamed_schema_is_read_the_same(library: Any) -> None:
    """Other case, other separators: the same words."""
    renamed = replace(
        library.catalog,
        tables=tuple(
            replace(
                table,
                name=f"tbl_{table.name}s",
                columns=tuple(
                    replace(column, name="".join(part.title() for part in column.name.split("_")))
                    for column in table.columns
                ),
                primary_key=tuple("".join(part.title() for part in key.split("_")) for key in table.primary_key),
                unique=(),
                foreign_keys=tuple(
                    replace(
                        key,
                        columns=tuple("".join(part.title() for part in name.split("_")) for name in key.columns),
                        ref_table=f"tbl_{key.ref_table}s",
                        ref_columns=tuple(
                            "".join(part.title() for part in name.split("_")) for name in key.ref_columns
                        ),
                    )
                    for key in table.foreign_keys
                ),
            )
            for table in library.catalog.tables
        ),
    )
    for text in (
        "What is the average number of pages of books for each genre?",
        "Which member has borrowed the most books?",
        "members older than 40",
    ):
        here, there = sql_of(text, library.catalog), sql_of(text, renamed)
        plain = there.lower().replace('"', "").replace("tbl_", "").replace("s as t", " as t")
        assert [word for word in plain.split() if word.isalpha()] == [
            word for word in here.lower().replace('"', "").split() if word.isalpha()
        ]


def test_the_registry_makes_it() -> None:
    analyst: Analyst = make_analyst("offline", None)  # type: ignore[arg-type]
    assert analyst.name == "offline"
    assert analyst.words(Question("x", TODAY), ()) is None
    with pytest.raises(InvalidInput):
        make_analyst("oracle", None)  # type: ignore[arg-type]


def test_what_is_still_to_come_is_not_answered(library: Any) -> None:
    outcome = ask("What will the total fine be next month?", library.catalog)
    assert isinstance(outcome, Refusal)
    assert "The data ends on" in outcome.reason


@pytest.mark.parametrize(
    "text", ["members who never complained", "which authors have not retired?", "books not praised"]
)
def test_a_negation_that_is_not_understood_is_never_left_out(text: str, library: Any) -> None:
    outcome = OfflineAnalyst().draft(link(Question(text, date(2024, 1, 1)), library.catalog))
    assert isinstance(outcome, Refusal | Clarification)
    assert "not" in (outcome.reason if isinstance(outcome, Refusal) else outcome.question)


def test_what_people_have_said_counts_has_no_rival(library: Any) -> None:
    """A metric of the house is measured by it: readings of the same words that do without it are neither offered nor doubts."""
    meaning = Meaning(metrics=(Metric("revenue", "SUM(price * 2)", "book", None),))
    plain = OfflineAnalyst().draft(
        link(Question("revenue by genre", date(2024, 1, 1)), replace(library.catalog, meaning=meaning))
    )
    assert isinstance(plain, SqlDraft)
    assert "price * 2" in plain.sql
    assert not any("price" in reading.label for reading in plain.alternatives), plain.alternatives
