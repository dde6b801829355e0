"""Row and column policies written into a query: each place that names a bound table gets a subquery spliced in.

`(SELECT the columns they may see FROM it WHERE the condition holds)`; every other byte stays, so column names and value types
stay too. The outcome is parsed again and held to it. Where that cannot be done, the query is refused.
"""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING

from sqlglot import exp
from sqlglot.dialects.dialect import Dialect as Grammar
from sqlglot.errors import SqlglotError

from datamind.errors import QueryRefused
from datamind.recent import Recent
from datamind.sql.policies import ATTRIBUTE, names_table, split_columns
from datamind.sql.reading import Reads, parts_of
from datamind.types import Column, Dialect, Policy, RowPolicy, Table

if TYPE_CHECKING:
    from datamind.sql.rules import Case


@dataclasses.dataclass(frozen=True)
class Splice:
    """Replace text[start:end] by `text`; `inside` is the tree that the spliced relation must turn out to be."""

    start: int
    end: int
    text: str
    inside: exp.Expr | None


def write_policies(
    case: Case, policies: tuple[Policy, ...], reads: list[Reads]
) -> tuple[str, tuple[str, ...], list[Splice]]:
    """The query's text with every bound table replaced, the names of the policies, and what was spliced.

    Raises: QueryRefused where a construct cannot be rewritten faithfully, or a hidden column is named.
    """
    if case.of(exp.Describe, exp.Summarize):
        raise QueryRefused("This shows a table as it is stored, past the rules set for you.", "Use the catalog page.")
    splices: list[Splice] = []
    used: dict[str, None] = {}
    for node, table in case.tables:
        stored = table or Table(node.name, (), node.text("db") or None)
        rules = [policy for policy in policies if names_table(policy, stored, case.catalog)]
        if stored.kind == "view" and not rules:
            raise QueryRefused(
                f"The view {stored.name} may show what the rules set for you hide.",
                "An admin can set a rule for the view itself.",
            )
        if not rules:
            continue
        used.update((rule.name, None) for rule in rules)
        _check_columns(case, node, stored, rules, reads)
        splices.append(_splice(case, node, stored, rules))
    if splices:
        if case.is_moved:
            raise QueryRefused(
                "The rules set for its tables cannot be written into this query.", "Write it more simply."
            )
        splices += _drop_schemas(case)
        _refuse_unfaithful(case, reads)
    text = case.sql
    for splice in sorted(splices, key=lambda s: s.start, reverse=True):
        text = text[: splice.start] + splice.text + text[splice.end :]
    return text, tuple(used), splices


_NAME_TABLES = frozenset(("from", "join"))
_AFTER_TEXT = """
, ) where group order limit offset having window union except intersect join left right inner full cross on using fetch
"""
_AFTER_TABLES = frozenset(_AFTER_TEXT.split())


def stand_plainly(case: Case, splices: list[Splice]) -> bool:
    """Whether every bound table is named right after FROM or JOIN, with at most its alias before the next clause.

    There a relation in brackets means what the name meant, for every reader. Anywhere else the outcome is read again.
    """
    places = {token.start: position for position, token in enumerate(case.tokens)}
    ends = {token.end: position for position, token in enumerate(case.tokens)}
    for splice in splices:
        first, last = places.get(splice.start), ends.get(splice.end)
        if splice.inside is None or not first or last is None:
            return False
        before = case.tokens[first - 1]
        if before.kind != "word" or before.text.lower() not in _NAME_TABLES:
            return False
        rest = case.tokens[last + 1 : last + 4]
        if rest and rest[0].kind in ("word", "name") and rest[0].text.lower() not in _AFTER_TABLES:
            rest = rest[2:] if rest[0].text.lower() == "as" else rest[1:]
        if rest and (rest[0].kind == "name" or rest[0].text.lower() not in _AFTER_TABLES):
            return False
    return True


def hold_to(case: Case, policies: tuple[Policy, ...], splices: list[Splice]) -> None:
    """Raises QueryRefused unless every bound table of the rewritten query stands inside one of its splices."""
    inner = [splice.inside for splice in splices if splice.inside is not None]
    inside: set[int] = set()
    for subquery in case.of(exp.Subquery):
        if any(subquery.this == expected for expected in inner):
            inside |= {id(node) for node in subquery.this.find_all(exp.Table)}
    for node, table in case.tables:
        stored = table or Table(node.name, (), node.text("db") or None)
        if id(node) not in inside and any(names_table(policy, stored, case.catalog) for policy in policies):
            raise QueryRefused(f"The rules set for {stored.name} cannot be written into this query.", "Simplify it.")


