"""`eval`: questions with gold SQL in, predictions out, and how many results agree, by suite and by tag.

Each line of the questions file has `id`, `db_id`, `question`, optionally `gold` (statements), `suite`, `tags`, `evidence`
(glossary text), `history` (earlier turns) and `as_of` (today). Every draft passes the same door and connector as in the pages.
"""

from __future__ import annotations

import argparse
import html
import json
import re
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from datamind.agreement import gives_the_same
from datamind.analysts import ANALYSTS, make_analyst
from datamind.analysts.base import Analyst
from datamind.connectors import open_file
from datamind.connectors.base import Connector
from datamind.errors import AnalystError, ConnectorError, DataMindError, QueryRefused
from datamind.linking import link
from datamind.settings import Settings
from datamind.sql.guard import validate
from datamind.types import (
    Catalog,
    Clarification,
    Limits,
    Meaning,
    Question,
    Refusal,
    Rejection,
    ResultSet,
    SqlDraft,
    Term,
    Turn,
)

NAME = "eval"
LIMITS = Limits(rows=50_000)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = "Answer a file of questions and compare the results with those of their gold SQL."
    parser.add_argument("questions", type=Path, metavar="QUESTIONS.jsonl")
    parser.add_argument("--databases", type=Path, required=True, metavar="DIR", help="holds <db_id>.sqlite")
    parser.add_argument("--predictions", type=Path, required=True, metavar="OUT.jsonl")
    parser.add_argument("--analyst", choices=sorted(ANALYSTS), default="offline")
    parser.add_argument("--limit", type=int, help="only the first N questions")
    parser.add_argument("--report", type=Path, metavar="R.html", help="every miss, side by side")


def run(arguments: argparse.Namespace) -> int:
    """Exit 0 when every question was tried, 1 when a line could not be read, 2 when the files could not."""
    try:
        lines = arguments.questions.read_text(encoding="utf-8").splitlines()
        analyst = make_analyst(arguments.analyst, Settings.from_env())
    except (OSError, UnicodeDecodeError, DataMindError) as error:
        print(error, file=sys.stderr)
        return 2
    failed = False
    tried: list[Tried] = []
    with closing(Databases(arguments.databases)) as databases, arguments.predictions.open("w", encoding="utf-8") as out:
        for number, line in enumerate(line for line in lines if line.strip()):
            if arguments.limit is not None and number >= arguments.limit:
                break
            answer = _try_line(line, databases, analyst)
            failed = failed or "error" in answer.prediction
            tried.append(answer)
            out.write(json.dumps(answer.prediction, ensure_ascii=False) + "\n")
            out.flush()
    print("\n".join(summarise(tried)))
    if arguments.report:
        arguments.report.write_text(report(tried), encoding="utf-8")
    return int(failed)


@dataclass(frozen=True)
class Tried:
    """A question, what was predicted, and whether the result agrees (None without gold)."""

    record: dict[str, Any]
    prediction: dict[str, Any]
    agrees: bool | None = None


