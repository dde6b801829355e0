"""CREATE statements in, a Catalog out: what `check-sql --ddl` knows of a database that it does not reach.

Only CREATE TABLE, VIEW, FUNCTION and AGGREGATE are read; every other statement of the text (INSERT, COMMENT …) is passed over.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from sqlglot import exp
from sqlglot.dialects.dialect import Dialect as Grammar
from sqlglot.errors import SqlglotError
from sqlglot.tokens import Token, TokenType

from datamind.errors import InvalidInput
from datamind.types import Catalog, Column, ColumnType, Dialect, ForeignKey, Function, Table

_DEFAULT_SCHEMAS = {"postgres": "public", "duckdb": "main", "sqlite": "main", "mysql": ""}


def read_ddl(text: str, dialect: Dialect) -> Catalog:
    """The catalog that these statements make. Raises InvalidInput naming a CREATE TABLE that cannot be read."""
    tables: list[Table] = []
    functions: list[Function] = []
    for words, statement in _split(text, dialect):
        if {"table", "view"} & set(words[:6]) and not {"function", "procedure", "trigger"} & set(words[:4]):
            table = _read_table(statement, dialect)
            if table is not None:
                tables.append(table)
        elif {"function", "aggregate"} & set(words[:6]):
            functions.append(_read_function(statement, words))
    default = _DEFAULT_SCHEMAS[dialect]
    named = any((table.schema or "").lower() == default for table in tables if default)
    return Catalog(dialect, tuple(tables), default if named else None, tuple(functions))


def _split(text: str, dialect: Dialect) -> Iterator[tuple[list[str], str]]:
    """Each CREATE statement with its words in lower case."""
    try:
        tokens = Grammar.get_or_raise(dialect).tokenize(text)
    except SqlglotError as error:
        raise InvalidInput("The schema file cannot be read: look for a quote that is not closed.", "ddl") from error
    statement: list[Token] = []
    for token in [*tokens, None]:
        if token is not None and token.token_type is not TokenType.SEMICOLON:
            statement.append(token)
            continue
        if statement and statement[0].text.lower() == "create":
            yield [t.text.lower() for t in statement], text[statement[0].start : statement[-1].end + 1]
        statement = []


def _read_function(statement: str, words: list[str]) -> Function:
    at = next(i for i, word in enumerate(words) if word in ("function", "aggregate")) + 1
    while words[at] in ("if", "not", "exists"):
        at += 1
    schema = None
    if len(words) > at + 2 and words[at + 1] == ".":
        schema, at = words[at], at + 2
    kinds = set(words)
    if "immutable" in kinds or ("deterministic" in kinds and "modifies" not in kinds):
        return Function(words[at], "immutable", schema)
    return Function(words[at], "stable" if "stable" in kinds or "reads" in kinds else "volatile", schema)


def _read_table(statement: str, dialect: Dialect) -> Table | None:
    try:
        tree = Grammar.get_or_raise(dialect).parse(statement)[0]
    except (SqlglotError, RecursionError) as error:
        raise InvalidInput(f"This statement of the schema cannot be read: {statement[:80]} …", "ddl") from error
    if not isinstance(tree, exp.Create) or tree.kind not in ("TABLE", "VIEW"):
        return None
    target = tree.this
    parts = target.expressions if isinstance(target, exp.Schema) else []
    table = target.this if isinstance(target, exp.Schema) else target
    if not isinstance(table, exp.Table):
        return None
    columns = [_read_column(part) for part in parts if isinstance(part, exp.ColumnDef)]
    if not columns and isinstance(tree.expression, exp.Query):
        columns = _read_projections(tree.expression)
    primary, unique, foreign = _read_keys(parts)
    kind: Literal["table", "view"] = "view" if tree.kind == "VIEW" else "table"
    return Table(table.name, tuple(columns), table.db or None, kind, primary, tuple(unique), tuple(foreign))


def _read_projections(query: exp.Query) -> list[Column]:
    """The columns of a view as its query names them; none when a star leaves them open."""
    if any(projection.is_star for projection in query.selects):
        return []
    return [Column(name, ColumnType.OTHER) for name in query.named_selects if name]


def _read_column(part: exp.ColumnDef) -> Column:
    native = part.args["kind"].sql() if part.args.get("kind") else ""
    kinds = [constraint.kind for constraint in part.args.get("constraints") or ()]
    required = any(isinstance(k, exp.NotNullColumnConstraint | exp.PrimaryKeyColumnConstraint) for k in kinds)
    return Column(part.name, read_type(native), native, nullable=not required)


def _read_keys(
    parts: list[exp.Expr],
) -> tuple[tuple[str, ...], list[tuple[str, ...]], list[ForeignKey]]:
    primary: tuple[str, ...] = ()
    unique: list[tuple[str, ...]] = []
    foreign: list[ForeignKey] = []
    for part in parts:
        inner = part.expressions[0] if isinstance(part, exp.Constraint) and part.expressions else part
        if isinstance(inner, exp.ColumnDef):
            for constraint in inner.args.get("constraints") or ():
                if isinstance(constraint.kind, exp.PrimaryKeyColumnConstraint):
                    primary = (inner.name,)
                elif isinstance(constraint.kind, exp.UniqueColumnConstraint):
                    unique.append((inner.name,))
                elif isinstance(constraint.kind, exp.Reference):
                    foreign.append(_read_reference((inner.name,), constraint.kind))
        elif isinstance(inner, exp.PrimaryKey):
            primary = _names(inner.expressions)
        elif isinstance(inner, exp.UniqueColumnConstraint) and isinstance(inner.this, exp.Schema):
            unique.append(_names(inner.this.expressions))
        elif isinstance(inner, exp.ForeignKey) and inner.args.get("reference"):
            foreign.append(_read_reference(_names(inner.expressions), inner.args["reference"]))
    return primary, unique, foreign


def _names(expressions: list[exp.Expr]) -> tuple[str, ...]:
    return tuple(e.this.name if isinstance(e, exp.Ordered) else e.name for e in expressions)


def _read_reference(columns: tuple[str, ...], reference: exp.Reference) -> ForeignKey:
    target = reference.this
    table = target.this if isinstance(target, exp.Schema) else target
    named = _names(target.expressions) if isinstance(target, exp.Schema) else ()
    return ForeignKey(columns, table.name, named or columns, table.db or None)


_TYPES: tuple[tuple[tuple[str, ...], ColumnType], ...] = (
    (("BOOL", "TINYINT(1)"), ColumnType.BOOLEAN),
    (("JSON",), ColumnType.JSON),
    (("DATETIME", "TIMESTAMP"), ColumnType.DATETIME),
    (("DATE",), ColumnType.DATE),
    (("TIME",), ColumnType.TIME),
    (("INTERVAL", "STRUCT", "MAP", "ARRAY"), ColumnType.OTHER),
    (("DEC", "NUM", "DOUBLE", "FLOAT", "REAL", "MONEY"), ColumnType.NUMBER),
    (
        ("INT", "BIGINT", "SMALLINT", "TINYINT", "MEDIUMINT", "HUGEINT", "SERIAL", "UINT", "UBIGINT", "YEAR"),
        ColumnType.INTEGER,
    ),
    (("CHAR", "VARCHAR", "TEXT", "STRING", "NVARCHAR", "NCHAR", "UUID", "ENUM", "CLOB", "LONGTEXT"), ColumnType.TEXT),
    (("BLOB", "BYTEA", "BINARY", "VARBINARY"), ColumnType.BINARY),
)


def read_type(native: str) -> ColumnType:
    """What a column of that declared type holds."""
    name = native.upper()
    if name.endswith("]"):
        return ColumnType.OTHER
    return next((kind for starts, kind in _TYPES if name.startswith(starts)), ColumnType.OTHER)