def _check_columns(case: Case, node: exp.Expr, table: Table, rules: list[Policy], reads: list[Reads]) -> None:
    hidden, masked = split_columns(rules)
    if "*" in hidden:
        raise QueryRefused(f"There is no table {table.name} here.", "The catalog page lists the tables you can use.")
    if not hidden and not masked:
        return
    if not table.columns:
        raise QueryRefused(f"The columns of {table.name} are not known, so none can be hidden.", "Refresh the catalog.")
    alias = node.alias_or_name.lower()
    elsewhere = {id(read.column) for read in reads if read.relation is not node}
    for column in case.of(exp.Column):
        name = column.name.lower()
        if id(column) in elsewhere or name not in hidden | masked or column.text("table").lower() not in ("", alias):
            continue
        if name in hidden and not (not column.text("table") and _is_named_in_query(case, name)):
            raise QueryRefused(
                f"There is no column {column.name} in {table.name}.", "The catalog page lists the columns."
            )
        if (
            name in masked
            and not _is_shown_only(column)
            and not (not column.text("table") and _is_named_in_query(case, name))
        ):
            raise QueryRefused(
                f"The column {column.name} of {table.name} is masked for you.", "It can be shown, not used."
            )
    for join in case.of(exp.Join):
        using = {part.name.lower() for part in join.args.get("using") or ()}
        if str(join.args.get("method") or "").upper() == "NATURAL" or using & (hidden | masked):
            raise QueryRefused(f"Columns of {table.name} are hidden, so this join cannot be trusted.", "Use JOIN … ON.")


def _is_named_in_query(case: Case, name: str) -> bool:
    """Whether the query itself makes a column of that name (an alias, or a column list)."""
    made = (n for n in case.of(exp.Alias, exp.TableAlias))
    return any(
        n.alias.lower() == name
        if isinstance(n, exp.Alias)
        else name in {c.name.lower() for c in n.args.get("columns") or ()}
        for n in made
    )


def _is_shown_only(column: exp.Expr) -> bool:
    shown = column.parent if isinstance(column.parent, exp.Alias) else column
    return (
        isinstance(shown.parent, exp.Select)
        and shown.arg_key == "expressions"
        and not shown.parent.args.get("distinct")
    )


def _splice(case: Case, node: exp.Expr, table: Table, rules: list[Policy]) -> Splice:
    _refuse_table_forms(node, table)
    first, last = parts_of(node)[0], parts_of(node)[-1]
    start, end = first.meta.get("start"), last.meta.get("end")
    if start is None or end is None or not _is_written(case.sql[start : end + 1], node):
        raise QueryRefused(f"The rules set for {table.name} cannot be written into this query.", "Write SELECT … FROM.")
    written, name = case.sql[start : end + 1], case.sql[last.meta["start"] : end + 1]
    query, inside = _write_relation(case, table, rules, written)
    is_root = isinstance(node.parent, exp.Pivot) and node.parent is case.tree
    alias = "" if node.args.get("alias") or is_root else f" AS {name}"
    return Splice(start, end + 1, f"({query}){alias}", inside)


_relations: Recent[tuple[str, str, tuple[Policy, ...], str], tuple[str, exp.Expr | None]] = Recent(1_000)


def _write_relation(case: Case, table: Table, rules: list[Policy], written: str) -> tuple[str, exp.Expr | None]:
    """What stands in a bound table's place, and the tree that it is; kept, since the same rules meet the same tables."""
    key = (case.catalog.revision, table.full_name, tuple(rules), written)
    kept = _relations.get(key)
    if kept is not None:
        return kept
    conditions = [_read_condition(rule, case.dialect) for rule in rules if isinstance(rule, RowPolicy)]
    where = " WHERE " + " AND ".join(f"({condition})" for condition in conditions) if conditions else ""
    query = f"SELECT {_list_columns(case, table, rules)} FROM {written}{where}"
    return _relations.put(key, (query, Grammar.get_or_raise(case.dialect).parse(query)[0]))


