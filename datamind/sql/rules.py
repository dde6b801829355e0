"""The rules a parsed query must keep: `RULES`, a tuple of small functions over one `Case`; each returns None or raises.

To add a rule: a function here (or in a file of its own beside), an entry in `RULES`, an attack line and a good line that is
close to it in tests/sql/cases.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from sqlglot import exp

from datamind.errors import QueryRefused
from datamind.sql import cost, nodes
from datamind.sql.constants import call_names
from datamind.sql.functions import FUNCTIONS
from datamind.sql.gate import Token
from datamind.sql.scopes import find_cte
from datamind.sql.statements import HARMLESS_SETTINGS
from datamind.types import Catalog, Dialect, Table


@dataclass
class Case:
    """One query under judgement: its text, tokens and tree, and what the walk over the tree has gathered."""

    sql: str
    tokens: list[Token]
    tree: exp.Expr
    catalog: Catalog
    any_table: bool
    dialect: Dialect
    is_moved: bool = False
    has_stand_ins: bool = False
    functions: list[exp.Expr] = field(default_factory=list)
    by_type: dict[type, list[exp.Expr]] = field(default_factory=dict)
    _found: dict[tuple[type, ...], list[exp.Expr]] = field(default_factory=dict)
    tables: list[tuple[exp.Expr, Table | None]] = field(default_factory=list)
    ctes: dict[int, exp.CTE] = field(default_factory=dict)
    series: dict[int, float] = field(default_factory=dict)

    def of(self, *kinds: type[exp.Expr]) -> list[exp.Expr]:
        """The nodes of these kinds, in the order of the walk for each kind."""
        found = self._found.get(kinds)
        if found is None:
            found = [node for kind, nodes in self.by_type.items() if issubclass(kind, kinds) for node in nodes]
            self._found[kinds] = found
        return found

    def gather(self) -> None:
        """Walk the tree once and sort its nodes by type."""
        for node in self.tree.walk():
            self.by_type.setdefault(type(node), []).append(node)
        self.functions = self.of(exp.Func)


def judge(case: Case) -> None:
    """Raises QueryRefused by the first rule that the query breaks."""
    case.gather()
    for rule in RULES:
        rule(case)


# ── what it is made of ───────────────────────────────────────────────────────────────────────────────────────────────────


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
    for before, first, second in zip([None, *case.tokens], case.tokens, case.tokens[1:], strict=False):
        if first.text == second.text == "@" and first.end == second.start and first.kind == second.kind == "mark":
            is_word = before is not None and before.kind == "word" and before.text.lower() in _BEFORE_BRACKET
            if before is None or is_word or (before.kind == "mark" and before.text not in ")]"):
                raise QueryRefused("Not allowed in a query: server variables (@@…).", None, first.start)


def check_modifiers(case: Case) -> None:
    harmless = {"SQL_NO_CACHE", "SQL_CACHE", "STRAIGHT_JOIN", "HIGH_PRIORITY", "SQL_SMALL_RESULT", "SQL_BIG_RESULT"}
    for node in case.of(exp.Select):
        for key in ("into", "locks", "hint", "options"):
            if node.args.get(key):
                words, hint = nodes.WORDS[{"into": "Into", "locks": "Lock"}.get(key, "Hint")]
                raise QueryRefused(f"Not allowed in a query: {words}.", hint)
        for modifier in node.args.get("operation_modifiers") or ():
            if str(modifier).upper() not in harmless | {"SQL_BUFFER_RESULT", "ALL", "DISTINCT"}:
                raise QueryRefused(f"Not allowed in a query: {modifier}.", "Leave it out.")


# ── functions ────────────────────────────────────────────────────────────────────────────────────────────────────────────

_KEYWORDS_TEXT = """
    all and any array as asof asc between by case columns cross cube desc distinct else end escape except
    exclude exists filter for from full glob group groups having ilike in inner intersect is join key lateral
    left like limit match materialized natural not nothing null of offset on or order ordinality outer over
    partition positional qualify recursive regexp rename replace respect right rlike rollup row rows select
    semi anti sets similar some straight_join struct table tablesample then to to_timestamp union unpivot
    using value values when where window with within xor index primary unique sample reservoir bernoulli
    system pivot only binary rows ignore default returning passing nested path cycle search set include
    within_group mod div current collate interval timestamp date time no at zone repeatable against percent
"""
_TYPES_TEXT = """
    bit bpchar char character dec decimal enum fixed float float4 float8 double int integer bigint smallint
    tinyint mediumint nchar nvarchar number numeric real signed string text blob time timestamp timestamptz
    timetz datetime unsigned varbinary varbit varchar varying varchar2 year map struct union precision zone
    bigdecimal hugeint
