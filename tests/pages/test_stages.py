"""The stages as a reader sees them on the way."""

from __future__ import annotations

from datetime import date

from datamind.types import Catalog, Question, Rejection, SchemaContext, SqlDraft, ValidatedQuery
from pages.parts.stages import STEPS, write_stages

CONTEXT = SchemaContext(Question("how many?", date(2026, 1, 1)), Catalog("sqlite", ()))
DRAFT = SqlDraft("SELECT 1", "one", "offline")
QUERY = ValidatedQuery.__new__(ValidatedQuery)  # only its type is looked at; the guard alone makes real ones


def test_before_anything_the_first_step_is_under_way() -> None:
    lines = write_stages((), 0.1).split("\n")
    assert len(lines) == len(STEPS)
    assert "shimmer[Understanding" in lines[0]
    assert all("circle" in line for line in lines[1:])


def test_what_is_done_shows_its_time() -> None:
    text = write_stages(((CONTEXT, 0.05), (DRAFT, 1.25)), 2.0)
    assert "Understood the question :gray[:small[0.05 s]]" in text
    assert "Wrote the SQL :gray[:small[1.25 s]]" in text
    assert "shimmer[Checking" in text


def test_a_rejected_draft_goes_back_to_writing_and_says_why() -> None:
    rejection = Rejection(DRAFT, "no *such* column")
    text = write_stages(((CONTEXT, 0.1), (DRAFT, 0.2), (QUERY, 0.3), (rejection, 0.4)), 0.5)
    assert "no \\*such\\* column" in text
    assert "shimmer[Writing" in text
    assert "Checked" not in text
