"""The proof under an answer: how it was read, what was assumed, the SQL, what was read where and when, and the receipt."""

from __future__ import annotations

import streamlit as st

from datamind.access import Permission
from datamind.engine import Scope
from datamind.services import evidence, readings
from datamind.types import Answer
from pages.parts.frame import boundary
from pages.parts.lab_state import open_text
from pages.parts.plain import plain
from pages.parts.reading import show_parts, show_second_opinion, show_steps
from pages.parts.result import count_rows


def show_proof(scope: Scope, message_id: int, answer: Answer, busy: bool, own: bool) -> None:
    """All of it, in the order in which a doubt meets it; who reads somebody else's sees what is kept with the answer."""
    st.markdown("###### How it was read")
    if answer.reading:
        st.markdown(plain(answer.reading))
    if own:
        with boundary():
            show_parts(scope, message_id, answer, busy)
    if answer.assumptions:
        st.markdown("###### What was assumed")
        st.markdown("\n".join(f"- {plain(assumption)}" for assumption in answer.assumptions))
    st.markdown("###### The SQL that ran")
    if own:
        with boundary():
            _show_sql(scope, message_id, answer)
            show_steps(scope, message_id)
    else:
        st.code(format_sql(answer.receipt.sql), language="sql", wrap_lines=True)
    st.markdown("###### Evidence and receipt")
    st.markdown("  \n".join(f":gray[{name}:] {value}" for name, value in _receipt(answer)))
    if own:
        _show_sums(scope, message_id)
        show_second_opinion(scope, message_id, answer)


def _show_sql(scope: Scope, message_id: int, answer: Answer) -> None:
    """Laid out for reading, the text that ran beside it, and a way to go on with it by hand."""
    written = readings.read_written(scope, message_id)
    st.code(written.ran, language="sql", wrap_lines=True)
    with st.container(horizontal=True, gap="small"):
        if written.ran != answer.receipt.sql:
            with st.popover("As it ran", icon=":material/data_object:", type="tertiary", key=f"ran_{message_id}"):
                st.caption("Above it is laid out for reading; this is the text that was checked and ran.")
                st.code(answer.receipt.sql, language="sql", wrap_lines=True)
        if scope.actor.may(Permission.RUN_SQL) and st.button(
            "Open in SQL lab", icon=":material/terminal:", type="tertiary", key=f"lab_{message_id}"
        ):
            open_text(written.drafted, written.connection_id)
            st.switch_page("sql_lab.py")


def _show_sums(scope: Scope, message_id: int) -> None:
    """Whether the parts make the whole; computed when somebody looks."""
    with boundary():
        for each in evidence.reconcile(scope, message_id):
            mark = ":green[:material/functions:]" if each.holds else ":orange[:material/report:]"
            st.markdown(f"{mark} {plain(each.sentence)}")


def _receipt(answer: Answer) -> list[tuple[str, str]]:
    receipt, result = answer.receipt, answer.result
    tables = ", ".join(receipt.tables)
    made_by = receipt.analyst + (f", {receipt.model}" if receipt.model else "")
    lines = [
        ("Read", f"{plain(tables)} · {count_rows(result)} in {result.elapsed_s * 1000:,.0f} ms"),
        ("As of", f"{result.as_of:%d %b %Y, %H:%M:%S} UTC"),
        ("Checked", f"read-only, one statement, catalog {plain(receipt.catalog_revision)}"),
        ("By", plain(made_by)),
    ]
    if receipt.repairs:
        lines.append(("Repaired", f"{receipt.repairs} time{'s' if receipt.repairs > 1 else ''} before it ran"))
    if receipt.policies:
        lines.append(("Policies", plain(", ".join(receipt.policies))))
    if receipt.usage.calls:
        lines.append(
            (
                "Cost",
                f"US\\$ {receipt.usage.cost_usd:.4f} · {receipt.usage.input_tokens + receipt.usage.output_tokens:,} tokens",
            )
        )
    lines.append(("Whole answer", f"{receipt.elapsed_s:.2f} s"))
    return lines


def format_sql(sql: str) -> str:
    """The SQL as it ran, each clause on a line of its own; what stands in quotes is left alone."""
    return sql if "\n" in sql else _break_lines(sql)


def _break_lines(sql: str) -> str:
    clauses = (
        "FROM",
        "WHERE",
        "GROUP BY",
        "HAVING",
        "ORDER BY",
        "LIMIT",
        "LEFT JOIN",
        "INNER JOIN",
        "JOIN",
        "UNION ALL",
    )
    out, quote, depth, at = [], "", 0, 0
    while at < len(sql):
        character = sql[at]
        if quote:
            quote = "" if character == quote else quote
        elif character in "'\"`":
            quote = character
        depth += 0 if quote else (character == "(") - (character == ")")
        clause = next(
            (c for c in clauses if not quote and depth == 0 and sql[at : at + len(c) + 2].upper() == f" {c} "), None
        )
        out.append(f"\n{sql[at + 1 : at + 1 + len(clause)]} " if clause else character)
        at += len(clause) + 2 if clause else 1
    return "".join(out)