"""
_BEFORE_BRACKET = frozenset(_KEYWORDS_TEXT.split())
_TYPES = frozenset(_TYPES_TEXT.split())


def check_functions(case: Case) -> None:
    """Every word before an opening bracket is a keyword, a type, a name with a column list, or an allowed function."""
    tokens = case.tokens
    listed: frozenset[str] | None = None
    for position in range(len(tokens) - 1):
        follower = tokens[position + 1]
        token = tokens[position]
        if follower.text != "(" or follower.kind != "mark" or token.kind not in ("word", "name"):
            continue
        name = token.text.lower() if token.kind == "word" else token.text
        qualified = position >= 2 and tokens[position - 1].text == "." and tokens[position - 1].kind == "mark"
        if qualified and _is_own_or_system(case, tokens[position - 2], token, position):
            continue
        if name in FUNCTIONS[case.dialect].scalar and name.isascii() and not (qualified and case.dialect != "duckdb"):
            continue
        if token.kind == "word" and (name in _BEFORE_BRACKET or name in _TYPES) and not qualified:
            continue
        if listed is None:
            listed = _names_with_columns(case)
        if name.lower() in listed and not qualified and not _is_called(case, name):
            continue
        if not qualified and _is_own(case, name, None):
            continue
        _refuse_function(case, token, name)


def _names_with_columns(case: Case) -> frozenset[str]:
    return frozenset(n.name.lower() for n in case.of(exp.TableAlias) if n.args.get("columns"))


def _is_called(case: Case, name: str) -> bool:
    """Whether the query also calls a function by this name, however the parser took it."""
    wanted = name.lower()
    for node in case.functions:
        start, end = node.meta.get("start"), node.meta.get("end")
        written = case.sql[start : end + 1].strip('"`').lower() if start is not None and end is not None else ""
        if wanted in (written, node.name.lower()) or wanted in call_names(node):
            return True
    return False


_QUANTIFIERS = frozenset(("all", "any", "some"))


def check_unknown_calls(case: Case) -> None:
    """What the parser takes for a call of a function it does not know must be on the list, whatever word it is."""
    for node in case.of(exp.Anonymous, exp.AnonymousAggFunc):
        name = node.name.lower()
        schema = (
            node.parent.this.name.lower() if isinstance(node.parent, exp.Dot) and node.arg_key == "expression" else None
        )
        if name in FUNCTIONS[case.dialect].scalar or name in FUNCTIONS[case.dialect].table or name in _QUANTIFIERS:
            continue
        if not _is_own(case, name, schema):
            raise QueryRefused(
                f"The function {node.name} is not allowed: it is not on the list of functions that only compute.",
                FUNCTIONS[case.dialect].instead.get(name) or None,
            )


def _is_own_or_system(case: Case, qualifier: Token, token: Token, position: int) -> bool:
    schema, name = qualifier.text.lower(), token.text.lower()
    known = name in FUNCTIONS[case.dialect].scalar and name.isascii()
    if case.dialect == "postgres" and schema == "pg_catalog" and qualifier.kind == "word":
        return known
    if case.dialect == "duckdb" and known:
        return True
    return _is_own(case, name, schema)


def _is_own(case: Case, name: str, schema: str | None) -> bool:
    wanted = name.lower()
    own = [
        f
        for f in case.catalog.functions
        if f.name.lower() == wanted and (schema is None or (f.schema or "").lower() == schema)
    ]
    return bool(own) and all(f.volatility != "volatile" for f in own)


def _refuse_function(case: Case, token: Token, name: str) -> None:
    own = any(f.name.lower() == name.lower() for f in case.catalog.functions)
    instead = FUNCTIONS[case.dialect].instead.get(name.lower())
    why = (
        "it may change data (it is declared volatile)"
        if own
        else "it is not on the list of functions that only compute"
    )
    raise QueryRefused(f"The function {token.text} is not allowed: {why}.", instead or None, token.start)


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
    if case.dialect not in ("postgres", "mysql"):
        return
    for token in case.tokens:
        declares = token.kind == "text" and re.search("<!(ENTITY|DOCTYPE)", token.text, re.IGNORECASE)
        if declares and re.search(r"\b(xml|xpath|extractvalue|updatexml)", case.sql, re.IGNORECASE):
            raise QueryRefused("XML that declares entities is not read.", "Leave its DOCTYPE out.", token.start)


# ── tables ───────────────────────────────────────────────────────────────────────────────────────────────────────────────

_SYSTEM_SCHEMAS = frozenset(
    ("information_schema", "pg_catalog", "pg_toast", "pg_temp", "mysql", "performance_schema", "sys", "system", "temp")
)
_SYSTEM_TABLE = re.compile(r"^(pg_|sqlite_|duckdb_|pragma_|information_schema|dbstat$)", re.IGNORECASE)
_PLAIN_NAME = re.compile(r"^[^\W\d][\w $#()%&+-]*$")
_SEQUENCE_TABLE = re.compile(r"^seq_(\d+)_to_(\d+)(?:_step_(\d+))?$", re.IGNORECASE)
_DEFAULT_SCHEMAS: dict[Dialect, tuple[str, ...]] = {
    "postgres": ("public",),
    "mysql": (),
    "sqlite": ("main",),
    "duckdb": ("main",),
}


def check_tables(case: Case) -> None:
    """Every table is one of the catalog's, or a name of a WITH; functions after FROM are on the short list."""
    for node in case.of(exp.Table):
        _check_table(case, node)
    for node in case.of(exp.Lateral, exp.TableFromRows):
        _check_source_function(case, node.this)
    for node in case.of(exp.In) if case.dialect != "duckdb" else ():
        field_ = node.args.get("field")
        if field_ is not None and (case.dialect != "sqlite" or find_cte(node, field_.name, case.dialect) is None):
            raise QueryRefused(f"IN {field_.name} reads a whole table.", "Write IN (SELECT column FROM table).")


