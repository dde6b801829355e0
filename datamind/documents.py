"""Answers and what is like them as parts of a document: values in, what `exports` writes into files out."""

from __future__ import annotations

from datamind.exports import Part
from datamind.running import Ran
from datamind.types import Answer, ChartSpec, Receipt, ResultSet


def make_part(answer: Answer, result: ResultSet | None = None) -> Part:
    """An answer as it was given; with `result`, its rows read anew."""
    assumed = tuple(f"Assumed: {assumption}" for assumption in answer.assumptions)
    rows = result or answer.result
    return Part(
        title=answer.title or answer.question,
        result=rows,
        chart=answer.chart,
        words=(answer.insight.headline, *answer.insight.sentences, *assumed, *answer.warnings),
        sql=answer.receipt.sql,
        receipt=(("Question", answer.question), ("Read as", answer.reading), *write_receipt(answer.receipt, rows)),
    )


def make_query_part(title: str, ran: Ran, chart: ChartSpec | None, person: str, revision: str) -> Part:
    """A query that a person ran, with its rows, and the chart they chose."""
    query = ran.query
    receipt = Receipt(query.sql, query.dialect, query.tables, revision, person, policies=query.policies)
    return Part(title, ran.result, chart, query.warnings, query.sql, write_receipt(receipt, ran.result))


def write_receipt(receipt: Receipt, result: ResultSet) -> tuple[tuple[str, str], ...]:
    """(name, value) lines that trace every number of an answer."""
    made_by = receipt.analyst + (f", {receipt.model}" if receipt.model else "")
    lines = [
        ("Tables", ", ".join(receipt.tables)),
        ("As of", f"{result.as_of:%d %b %Y, %H:%M:%S} UTC"),
        ("Rows", f"{len(result.rows):,}{', cut: there are more' if result.truncated else ''}"),
        ("Checked", f"read-only, one statement, catalog {receipt.catalog_revision}"),
        ("By", made_by),
        ("Rules", ", ".join(receipt.policies)),
    ]
    return tuple((name, text) for name, text in lines if text)
