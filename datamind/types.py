"""The values, in the order in which a question meets them.

Every value is frozen and holds plain Python; a room takes one and returns the next. Who may make which one is said in its
docstring. To add a value: put it where a question meets it, and say who makes it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import Any, Literal

Dialect = Literal["postgres", "mysql", "sqlite", "duckdb"]
DIALECTS: tuple[Dialect, ...] = ("postgres", "mysql", "sqlite", "duckdb")

Privacy = Literal["off", "schema", "values", "results"]
PRIVACY_LEVELS: tuple[Privacy, ...] = ("off", "schema", "values", "results")
"""How much of a connection a model outside may be told: nothing; names, types and keys; also profiles and stored values; also
facts about results, for words. Each level holds the one before; personal columns are told at none.
"""

# ── the data: a catalog of tables and columns, made only by connectors ───────────────────────────────────────────────────


class _Word(StrEnum):
    """A word that crosses between processes as its value: older Pythons would send "getattr", which no reader takes."""

    def __reduce_ex__(self, protocol: object) -> tuple[Any, ...]:
        return type(self), (self.value,)


class ColumnType(_Word):
    """What a column holds, whatever its database calls it."""

    INTEGER = "integer"
    NUMBER = "number"
    TEXT = "text"
    DATE = "date"
    DATETIME = "datetime"
    TIME = "time"
    BOOLEAN = "boolean"
    JSON = "json"
    BINARY = "binary"
    OTHER = "other"

    @property
    def is_numeric(self) -> bool:
        return self in (ColumnType.INTEGER, ColumnType.NUMBER)

    @property
    def is_temporal(self) -> bool:
        return self in (ColumnType.DATE, ColumnType.DATETIME)


class ColumnRole(_Word):
    """What a column seems to be for, judged from its name, type and profile."""

    ID = "id"
    LABEL = "label"
    MEASURE = "measure"
    CATEGORY = "category"
    TIME = "time"
    FLAG = "flag"
    TEXT = "text"
    PERSONAL = "personal"


@dataclass(frozen=True)
class Profile:
    """What the stored values of one column look like.

    `rows` were looked at (`sampled` when the table has more); `distinct` and `nulls` count among them. `common` holds
    (value, count) pairs, most frequent first. `values` holds every distinct text of a category-like column, for finding
    "Germany" in a question; it is empty for long, numerous or personal values.
    """

    rows: int
    distinct: int
    nulls: int
    minimum: Any = None
    maximum: Any = None
    common: tuple[tuple[Any, int], ...] = ()
    values: tuple[str, ...] = ()
    sampled: bool = False


@dataclass(frozen=True)
class Column:
    """`personal`: its values say who somebody is, or are nobody's business; no model ever sees them."""

    name: str
    type: ColumnType
    native_type: str = ""
    nullable: bool = True
    description: str = ""
    synonyms: tuple[str, ...] = ()
    role: ColumnRole | None = None
    profile: Profile | None = None
    personal: bool = False


@dataclass(frozen=True)
class ForeignKey:
    """`columns` of the owning table point at `ref_columns` of `ref_schema.ref_table`.

    `origin` is "declared" in the database or "proven" by value inclusion.
    """

    columns: tuple[str, ...]
    ref_table: str
    ref_columns: tuple[str, ...]
    ref_schema: str | None = None
    origin: Literal["declared", "proven"] = "declared"


