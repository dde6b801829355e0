"""The brief: what the model is told, in the order in which it is cached.

In: a SchemaContext, and what went wrong before. Out: the body of a request. First the rules (the same for every question
of a dialect), then the connection (the same until its schema or its descriptions change; the cache mark stands behind it),
then the question with what was found for it, never more than `question_budget`. To add a section: a function that returns
its text, and a place in `_sections`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from datamind.analysts.claude.options import ClaudeOptions
from datamind.analysts.claude.prompts import DIALECT_NAMES, draft_rules
from datamind.analysts.claude.ranking import fitting_metrics, nearest_examples, rank_tables
from datamind.analysts.claude.replies import DRAFT_SCHEMA
from datamind.analysts.claude.schema_text import Detail, describe_table, plain
from datamind.conversation import estimate_tokens, frame
from datamind.sql.frames import read_frame
from datamind.types import Catalog, Metric, SchemaContext, Term, ValueMatch

SCHEMA_TOKENS = 6_000
GLOSSARY_TOKENS = 1_500
CONVERSATION_TOKENS = 500
EXAMPLE_TOKENS, EXAMPLES_TOKENS = 200, 600
VALUES_TOKENS, FEEDBACK_TOKENS = 250, 500
TABLES_IN_FULL = 5
REPLY_TOKENS = 8_000
"""Room for thinking and the reply together; what is not used is not paid."""


@dataclass(frozen=True)
class Brief:
    """`rules` and `connection` are cached by the API, `question` is fresh; `tables` are those whose columns are told."""

    rules: str
    connection: str
    question: str
    tables: tuple[str, ...]

    @property
    def cached_tokens(self) -> int:
        return estimate_tokens(self.rules) + estimate_tokens(self.connection)

    @property
    def fresh_tokens(self) -> int:
        return estimate_tokens(self.question)


def write_brief(context: SchemaContext, requested: Sequence[str] = (), feedback: Sequence[str] = ()) -> Brief:
    """What to tell about `context`: `requested` are tables the model asked to see, `feedback` what was wrong before."""
    complete = _complete_schema(context)
    glossary = _describe_glossary(context.catalog.meaning.terms, context.catalog.meaning.metrics)
    in_connection = estimate_tokens(glossary) <= GLOSSARY_TOKENS
    connection = _fence(
        [
            f"The connection: a {DIALECT_NAMES[context.catalog.dialect]} database.",
            complete or _list_names(context),
            glossary if in_connection else "",
        ]
    )
    sections = _sections(context, feedback, with_glossary=not in_connection)
    if complete:
        told = tuple(table.full_name for table in context.catalog.tables)
        question = _write_question(context, sections)
    else:
        left = question_budget(_count_tables(context)) - estimate_tokens(_write_question(context, sections)) - 10
        details, told = _describe_tables(context, requested, left)
        question = _write_question(context, [details, *sections])
    return Brief(draft_rules(context.catalog.dialect), connection, question, told)


def write_body(brief: Brief, options: ClaudeOptions, effort: str) -> dict[str, Any]:
    """The arguments of the Messages API for this brief: no sampling, no prefill, no forced tool."""
    return {
        "model": options.model,
        "max_tokens": REPLY_TOKENS,
        "system": [
            {"type": "text", "text": brief.rules},
            {"type": "text", "text": brief.connection, "cache_control": {"type": "ephemeral", "ttl": "1h"}},
        ],
        "messages": [{"role": "user", "content": [{"type": "text", "text": brief.question}]}],
        "output_config": {"effort": effort, "format": {"type": "json_schema", "schema": DRAFT_SCHEMA}},
    }


def question_budget(n_tables: int) -> int:
    """Tokens for one question, by the size of the database; never above 3,000."""
    return 1_500 if n_tables <= 20 else 2_500 if n_tables <= 100 else 3_000


# ── the connection ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _complete_schema(context: SchemaContext) -> str:
    """Every table with its columns, when that fits; else nothing."""
    whole = context.whole or (None if context.left_out else context.catalog)
    if whole is None or len(whole.tables) > SCHEMA_TOKENS // 10:
        return ""
    tables = sorted(whole.tables, key=lambda table: table.full_name)
    text = "\n".join(["All tables, with their columns:", *(describe_table(table, whole) for table in tables)])
    return text if estimate_tokens(text) <= SCHEMA_TOKENS else ""


def _list_names(context: SchemaContext) -> str:
    schema = context.catalog.default_schema
    names = {table.full_name for table in (context.whole or context.catalog).tables} | set(context.left_out)
    texts = sorted(plain(name.removeprefix(f"{schema}.") if schema else name, 130) for name in names)
    head = f"Names of all {len(texts):,} tables; the columns of the most fitting come with the question:"
    listed: list[str] = []
    left = SCHEMA_TOKENS - estimate_tokens(head) - 20
    for text in texts:
        left -= estimate_tokens(text + ", ")
        if left < 0:
            return f"{head}\n{', '.join(listed)}, and {len(texts) - len(listed):,} more"
        listed.append(text)
    return f"{head}\n{', '.join(listed)}"


def _count_tables(context: SchemaContext) -> int:
    return (
        len((context.whole or context.catalog).tables)
        if context.whole
        else (len(context.catalog.tables) + len(context.left_out))
    )


def _describe_glossary(terms: Sequence[Term], metrics: Sequence[Metric]) -> str:
    if not terms and not metrics:
        return ""
    lines = [
        f"{plain(metric.name, 60)}{_also(metric.synonyms)} = {plain(metric.expression, 300)} over {plain(metric.table, 130)}"
        + (f", dated by {plain(metric.date_column, 130)}" if metric.date_column else "")
        for metric in sorted(metrics, key=lambda metric: metric.name)
    ]
    lines += [
        f"{plain(term.name, 60)}{_also(term.synonyms)}: {plain(term.definition, 300)}"
        for term in sorted(terms, key=lambda term: term.name)
    ]
    return "\n".join(["Metrics and terms of the house:", *lines])


def _also(synonyms: Sequence[str]) -> str:
    return f" ({plain(', '.join(synonyms[:4]), 80)})" if synonyms else ""


# ── the question ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _write_question(context: SchemaContext, sections: Sequence[str]) -> str:
    today = context.question.as_of
    fenced = _fence(sections) if any(sections) else ""
    asked = (
        f"Today is {today.isoformat()}, a {today:%A}.\n<question>\n{plain(context.question.text, 2_000)}\n</question>"
    )
    return f"{fenced}\n{asked}" if fenced else asked


def _fence(sections: Sequence[str]) -> str:
    return "<data>\n" + "\n\n".join(section for section in sections if section) + "\n</data>"


def _sections(context: SchemaContext, feedback: Sequence[str], with_glossary: bool) -> list[str]:
    house = ""
    if with_glossary:
        house = _fit(_describe_glossary(context.terms, fitting_metrics(context)).splitlines(), 300)
    return [
        _describe_values(context),
        house,
        _describe_examples(context),
        _describe_history(context),
        _feedback(feedback),
    ]


def _describe_values(context: SchemaContext) -> str:
    if not context.values:
        return ""
    lines = []
    for match in context.values:
        place = f"{plain(match.table, 130)}.{plain(match.column, 130)}"
        if _is_secret(match, context.whole or context.catalog):
            lines.append(f'"{plain(match.words, 60)}" is stored, spelled in another way, in {place}')
            continue
        value = plain(match.value, 80).replace("'", "''")
        lines.append(f"\"{plain(match.words, 60)}\" is stored as '{value}' in {place}")
    return _fit(["Stored values that the question names:", *lines], VALUES_TOKENS)


def _is_secret(match: ValueMatch, catalog: Catalog) -> bool:
    """Names of people stay in the house: only what the question spells out itself is said again."""
    table = next((each for each in catalog.tables if match.table in (each.full_name, each.name)), None)
    column = table.column(match.column) if table else None
    return bool(column and column.personal) and match.value.casefold() != match.words.casefold()


def _describe_examples(context: SchemaContext) -> str:
    lines = [
        f"Q: {plain(example.question, 200)}\nSQL: {plain(example.sql, int(EXAMPLE_TOKENS * 3.3) - 200)}"
        for example in nearest_examples(context)
    ]
    return _fit(["Similar questions whose SQL a person has verified:", *lines], EXAMPLES_TOKENS) if lines else ""


def _describe_history(context: SchemaContext) -> str:
    read = partial(_read_lines, catalog=context.catalog)
    text = frame(context.question.history, CONVERSATION_TOKENS - 10, read)
    return "The conversation so far:\n" + "\n".join(plain(line, 1_700) for line in text.splitlines()) if text else ""


def _read_lines(sql: str, catalog: Catalog) -> tuple[tuple[str, str], ...]:
    found = read_frame(sql, catalog.dialect)
    return found.lines() if found else ()


def _feedback(feedback: Sequence[str]) -> str:
    if not feedback:
        return ""
    lines = [plain(line, 900) for line in feedback]
    return _fit(["What was tried before, and why it will not do. Give a different reply:", *lines], FEEDBACK_TOKENS)


def _describe_tables(
    context: SchemaContext, requested: Sequence[str], budget_tokens: int
) -> tuple[str, tuple[str, ...]]:
    """The most fitting tables, as many as fit: the first in full, then lean, then those with no word in common by name."""
    lines = ["The tables that fit best, with their columns:"]
    told: list[str] = []
    left = budget_tokens - estimate_tokens(lines[0]) - 1
    for table, fit in rank_tables(context, requested):
        in_full = fit > 0 and len(told) < TABLES_IN_FULL
        details: tuple[Detail, ...] = (
            ("full", "lean", "names") if in_full else ("lean", "names") if fit > 0 else ("names",)
        )
        for detail in details:
            text = describe_table(table, context.catalog, detail)
            cost = estimate_tokens(text + "\n")
            if cost <= left and (cost <= left * 0.6 or detail == "names"):
                lines.append(text)
                told.append(table.full_name)
                left -= cost
                break
        if left < 30:
            break
    return "\n".join(lines), tuple(told)


def _fit(lines: Sequence[str], budget_tokens: int) -> str:
    """The first lines, as many as fit; nothing when there is but a headline."""
    kept: list[str] = []
    for line in lines:
        if estimate_tokens("\n".join([*kept, line])) > budget_tokens:
            break
        kept.append(line)
    return "\n".join(kept) if len(kept) > 1 else ""