class Databases:
    """Opened databases with their profiles, each looked at once; at most eight stay open."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.open: dict[str, tuple[Connector, Catalog]] = {}
        self.catalogs: dict[tuple[str, str], Catalog] = {}

    def get(self, name: str) -> tuple[Connector, Catalog]:
        if name not in self.open:
            if len(self.open) >= 8:
                self.open.pop(next(iter(self.open)))[0].close()
            connector = open_file(self.folder / f"{name}.sqlite")
            self.open[name] = (connector, connector.profile(connector.catalog()))
        return self.open[name]

    def catalog(self, name: str, evidence: str) -> Catalog:
        """The catalog with the terms of `evidence`."""
        if (name, evidence) not in self.catalogs:
            terms = terms_of(evidence)
            catalog = self.get(name)[1]
            self.catalogs[name, evidence] = replace(catalog, meaning=Meaning(terms=terms)) if terms else catalog
        return self.catalogs[name, evidence]

    def close(self) -> None:
        for connector, _ in self.open.values():
            connector.close()


def terms_of(evidence: str) -> tuple[Term, ...]:
    """Glossary terms from plain text: "name = definition; name is …"."""
    terms = []
    for part in re.split(r"[;\n]|\.\s+(?=[A-Z])", evidence or ""):
        found = re.match(r"^\s*(.{2,60}?)\s*(?:=|:|\b(?:is|are|means|refers to)\b)\s*(.+?)\s*$", part)
        if found:
            terms.append(Term(found[1].strip(" '\"`"), found[2]))
    return tuple(terms)


def _try_line(line: str, databases: Databases, analyst: Analyst) -> Tried:
    record: dict[str, Any] = {}
    try:
        record = json.loads(line)
        return _try(record, databases, analyst)
    except (ValueError, KeyError, TypeError, DataMindError) as error:
        return Tried(
            record,
            {"id": record.get("id") if isinstance(record, dict) else None, "error": str(error) or type(error).__name__},
        )


def question_of(record: dict[str, Any]) -> Question:
    as_of = date.fromisoformat(str(record["as_of"])[:10]) if record.get("as_of") else date.today()
    history = tuple(Turn(turn["question"], turn.get("sql") or "") for turn in record.get("history") or ())
    return Question(record["question"], as_of, history)


def _try(record: dict[str, Any], databases: Databases, analyst: Analyst) -> Tried:
    catalog = databases.catalog(record["db_id"], record.get("evidence") or "")
    connector = databases.get(record["db_id"])[0]
    started = time.perf_counter()
    outcome, result, error = answer(question_of(record), catalog, connector, analyst)
    elapsed_ms = (time.perf_counter() - started) * 1000
    prediction: dict[str, Any] = {"id": record["id"], "sql": None, "action": "answer", "ms": round(elapsed_ms, 1)}
    if isinstance(outcome, Clarification):
        prediction |= {"action": "clarify", "question": outcome.question}
    elif isinstance(outcome, Refusal):
        prediction |= {"action": "refuse", "reason": outcome.reason}
    else:
        prediction |= {
            "sql": outcome.sql,
            "assumption": " ".join(outcome.assumptions) or None,
            "confidence": round(outcome.confidence, 3),
        }
        if error:
            prediction["failed"] = error
    usage = outcome.usage
    prediction |= {"calls": usage.calls, "input_tokens": usage.input_tokens, "output_tokens": usage.output_tokens}
    return Tried(record, prediction, _agrees(record, result, catalog, connector))


def answer(
    question: Question, catalog: Catalog, connector: Connector, analyst: Analyst
) -> tuple[SqlDraft | Clarification | Refusal, ResultSet | None, str]:
    """The outcome with its result; a refused or failed draft is repaired once, as in the pages."""
    context = link(question, catalog)
    rejections: tuple[Rejection, ...] = ()
    while True:
        try:
            draft = analyst.draft(context, rejections)
        except AnalystError as error:
            return Refusal(str(error), analyst.name), None, str(error)
        if not isinstance(draft, SqlDraft):
            return draft, None, ""
        try:
            query = validate(draft.sql, catalog, limits=LIMITS)
            return replace(draft, sql=query.sql), connector.run(query, LIMITS), ""
        except (QueryRefused, ConnectorError) as error:
            if rejections:
                return draft, None, str(error)
            rejections = (Rejection(draft, str(error)),)


# ── comparing results ────────────────────────────────────────────────────────────────────────────────────────────────────


def _agrees(record: dict[str, Any], result: ResultSet | None, catalog: Catalog, connector: Connector) -> bool | None:
    gold = record.get("gold") or []
    if not gold:
        return None
    return result is not None and any(
        gives_the_same(expected, result) for sql in gold if (expected := _run_gold(sql, catalog, connector))
    )


def _run_gold(sql: str, catalog: Catalog, connector: Connector) -> ResultSet | None:
    try:
        return connector.run(validate(sql, catalog, limits=LIMITS), LIMITS)
    except (QueryRefused, ConnectorError):
        return None


# ── telling ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def summarise(tried: list[Tried]) -> Iterator[str]:
    """Lines: all, then by suite, then by tag: how many agree, were answered, and agree when answered without a warning."""
    groups: dict[str, list[Tried]] = defaultdict(list)
    for one in tried:
        groups["all"].append(one)
        groups[f"suite {one.record.get('suite', '-')}"].append(one)
        for tag in one.record.get("tags") or ():
            groups[f"tag {tag}"].append(one)
    for name, ones in groups.items():
        judged = [one for one in ones if one.agrees is not None]
        sure = [
            one for one in judged if one.prediction.get("action") == "answer" and not one.prediction.get("assumption")
        ]
        yield f"{name:28} {len(ones):5} questions  {_share(judged):>6} agree  {len(sure):5} without a warning, {_share(sure):>6} of them agree"


def _share(ones: list[Tried]) -> str:
    return f"{100 * sum(bool(one.agrees) for one in ones) / len(ones):.1f}%" if ones else "-"


def report(tried: list[Tried]) -> str:
    """A page with the figures and every miss: question, gold, mine, and what was said."""
    rows = "".join(
        f"<tr><td>{html.escape(str(one.record.get('id')))}</td><td>{html.escape(str(one.record.get('question')))}</td>"
        f"<td><pre>{html.escape(chr(10).join(one.record.get('gold') or []))}</pre></td><td><pre>{html.escape(str(one.prediction.get('sql')))}</pre></td>"
        f"<td>{html.escape(str(one.prediction.get('assumption') or one.prediction.get('reason') or one.prediction.get('failed') or ''))}</td></tr>"
        for one in tried
        if one.agrees is False
    )
    figures = html.escape("\n".join(summarise(tried)))
    return (
        "<!doctype html><meta charset='utf-8'><title>Evaluation</title><style>body{font:14px sans-serif}td{vertical-align:top;border-top:1px solid #ccc;"
        "padding:4px}pre{white-space:pre-wrap;max-width:40em}</style>"
        f"<h1>Evaluation</h1><pre>{figures}</pre><table><tr><th>id<th>question<th>gold<th>mine<th>said</tr>{rows}</table>"
    )