@dataclass(frozen=True)
class Table:
    name: str
    columns: tuple[Column, ...]
    schema: str | None = None
    kind: Literal["table", "view"] = "table"
    primary_key: tuple[str, ...] = ()
    unique: tuple[tuple[str, ...], ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    description: str = ""
    synonyms: tuple[str, ...] = ()
    row_estimate: int | None = None

    @property
    def full_name(self) -> str:
        return f"{self.schema}.{self.name}" if self.schema else self.name

    def column(self, name: str) -> Column | None:
        """The column of that name, compared without case; None when there is none."""
        return self._columns_by_name.get(name.lower())

    @cached_property
    def _columns_by_name(self) -> dict[str, Column]:
        return {column.name.lower(): column for column in reversed(self.columns)}


@dataclass(frozen=True)
class Function:
    """A function of the database's own users. `volatility` is "immutable", "stable" or "volatile"."""

    name: str
    volatility: Literal["immutable", "stable", "volatile"]
    schema: str | None = None


@dataclass(frozen=True)
class Term:
    """A word of the house and what it means, in words or as SQL: ("revenue", "sum of invoice total")."""

    name: str
    definition: str
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Metric:
    """A number of the house: a SQL expression over one table, with the date column that places it in time."""

    name: str
    expression: str
    table: str
    date_column: str | None = None
    format: str | None = None
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True)
class VerifiedQuestion:
    """A question whose SQL a person has vouched for. `as_of` is the "today" from which its SQL was written."""

    question: str
    sql: str
    verified_by: str = ""
    verified_at: datetime | None = None
    note: str = ""
    as_of: date | None = None


@dataclass(frozen=True)
class Proposal:
    """A description that nobody has accepted yet, by a model ("ai") or from "names" and profiles. The subject is a table, a
    table.column, or a term ("term:churn").
    """

    subject: str
    text: str
    synonyms: tuple[str, ...] = ()
    origin: Literal["ai", "names"] = "ai"


@dataclass(frozen=True)
class Meaning:
    """What people have said about a connection: it has the right of way over everything guessed."""

    terms: tuple[Term, ...] = ()
    metrics: tuple[Metric, ...] = ()
    verified: tuple[VerifiedQuestion, ...] = ()


@dataclass(frozen=True)
class Catalog:
    """What a connection holds. Made only by connectors; a policy may narrow it (`sql.policies`)."""

    dialect: Dialect
    tables: tuple[Table, ...]
    default_schema: str | None = None
    functions: tuple[Function, ...] = ()
    meaning: Meaning = Meaning()

    def find(self, name: str, schema: str | None = None) -> Table | None:
        """The table of that name, compared without case; without a schema, the default schema's table goes first."""
        if schema is not None:
            return self._tables_by_name.get((schema.lower(), name.lower()))
        default = (self.default_schema or "").lower()
        return self._tables_by_name.get((default, name.lower())) or self._tables_by_bare_name.get(name.lower())

    @cached_property
    def _tables_by_name(self) -> dict[tuple[str, str], Table]:
        return {((table.schema or "").lower(), table.name.lower()): table for table in reversed(self.tables)}

    @cached_property
    def _tables_by_bare_name(self) -> dict[str, Table]:
        return {table.name.lower(): table for table in reversed(self.tables)}

    @cached_property
    def revision(self) -> str:
        """A digest of the structure (names, types, keys), 16 hex digits; profiles, descriptions and meaning do not count."""
        structure = [
            self.dialect,
            self.default_schema,
            [
                [
                    table.schema,
                    table.name,
                    table.kind,
                    [[c.name, c.type, c.native_type, c.nullable] for c in table.columns],
                    table.primary_key,
                    table.unique,
                    [[k.columns, k.ref_schema, k.ref_table, k.ref_columns] for k in table.foreign_keys],
                ]
                for table in self.tables
            ],
            [[f.schema, f.name, f.volatility] for f in self.functions],
        ]
        return hashlib.sha256(json.dumps(structure, default=str).encode()).hexdigest()[:16]


# ── the question ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Turn:
    """An earlier question of the same chat and the SQL that answered it.

    `shown` are the first labels of that answer's rows, in the order in which they were seen ("the second one").
    """

    question: str
    sql: str
    shown: tuple[str, ...] = ()


@dataclass(frozen=True)
class Question:
    """What somebody asks. Made only by services and commands. `as_of` is their today."""

    text: str
    as_of: date
    history: tuple[Turn, ...] = ()


