"""Claude as an analyst: a context goes in; a draft, a question back or a plain no comes out.

At most two calls a draft. The second is for tables that the model asks to see, for a reply that could not be read, or for
a query in which the checks found something; what they still find after that is told to the reader.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass

from datamind.analysts.claude.brief import write_body, write_brief
from datamind.analysts.claude.client import NOBODYS, ClaudeClient, Deadline, Desk
from datamind.analysts.claude.enriching import estimate_cost, read_proposals, split_batches, write_enrich_body
from datamind.analysts.claude.options import ClaudeOptions
from datamind.analysts.claude.prompts import DIALECT_VERSIONS, DRAFT_VERSION, ENRICH_VERSION, WORDS_VERSION
from datamind.analysts.claude.replies import Said, Unreadable, check_stop, read_reply
from datamind.analysts.claude.words import read_sentences, write_words_body
from datamind.cancellation import Cancellation
from datamind.errors import AnalystFailed, AnalystUnavailable
from datamind.privacy import allows, narrow_catalog, narrow_context, narrow_rejections
from datamind.sql.chips import read_chips
from datamind.sql.findings import find_problems
from datamind.sql.frames import same_query
from datamind.types import (
    Catalog,
    Clarification,
    Fact,
    Proposal,
    Question,
    Refusal,
    Rejection,
    SchemaContext,
    SqlDraft,
    Table,
    Usage,
)

CALLS_A_DRAFT = 2
KEPT_IN_HOUSE = "This connection is set to be told to no model."


@dataclass(frozen=True)
class _Candidate:
    """A readable query and what the checks found in it."""

    said: Said
    findings: tuple[str, ...] = ()


class ClaudeAnalyst:
    """Thread-safe; one for the whole process, and a desk of it (`at`) for each question."""

    name = "claude"

    def __init__(self, options: ClaudeOptions, desk: Desk = NOBODYS):
        self.options = options
        self.desk = desk
        self._client = ClaudeClient(options)

    def at(self, desk: Desk) -> ClaudeAnalyst:
        """The same analyst with the same connections, at work for somebody."""
        seated = copy(self)
        seated.desk = desk
        return seated

    def draft(
        self, context: SchemaContext, rejections: tuple[Rejection, ...] = (), cancellation: Cancellation | None = None
    ) -> SqlDraft | Clarification | Refusal:
        """A query for the question in `context`; after a rejection, a repaired one.

        Raises: AnalystUnavailable, AnalystFailed, QueryCancelled.
        """
        level = self.desk.privacy
        if level == "off":
            raise AnalystUnavailable(KEPT_IN_HOUSE)
        told = narrow_context(context, level)
        return _Drafting(self, told, narrow_rejections(rejections, level), cancellation or Cancellation()).run()

    def words(
        self, question: Question, facts: tuple[Fact, ...], cancellation: Cancellation | None = None
    ) -> tuple[tuple[str, ...], Usage] | None:
        """Up to 3 sentences with references to `facts`, and their cost; None without facts or key, or where results are
        not told.

        Raises: AnalystUnavailable, AnalystFailed, QueryCancelled.
        """
        if not facts or not self.options.api_key or not allows(self.desk.privacy, "results"):
            return None
        body = write_words_body(question, facts, self.options)
        deadline = Deadline(self.options.words_deadline_s)
        reply, usage = self._client.send(
            body, deadline, cancellation, purpose="words", prompt_version=WORDS_VERSION, desk=self.desk
        )
        try:
            check_stop(reply)
        except Unreadable as problem:
            raise AnalystFailed(problem.sentence) from problem
        return read_sentences(reply.text, facts), usage

    def estimate_descriptions(self, tables: Sequence[Table], catalog: Catalog) -> tuple[int, int, float]:
        """(calls, tokens, US dollars) that describing these tables will take, about."""
        told = narrow_catalog(catalog, self.desk.privacy)
        batches = split_batches(_same_tables(tables, told), told)
        return len(batches), *estimate_cost(batches, told, self.options)

    def describe_next(
        self, tables: Sequence[Table], catalog: Catalog, cancellation: Cancellation | None = None
    ) -> tuple[tuple[Table, ...], tuple[Proposal, ...]]:
        """The first few of these tables and what may be said of them. Raises AnalystUnavailable, AnalystFailed, QueryCancelled."""
        told = narrow_catalog(catalog, self.desk.privacy)
        batches = split_batches(_same_tables(tables, told), told)
        if not batches:
            return (), ()
        body = write_enrich_body(batches[0], told, self.options)
        reply, _ = self._client.send(
            body,
            Deadline(self.options.deadline_s),
            cancellation,
            purpose="describe",
            prompt_version=ENRICH_VERSION,
            desk=self.desk,
        )
        try:
            check_stop(reply)
        except Unreadable as problem:
            raise AnalystFailed(problem.sentence) from problem
        return batches[0], read_proposals(reply.text, batches[0])

    def close(self) -> None:
        """Give back the connections. May be called twice."""
        self._client.close()

    @property
    def client(self) -> ClaudeClient:
        return self._client


class _Drafting:
    """The work on one draft: what was said so far, what it cost, what the next call is told."""

    def __init__(
        self,
        analyst: ClaudeAnalyst,
        context: SchemaContext,
        rejections: tuple[Rejection, ...],
        cancellation: Cancellation,
    ):
        self._analyst, self._options = analyst, analyst.options
        self._context, self._rejections, self._cancellation = context, rejections, cancellation
        self._catalog: Catalog = context.whole or context.catalog
        self._feedback = [line for rejection in rejections for line in _tell_rejection(rejection)]
        self._requested: tuple[str, ...] = ()
        self._usage = Usage()
        self._deadline = Deadline(analyst.options.deadline_s)
        self._version = f"{DRAFT_VERSION}+{DIALECT_VERSIONS[context.catalog.dialect]}"

    def run(self) -> SqlDraft | Clarification | Refusal:
        candidate: _Candidate | None = None
        problem: Unreadable | None = None
        for call in range(1, CALLS_A_DRAFT + 1):
            try:
                said = self._ask(call)
            except Unreadable as unreadable:
                problem = unreadable
                self._feedback.append(str(unreadable))
                continue
            except AnalystUnavailable:
                if candidate is None:
                    raise
                break
            if said.action == "need_tables":
                self._requested = said.tables
                self._feedback.append("You asked to see tables; they are listed now as far as they exist. Answer.")
                problem = Unreadable("need_tables", "Claude did not find the tables that hold this. Name them.")
                continue
            if said.action == "clarify":
                return Clarification(said.question, said.options, self._analyst.name, self._usage)
            if said.action == "refuse":
                return self._refuse(said)
            candidate = self._choose(candidate, _Candidate(said, self._check(said)))
            if not candidate.findings:
                break
            self._feedback += [f"SQL: {said.sql}", *(f"Found: {line}" for line in candidate.findings)]
        if candidate is None:
            raise AnalystFailed(problem.sentence if problem else "Claude gave no answer.") from problem
        return self._finish(candidate)

    def _ask(self, call: int) -> Said:
        brief = write_brief(self._context, self._requested, self._feedback)
        effort = self._options.effort if call == 1 and not self._rejections else self._options.repair_effort
        body = write_body(brief, self._options, effort)
        reply, used = self._analyst.client.send(
            body,
            self._deadline,
            self._cancellation,
            purpose="draft",
            prompt_version=self._version,
            desk=self._analyst.desk,
        )
        self._usage += used
        return read_reply(reply)

    def _check(self, said: Said) -> tuple[str, ...]:
        for rejection in self._rejections:
            if same_query(said.sql, rejection.draft.sql, self._catalog.dialect):
                return (f"This is the query that did not come through: {rejection.reason}",)
        return find_problems(said.sql, self._catalog, self._context.values)

    def _choose(self, earlier: _Candidate | None, later: _Candidate) -> _Candidate:
        """The later query, unless it has more against it; the same query again ends the matter."""
        if earlier is not None and len(later.findings) > len(earlier.findings):
            return earlier
        return later

    def _refuse(self, said: Said) -> Refusal:
        suggestions = tuple(option.rewrite for option in said.options[:3])
        return Refusal(said.missing or said.reading, self._analyst.name, suggestions, self._usage)

    def _finish(self, candidate: _Candidate) -> SqlDraft:
        said = candidate.said
        if any(same_query(said.sql, rejection.draft.sql, self._catalog.dialect) for rejection in self._rejections):
            raise AnalystFailed(
                "Claude wrote the same query again, which the database does not take. Put the question in other words."
            )
        return SqlDraft(
            sql=said.sql,
            reading=said.reading or self._context.question.text,
            analyst=self._analyst.name,
            assumptions=said.assumptions + tuple(f"Checked before running: {line}" for line in candidate.findings),
            chips=read_chips(said.sql, self._catalog),
            alternatives=said.options[:3],
            confidence=self._weigh(candidate),
            title=said.title,
            chart=said.chart,
            model=self._options.model,
            prompt_version=self._version,
            usage=self._usage,
        )

    def _weigh(self, candidate: _Candidate) -> float:
        """Confidence from evidence only: what was found, assumed or had to be repaired."""
        confidence = 0.95
        confidence -= 0.35 if candidate.findings else 0.0
        confidence -= 0.1 if candidate.said.assumptions else 0.0
        confidence -= 0.1 if candidate.said.options else 0.0
        confidence -= 0.1 * len(self._rejections)
        return round(max(0.1, confidence), 2)


def _same_tables(tables: Sequence[Table], catalog: Catalog) -> list[Table]:
    names = {table.full_name for table in tables}
    return [table for table in catalog.tables if table.full_name in names]


def _tell_rejection(rejection: Rejection) -> Sequence[str]:
    return (f"SQL: {rejection.draft.sql}", f"It did not come through: {rejection.reason}")