def _is_written(text: str, node: exp.Expr) -> bool:
    quoted = re.sub(r'["`\[\]\s]', "", text)
    return quoted == re.sub(r'["`\[\]\s]', "", ".".join(part.name for part in parts_of(node)))


def _refuse_table_forms(node: exp.Expr, table: Table) -> None:
    """Forms of a table reference whose meaning would change on a subquery."""
    alias = node.args.get("alias")
    for key in (
        "sample",
        "hints",
        "indexed",
        "only",
        "ordinality",
        "partition",
        "version",
        "when",
        "format",
        "pattern",
    ):
        if node.args.get(key):
            raise QueryRefused(f"Rules are set for {table.name}, so {key} cannot be used on it.", "Leave it out.")
    if alias is not None and alias.args.get("columns"):
        raise QueryRefused(
            f"Rules are set for {table.name}, so its columns cannot be renamed in FROM.", "Rename with AS."
        )


def _list_columns(case: Case, table: Table, rules: list[Policy]) -> str:
    hidden, masked = split_columns(rules)
    if not hidden and not masked:
        return "*"
    quote = "`" if case.dialect == "mysql" else '"'
    parts = []
    for column in table.columns:
        name = quote + column.name.replace(quote, quote * 2) + quote
        if column.name.lower() in masked:
            parts.append(f"{_null(column, case.dialect)} AS {name}")
        elif column.name.lower() not in hidden:
            parts.append(name)
    if not parts:
        raise QueryRefused(f"There is no table {table.name} here.", "All of its columns are hidden from you.")
    return ", ".join(parts)


def _null(column: Column, dialect: Dialect) -> str:
    """NULL of the column's own type where the dialect has casts to it, so that the rewritten query keeps its types."""
    if dialect in ("postgres", "duckdb") and re.fullmatch(r"[\w ,()\[\]]+", column.native_type):
        return f"CAST(NULL AS {column.native_type})"
    return "NULL"


def _read_condition(rule: RowPolicy, dialect: Dialect) -> str:
    if missing := ATTRIBUTE.search(rule.condition):
        raise QueryRefused(
            f"The rule {rule.name} needs your {missing[1]}, which is not set.",
            "Ask an admin to set it on the team page.",
        )
    try:
        trees = Grammar.get_or_raise(dialect).parse(f"SELECT 1 WHERE ({rule.condition}\n)")
    except SqlglotError as error:
        raise QueryRefused(f"The rule {rule.name} cannot be read as SQL.", "Ask an admin to correct it.") from error
    where = trees[0].args.get("where") if len(trees) == 1 and trees[0] is not None else None
    if where is None or not isinstance(where.this, exp.Paren) or "--" in rule.condition or "#" in rule.condition:
        raise QueryRefused(f"The rule {rule.name} cannot be read as SQL.", "Ask an admin to correct it.")
    return rule.condition


def _drop_schemas(case: Case) -> list[Splice]:
    """`sales.orders.id` becomes `orders.id`: the relation under it is no longer the stored table."""
    found = []
    for column in case.of(exp.Column):
        if column.args.get("db") is None:
            continue
        first = column.args.get("catalog") or column.args["db"]
        start, table = first.meta.get("start"), column.args["table"].meta.get("start")
        if start is None or table is None or start >= table:
            raise QueryRefused("A column named with its schema cannot be read under rules.", "Name it by its table.")
        found.append(Splice(start, table, "", None))
    return found


_ROW_NUMBERS = frozenset(("rowid", "_rowid_", "oid", "ctid", "xmin", "xmax", "cmin", "cmax", "tableoid"))


def _refuse_unfaithful(case: Case, reads: list[Reads]) -> None:
    """What would read past the rules, or mean something else of a subquery than of a table."""
    own = {f.name.lower() for f in case.catalog.functions}
    for node in case.of(exp.Anonymous, exp.AnonymousAggFunc):
        if node.name.lower() in own:
            raise QueryRefused(f"The function {node.name} may read past the rules set for you.", "Leave it out.")
    stored = {id(read.column) for read in reads}
    for column in case.of(exp.Column, exp.Pseudocolumn):
        if column.name.lower() in _ROW_NUMBERS and id(column) not in stored:
            raise QueryRefused(f"{column.name} cannot be read under the rules set for you.", "Use the table's own key.")