@dataclass(frozen=True)
class ValueMatch:
    """Words of the question that are stored in a column: "germany" is `value` in `table.column`."""

    words: str
    table: str
    column: str
    value: str
    score: float = 1.0


@dataclass(frozen=True)
class SchemaContext:
    """The part of a catalog that a question is about. Made only by linking.

    `catalog` holds only the tables shown to the analyst, the most fitting first; `left_out` names the others. `whole` is
    the catalog they were chosen from, for an analyst who asks to see more of it.
    """

    question: Question
    catalog: Catalog
    values: tuple[ValueMatch, ...] = ()
    terms: tuple[Term, ...] = ()
    left_out: tuple[str, ...] = ()
    whole: Catalog | None = None


# ── what an analyst says: a draft, a question back, or a plain no ────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Usage:
    """What a draft or an insight cost. Offline work is all zeros."""

    calls: int = 0
    input_tokens: int = 0
    cached_tokens: int = 0
    output_tokens: int = 0
    cost_usd: float = 0.0

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            self.calls + other.calls,
            self.input_tokens + other.input_tokens,
            self.cached_tokens + other.cached_tokens,
            self.output_tokens + other.output_tokens,
            self.cost_usd + other.cost_usd,
        )


@dataclass(frozen=True)
class Chip:
    """One part of how the question was read: ("measure", "sum of total"), ("by", "month of invoice date")."""

    part: Literal["measure", "by", "where", "when", "order", "top", "compare"]
    text: str


@dataclass(frozen=True)
class Reading:
    """Another way to read the question: its label and the question that would say just that."""

    label: str
    rewrite: str


@dataclass(frozen=True)
class SqlDraft:
    """A proposed query. Made only by an Analyst.

    `confidence` in 0..1 comes from evidence; `assumptions` are told to the reader; `alternatives` are readings that would
    give something else. `chart` is a hint, used only where the result admits it. `verified` is the question it was taken from.
    """

    sql: str
    reading: str
    analyst: str
    assumptions: tuple[str, ...] = ()
    chips: tuple[Chip, ...] = ()
    alternatives: tuple[Reading, ...] = ()
    confidence: float = 1.0
    title: str = ""
    chart: str | None = None
    model: str | None = None
    prompt_version: str | None = None
    usage: Usage = Usage()
    verified: VerifiedQuestion | None = None


@dataclass(frozen=True)
class Clarification:
    """A question back, with 2 to 4 readings that the data can answer. Made only by an Analyst."""

    question: str
    options: tuple[Reading, ...]
    analyst: str
    usage: Usage = Usage()


@dataclass(frozen=True)
class Refusal:
    """A plain no: `reason` says what the data or the analyst lacks, `suggestions` are questions that can be answered."""

    reason: str
    analyst: str
    suggestions: tuple[str, ...] = ()
    usage: Usage = Usage()


@dataclass(frozen=True)
class Rejection:
    """Why a draft did not come through: the feedback for its repair. Made only by ask."""

    draft: SqlDraft
    reason: str


# ── the door ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class RowPolicy:
    """People it binds see only rows of `table` where `condition` (SQL over that table's columns) holds."""

    name: str
    table: str
    condition: str


@dataclass(frozen=True)
class ColumnPolicy:
    """People it binds do not see `table.column`: "hidden" removes it, "masked" shows null in its place."""

    name: str
    table: str
    column: str
    action: Literal["hidden", "masked"] = "hidden"


Policy = RowPolicy | ColumnPolicy


@dataclass(frozen=True)
class Limits:
    """How much one query may take. `rows` and `size_bytes` are cut at the cursor and told; `timeout_s` ends it. `repairs` and
    `votes` are more drafts that one question may take: after a no, and in doubt.
    """

    rows: int = 10_000
    size_bytes: int = 64 * 1024 * 1024
    timeout_s: float = 30.0
    lock_timeout_s: float = 3.0
    repairs: int = 1
    votes: int = 0