def _check_table(case: Case, node: exp.Expr) -> None:
    source = node.this
    if not isinstance(source, exp.Identifier):
        _check_source_function(case, source)
        return
    if isinstance(node.parent, exp.Table) and node.arg_key == "indexed":
        return
    name, schema, database = node.name, node.text("db"), node.text("catalog")
    if not schema:
        entry = find_cte(node, name, case.dialect)
        if entry is not None:
            case.ctes[id(node)] = entry
            return
    if database.lower() in _SYSTEM_SCHEMAS or schema.lower() in _SYSTEM_SCHEMAS:
        raise QueryRefused(f"{schema}.{name} is a system table.", "The catalog page lists tables and columns.")
    if case.dialect == "mysql" and not schema:
        if name.lower() == "dual":
            return
        if match := _SEQUENCE_TABLE.match(name):
            case.series[id(node)] = cost.check_series(int(match[1]), int(match[2]), int(match[3] or 1))
            return
    table = find_table(case, name, schema or None)
    if table is None and not (case.any_table and _is_plain(case, name, schema)):
        raise _unknown_table(case, f"{schema}.{name}" if schema else name)
    case.tables.append((node, table))


def find_table(case: Case, name: str, schema: str | None) -> Table | None:
    """The catalog's table of that name; in a catalog without schemas the default schema's name may be written too."""
    table = case.catalog.find(name, schema)
    if table is None and schema is not None:
        bare = case.catalog.find(name)
        default = case.catalog.default_schema
        known = (default,) if default else _DEFAULT_SCHEMAS[case.dialect]
        is_default = schema.lower() in [name.lower() for name in known] or (case.dialect == "mysql" and not default)
        if bare is not None and bare.schema is None and is_default:
            return bare
    return table


def _is_plain(case: Case, name: str, schema: str) -> bool:
    if schema and schema.lower() not in _DEFAULT_SCHEMAS[case.dialect]:
        return False
    return bool(_PLAIN_NAME.match(name)) and not _SYSTEM_TABLE.match(name)


def _unknown_table(case: Case, name: str) -> QueryRefused:
    bare = name.rpartition(".")[2].lower()
    close = [t.name for t in case.catalog.tables if bare and (bare in t.name.lower() or t.name.lower() in bare)]
    hint = f"Did you mean {close[0]}?" if close else "The catalog page lists the tables you can use."
    return QueryRefused(f"There is no table {name} here.", hint)


def _check_source_function(case: Case, source: exp.Expr | None) -> None:
    if isinstance(source, exp.Subquery | exp.Select | exp.SetOperation | exp.Values | exp.Identifier | None):
        return
    while isinstance(source, exp.Dot):
        source = source.expression
    if isinstance(source, exp.Unnest | exp.Explode):
        return
    if isinstance(source, exp.JSONTable | exp.XMLTable):
        return
    start, end = source.meta.get("start"), source.meta.get("end")
    name = case.sql[start : end + 1].lower() if start is not None and end is not None else source.name.lower()
    allowed = FUNCTIONS[case.dialect].table
    if name not in allowed and not _is_own(case, name, None):
        shown = name or type(source).__name__
        raise QueryRefused(
            f"{shown}(…) is not allowed after FROM.", f"Allowed there: {', '.join(sorted(allowed)[:8])} …"
        )


RULES: tuple[Callable[[Case], None], ...] = (
    check_root,
    check_nodes,
    check_variables,
    check_sourceless,
    check_assignments,
    check_modifiers,
    check_functions,
    check_unknown_calls,
    check_settings,
    check_types,
    check_documents,
    check_tables,
    cost.check_cost,
)
