"""What a query is made of: how it starts, its root, its node types, and forms that only look harmless."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlglot import exp

from datamind.errors import QueryRefused
from datamind.sql import nodes
from datamind.sql.calls import BEFORE_BRACKET
from datamind.sql.functions import FUNCTIONS
from datamind.sql.gate import Token
from datamind.sql.relations import find_table
from datamind.sql.statements import HARMLESS_SETTINGS

if TYPE_CHECKING:
    from datamind.sql.rules import Case

_STARTS = frozenset(("select", "with", "values", "table", "from", "(", "pivot", "unpivot"))


def check_start(tokens: list[Token]) -> None:
    """Before anything is parsed: a query starts like one."""
    if tokens[0].text.lower() not in _STARTS or tokens[0].kind not in ("word", "mark"):
        word = tokens[0].text.upper()[:40]
        raise QueryRefused(f"Only queries that read are allowed; {word} is not one.", "Start with SELECT or WITH.", 0)


def check_root(case: Case) -> None:
    tree = case.tree
    for select in case.of(exp.Select):
        if not select.expressions and select.args.get("from_") is None:
            raise QueryRefused("Nothing is selected.", "Name the columns after SELECT.")
    if isinstance(tree, nodes.ROOTS):
        return
    if case.dialect == "duckdb" and isinstance(tree, exp.Pivot):
        return
    word = case.tokens[0].text.upper() if case.tokens else "this"
    raise QueryRefused(f"Only queries that read are allowed; {word} is not one.", "Start with SELECT or WITH.", 0)


def check_nodes(case: Case) -> None:
    for kind in case.by_type:
        name = kind.__name__
        if name in nodes.ALLOWED or (issubclass(kind, exp.Func) and name not in nodes.REFUSED_FUNCTIONS):
            continue
        if name in nodes.TELLING and case.dialect == "duckdb":
            continue
        words, hint = nodes.WORDS.get(name, (_split_words(name), None))
        raise QueryRefused(f"Not allowed in a query: {words}.", hint)


def _split_words(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()


_AROUND_ITEMS = (exp.Alias, exp.Neg, exp.BitwiseNot, exp.Paren, exp.PropertyEQ, exp.Abs, exp.Binary)


def check_sourceless(case: Case) -> None:
    """Where there is no FROM there are no columns: what looks like one is a variable or a slip."""
    for select in case.of(exp.Select):
        if select.args.get("from_") is not None or select.args.get("laterals") or select.find_ancestor(exp.Select):
            continue
        aliases = {item.alias.lower() for item in select.expressions if item.alias}
        for item in select.expressions:
            node = item
            while isinstance(node, _AROUND_ITEMS):
                node = node.this
            if isinstance(node, exp.Column) and node.args.get("table") and case.dialect != "duckdb":
                raise QueryRefused(f"There is no table {node.table}: nothing stands after FROM.", "Name a table.")
            is_name = (
                isinstance(node, exp.Column) and not node.args.get("table") and isinstance(node.this, exp.Identifier)
            )
            if not is_name or (case.dialect == "sqlite" and node.this.args.get("quoted")):
                continue
            if node.name.lower() not in aliases and node.name.lower() not in _NAMELESS:
                raise QueryRefused(f"There is no column {node.name}: nothing stands after FROM.", "Name a table.")


_NAMELESS = frozenset(
    ("current_user", "current_role", "current_catalog", "current_schema", "session_user", "user", "current_date")
)


def check_assignments(case: Case) -> None:
    """`:=` names an argument of a function, and nothing else."""
    for node in case.of(exp.PropertyEQ):
        if not isinstance(node.parent, exp.Func | exp.Bracket):
            raise QueryRefused("Variables cannot be set with :=.", "Use a WITH to name a value.")


def check_variables(case: Case) -> None:
    """@@name is a variable of the server wherever no value stands before it."""
    if "@" not in case.sql:
        return
    for before, first, second in zip([None, *case.tokens], case.tokens, case.tokens[1:], strict=False):
        if first.text == second.text == "@" and first.end == second.start and first.kind == second.kind == "mark":
            is_word = before is not None and before.kind == "word" and before.text.lower() in BEFORE_BRACKET
            if before is None or is_word or (before.kind == "mark" and before.text not in ")]"):
                raise QueryRefused("Not allowed in a query: server variables (@@…).", None, first.start)


def check_modifiers(case: Case) -> None:
    harmless = {
        "SQL_NO_CACHE",
        "SQL_CACHE",
        "STRAIGHT_JOIN",
        "HIGH_PRIORITY",
        "SQL_SMALL_RESULT",
        "SQL_BIG_RESULT",
        "SQL_CALC_FOUND_ROWS",
    }
    for node in case.of(exp.Select):
        for key in ("into", "locks", "hint", "options"):
            if node.args.get(key):
                words, hint = nodes.WORDS[{"into": "Into", "locks": "Lock"}.get(key, "Hint")]
                raise QueryRefused(f"Not allowed in a query: {words}.", hint)
        for modifier in node.args.get("operation_modifiers") or ():
            if str(modifier).upper() not in harmless | {"SQL_BUFFER_RESULT", "ALL", "DISTINCT"}:
                raise QueryRefused(f"Not allowed in a query: {modifier}.", "Leave it out.")


def check_settings(case: Case) -> None:
    """current_setting('…') only of settings that tell nothing about the server's insides."""
    for node in case.of(exp.Anonymous):
        if node.name.lower() == "current_setting":
            argument = node.expressions[0] if node.expressions else None
            if not (isinstance(argument, exp.Literal) and argument.name.lower() in HARMLESS_SETTINGS):
                raise QueryRefused("This setting cannot be read.", FUNCTIONS["postgres"].instead["current_setting"])


