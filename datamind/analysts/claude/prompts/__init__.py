"""The prompts as text files, each with its version in its name.

A prompt that changes gets a new file and a new number, so that a receipt's prompt version says exactly what was told.
To change one: copy `draft-1.txt` to `draft-2.txt`, raise the number here, and renew the golden files.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from datamind.types import Dialect

DRAFT_VERSION = "draft-1"
WORDS_VERSION = "words-1"
ENRICH_VERSION = "enrich-1"
DIALECT_VERSIONS: dict[Dialect, str] = {name: f"{name}-1" for name in ("postgres", "mysql", "sqlite", "duckdb")}  # type: ignore[misc]
DIALECT_NAMES: dict[Dialect, str] = {
    "postgres": "PostgreSQL",
    "mysql": "MySQL",
    "sqlite": "SQLite",
    "duckdb": "DuckDB",
}


@cache
def draft_rules(dialect: Dialect) -> str:
    """The rules for writing SQL in `dialect`: the same bytes for every connection and question of that dialect."""
    rules = _read(DRAFT_VERSION).replace("{dialect_rules}", _read(DIALECT_VERSIONS[dialect]))
    return rules.replace("{dialect}", DIALECT_NAMES[dialect])


@cache
def words_rules() -> str:
    """The rules for putting facts into words."""
    return _read(WORDS_VERSION)


@cache
def enrich_rules() -> str:
    """The rules for describing tables and columns."""
    return _read(ENRICH_VERSION)


def _read(name: str) -> str:
    return (Path(__file__).parent / f"{name}.txt").read_text(encoding="utf-8").strip()