@dataclass(frozen=True)
class ValidatedQuery:
    """A statement that passed the door. Made only by `sql.guard`; `sql` is exactly what the driver receives.

    `tables` and `columns` are full names that it reads, `policies` the names of those written in, `warnings` what a reader
    should know (such as a join that multiplies rows), `instead` a query that does without. `partial`: it keeps only some of the groups or rows it has formed
    (LIMIT, HAVING, QUALIFY), so what its result adds up to is no total.
    """

    sql: str
    dialect: Dialect
    tables: tuple[str, ...]
    columns: tuple[str, ...]
    row_limit: int
    policies: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    instead: str | None = None
    partial: bool = False


# ── the result ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class ResultColumn:
    """A column of a result. Names are unique and never empty: a second `id` is `id_2`, an empty one `column_3`."""

    name: str
    type: ColumnType


@dataclass(frozen=True)
class ResultSet:
    """Rows as the driver gave them. Made only by connectors.

    `truncated` is known, not guessed: one row more than the limit was asked for. `elapsed_s` is the time in the database,
    `as_of` the moment (UTC) the rows were read. `partial` is the query's.
    """

    columns: tuple[ResultColumn, ...]
    rows: tuple[tuple[Any, ...], ...]
    truncated: bool
    elapsed_s: float
    as_of: datetime
    partial: bool = False

    def index(self, name: str) -> int:
        """The position of the column of that name. Raises ValueError when there is none."""
        return [column.name for column in self.columns].index(name)

    def column_values(self, name: str) -> list[Any]:
        position = self.index(name)
        return [row[position] for row in self.rows]


# ── words and picture ────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Fact:
    """A number that the engine computed: `text` is how it is written, `origin` how it came about. Made only by insights."""

    id: str
    label: str
    value: Any
    text: str
    origin: str


@dataclass(frozen=True)
class Insight:
    """Words about a result. Every number in them is a fact's `text`. Made only by insights.

    `number` is the fact to show large, when the answer is one number.
    """

    headline: str
    sentences: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    number: Fact | None = None


@dataclass(frozen=True)
class ChartSpec:
    """Which picture, of which columns, and why. Made only by charts; columns are names of the result."""

    kind: str
    x: str | None = None
    y: tuple[str, ...] = ()
    series: str | None = None
    reason: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Receipt:
    """Where an answer comes from: enough to trace each number of it.

    `sql` is what ran; `drafted` what was written before rules were put in, empty where that is the same.
    """

    sql: str
    dialect: Dialect
    tables: tuple[str, ...]
    catalog_revision: str
    analyst: str
    model: str | None = None
    prompt_version: str | None = None
    usage: Usage = Usage()
    policies: tuple[str, ...] = ()
    repairs: int = 0
    elapsed_s: float = 0.0
    drafted: str = ""


@dataclass(frozen=True)
class Answer:
    """The end of a question that could be answered."""

    question: str
    reading: str
    result: ResultSet
    insight: Insight
    chart: ChartSpec
    receipt: Receipt
    assumptions: tuple[str, ...] = ()
    chips: tuple[Chip, ...] = ()
    alternatives: tuple[Reading, ...] = ()
    warnings: tuple[str, ...] = ()
    confidence: float = 1.0
    title: str = ""
    verified: VerifiedQuestion | None = None


Outcome = Answer | Clarification | Refusal
Stage = SchemaContext | SqlDraft | Rejection | ValidatedQuery | ResultSet | Insight | ChartSpec | Outcome

# ── what people keep: queries with parameters, made by services ──────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Parameter:
    """A value that a query asks for: `{{ name }}` stands for it in the SQL. `default` is written as people type it."""

    name: str
    kind: Literal["text", "number", "date", "list"] = "text"
    default: str = ""
    label: str = ""