_PEEKING_TYPES = re.compile(r"^(reg[a-z]+|aclitem|pg_.*|xid8?|cid|refcursor)$", re.IGNORECASE)
_HARMLESS_LOOKUPS = frozenset(("regtype", "regconfig", "regdictionary"))


def check_types(case: Case) -> None:
    """PostgreSQL's casts to reg… types look names up in the system catalog: only written names of known things."""
    if case.dialect not in ("postgres", "duckdb"):
        return
    for node in case.of(exp.ObjectIdentifier, exp.PseudoType, exp.DataType):
        kind = node.args.get("kind")
        name = str(kind.name if isinstance(kind, exp.Expr) else kind or node.name).strip('"').lower()
        if _PEEKING_TYPES.match(name) and not _is_harmless_lookup(case, node, name):
            raise QueryRefused(f"Casts to {name} read the system catalog.", "Compare names as text.")


_TYPES_TEXT = """
bit bool bpchar box char cidr circle date float4 float8 inet int2 int4 int8 interval json jsonb jsonpath line lseg macaddr macaddr8
money name numeric oid path point polygon text time timestamp timestamptz timetz tsquery tsvector uuid varbit varchar xml
int4range int8range numrange tsrange tstzrange daterange int4multirange int8multirange nummultirange tsmultirange
tstzmultirange datemultirange citext hstore ltree lquery cube seg geometry geography box2d box3d raster vector
regtype regconfig regdictionary regclass
"""
_TYPES = frozenset(_TYPES_TEXT.split())


def check_own_types(case: Case) -> None:
    """A cast to a type that is none of PostgreSQL's own: only to those that columns have; a table's name is a type too."""
    if case.dialect != "postgres":
        return
    for node in case.of(exp.DataType):
        if node.this != exp.DataType.Type.USERDEFINED:
            continue
        schema, _, name = str(node.args.get("kind") or node.name).replace('"', "").rpartition(".")
        name = name.removeprefix("_")  # _int4 is an array of int4
        if name.lower() in _TYPES or find_table(case, name, schema or None) is not None:
            continue
        known = (column.native_type for table in case.catalog.tables for column in table.columns)
        if not any(name.lower() in native.lower() for native in known):
            raise QueryRefused(f"There is no type {name} here.", "Cast to a type that a column has.")


def _is_harmless_lookup(case: Case, node: exp.Expr, name: str) -> bool:
    value = node.parent.this if isinstance(node.parent, exp.Cast) else None
    if not (isinstance(value, exp.Literal) and value.is_string):
        return False
    if name == "regclass":
        schema, _, table = value.name.rpartition(".")
        return find_table(case, table, schema or None) is not None
    return name in _HARMLESS_LOOKUPS


def check_documents(case: Case) -> None:
    """XML that declares entities can read files or grow without bound."""
    if case.dialect not in ("postgres", "mysql") or "<!" not in case.sql:
        return
    for token in case.tokens:
        declares = token.kind == "text" and re.search("<!(ENTITY|DOCTYPE)", token.text, re.IGNORECASE)
        if declares and re.search(r"\b(xml|xpath|extractvalue|updatexml)", case.sql, re.IGNORECASE):
            raise QueryRefused("XML that declares entities is not read.", "Leave its DOCTYPE out.", token.start)
