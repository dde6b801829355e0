"""Tables and the keys between them, drawn: a catalog goes in, the text of a Graphviz drawing comes out.

Names stand in quoted labels, in which nothing of a name can act. Colours follow the theme.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from datamind.types import Catalog, Table

MOST_TABLES = 50
MOST_NEIGHBOURS = 24
LONGEST_NAME = 32


@dataclass(frozen=True)
class _Look:
    text: str
    line: str
    fill: str
    chosen: str


_LIGHT = _Look(text="#1f2733", line="#8a94a6", fill="#f4f6fa", chosen="#d9e6fb")
_DARK = _Look(text="#e8ecf3", line="#7f8aa0", fill="#232a36", chosen="#24457c")


def draw_neighbours(table: Table, catalog: Catalog, dark: bool) -> str | None:
    """A table with those that its keys lead to and those whose keys lead to it; None when there are none."""
    edges = [edge for edge in _edges(catalog.tables, catalog) if table.full_name in edge[:2]]
    names = dict.fromkeys(name for edge in edges for name in edge[:2] if name != table.full_name)
    shown = {*list(names)[:MOST_NEIGHBOURS], table.full_name}
    kept = [edge for edge in edges if edge[0] in shown and edge[1] in shown]
    return _write(shown, kept, dark, {table.full_name}, labelled=True) if kept else None


def draw_schema(tables: Iterable[Table], catalog: Catalog, dark: bool, chosen: set[str]) -> str:
    """These tables and the keys between them; `chosen` stand out."""
    kept = list(tables)[:MOST_TABLES]
    shown = {table.full_name for table in kept}
    edges = [edge for edge in _edges(kept, catalog) if edge[1] in shown]
    return _write(shown, edges, dark, chosen, labelled=False)


def pick_tables(catalog: Catalog, found: Iterable[str]) -> list[Table]:
    """What to draw of a large schema: the tables found with their neighbours, or without any the most connected ones."""
    by_name = {table.full_name: table for table in catalog.tables}
    edges = list(_edges(catalog.tables, catalog))
    names = list(dict.fromkeys(name for name in found if name in by_name))
    if not names:
        degree: dict[str, int] = dict.fromkeys(by_name, 0)
        for source, target, _label in edges:
            degree[source] += 1
            degree[target] += 1
        names = sorted(by_name, key=lambda name: -degree[name])[:MOST_TABLES]
        return [by_name[name] for name in names]
    near = dict.fromkeys(names)
    for source, target, _label in edges:
        if source in names:
            near.setdefault(target)
        if target in names:
            near.setdefault(source)
    return [by_name[name] for name in near][:MOST_TABLES]


def _edges(tables: Iterable[Table], catalog: Catalog) -> Iterator[tuple[str, str, str]]:
    """(from, to, columns) of each key whose table is in the catalog."""
    for table in tables:
        for key in table.foreign_keys:
            target = catalog.find(key.ref_table, key.ref_schema)
            if target is not None:
                yield table.full_name, target.full_name, ", ".join(key.columns)


def _write(names: set[str], edges: list[tuple[str, str, str]], dark: bool, chosen: set[str], labelled: bool) -> str:
    look = _DARK if dark else _LIGHT
    lines = [
        'digraph { rankdir="LR"; bgcolor="transparent"; nodesep="0.18"; ranksep="0.7"; pack="true";',
        f'node [shape="box" style="rounded,filled" fontname="sans-serif" fontsize="11" height="0.32" margin="0.14,0.06" '
        f'color="{look.line}" fillcolor="{look.fill}" fontcolor="{look.text}" penwidth="0.8"];',
        f'edge [color="{look.line}" fontcolor="{look.line}" fontname="sans-serif" fontsize="9" arrowsize="0.6"];',
    ]
    for name in sorted(names):
        fill = f' fillcolor="{look.chosen}"' if name in chosen else ""
        lines.append(f"{_quote(name)} [label={_quote(_short(name))}{fill}];")
    for source, target, label in dict.fromkeys(edges):
        lines.append(
            f"{_quote(source)} -> {_quote(target)}" + (f" [label={_quote(_short(label))}];" if labelled else ";")
        )
    return "\n".join([*lines, "}"])


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…"


def _quote(text: str) -> str:
    """In a quoted label a backslash begins an escape, and some of these stand for other things than letters."""
    printable = "".join(character if character.isprintable() else " " for character in text)
    return '"' + printable.replace("\\", "\\\\").replace('"', '\\"') + '"'
