"""The variables that the environment may set, each declared once: its name, how it is read, its default, what it is for.

In: the text of one variable. Out: its value, or a ValueError that completes a sentence beginning with the variable's name.
To add one: a line in `VARIABLES`, and a field of the same name in `Settings`.
"""

from __future__ import annotations

import base64
import binascii
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

Price = tuple[float, float, float]
PLACEHOLDERS = (
    "changeme",
    "change-me",
    "change_me",
    "secret",
    "example",
    "placeholder",
    "password",
    "your-key",
    "your_key",
)


@dataclass(frozen=True)
class Variable:
    """One variable: `DATAMIND_<NAME>` fills `Settings.<name>`. A default of None means "not set"."""

    field: str
    read: Callable[[str], Any]
    default: str | None
    help: str
    secret: bool = False

    @property
    def name(self) -> str:
        return f"DATAMIND_{self.field.upper()}"


def _text(text: str) -> str:
    return text


def _path(text: str) -> Path:
    return Path(text).expanduser().absolute()


def _paths(text: str) -> tuple[Path, ...]:
    return tuple(_path(part) for part in text.split(os.pathsep) if part.strip())


def _words(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _yes(text: str) -> bool:
    choices = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}
    if text.lower() not in choices:
        raise ValueError("must be yes or no")
    return choices[text.lower()]


def _number(minimum: float, maximum: float) -> Callable[[str], float]:
    def read(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            raise ValueError("must be a number") from None
        if not minimum <= value <= maximum:
            raise ValueError(f"must be between {minimum:g} and {maximum:g}")
        return value

    return read


def _count(minimum: int, maximum: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        try:
            value = int(text)
        except ValueError:
            raise ValueError("must be a whole number") from None
        if not minimum <= value <= maximum:
            raise ValueError(f"must be between {minimum:,} and {maximum:,}")
        return value

    return read


def _one_of(*choices: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in choices:
            raise ValueError(f"must be one of: {', '.join(choices)}")
        return text

    return read


def _prices(text: str) -> Mapping[str, Price]:
    prices: dict[str, Price] = {}
    for part in _words(text):
        model, _, figures = part.partition("=")
        try:
            fresh, cached, written = (float(figure) for figure in figures.split("/"))
        except ValueError:
            raise ValueError(
                "must look like model=2/0.2/10,other=4/0.4/20 (input/cached/output, US dollars a million)"
            ) from None
        prices[model.strip()] = (fresh, cached, written)
    return MappingProxyType(prices)


def _url(text: str) -> str:
    if not text.startswith(("http://", "https://")):
        raise ValueError("must begin with http:// or https://")
    return text.rstrip("/")


def _secret_keys(text: str) -> tuple[str, ...]:
    keys = _words(text)
    for key in keys:
        _refuse_placeholder(key)
        try:
            size = len(base64.urlsafe_b64decode(key.encode()))
        except (binascii.Error, ValueError):
            size = 0
        if size != 32:
            raise ValueError(
                "must be Fernet keys (32 random bytes in URL-safe base64), newest first, separated by commas"
            )
    if not keys:
        raise ValueError("is empty")
    return keys


def _long_key(text: str) -> str:
    _refuse_placeholder(text)
    if len(text) < 32 or len(set(text)) < 8:
        raise ValueError("is too short or too simple: it needs at least 32 random characters")
    return text


def _api_key(text: str) -> str:
    _refuse_placeholder(text)
    if len(text) < 16 or any(character.isspace() for character in text):
        raise ValueError("is too short to be an API key")
    return text


def _refuse_placeholder(text: str) -> None:
    if any(word in text.lower() for word in PLACEHOLDERS):
        raise ValueError("is still a placeholder: put a real value there")


_NEW_PRICES = "claude-sonnet-5-5=2/0.2/10,claude-opus-5-5=4/0.4/20,claude-haiku-5-5=0.1/0.01/0.5"

VARIABLES: tuple[Variable, ...] = (
    Variable(
        "home", _path, "~/.datamind", "Folder of the embedded store, the generated keys, uploads and the sample shop"
    ),
    Variable(
        "store_url", _text, None, "The store: sqlite:///… or postgresql://…; default HOME/store.sqlite", secret=True
    ),
    Variable(
        "secret_keys",
        _secret_keys,
        None,
        "Keys that seal connection secrets, newest first; generated once",
        secret=True,
    ),
    Variable("cookie_key", _long_key, None, "Key that signs what the browser holds; generated once", secret=True),
    Variable(
        "anthropic_api_key", _api_key, None, "Key for Claude; without one the offline analyst answers", secret=True
    ),
    Variable("anthropic_base_url", _url, None, "Another address of the Anthropic API"),
    Variable("claude_model", _text, "claude-sonnet-5-5", "Model that writes SQL"),
    Variable("claude_small_model", _text, "claude-haiku-5-5", "Model that writes words and titles"),
    Variable("claude_effort", _one_of("low", "medium", "high", "max"), "low", "How long Claude thinks"),
    Variable(
        "claude_deadline_s", _number(1, 600), "60", "Seconds that all tries of one call to Claude may take together"
    ),
    Variable("claude_prices", _prices, _NEW_PRICES, "US dollars a million tokens: model=input/cached/output,…"),
    Variable("claude_budget_usd", _number(0, 1e6), "20", "What an organisation may spend on Claude in a day (UTC)"),
    Variable("claude_person_budget_usd", _number(0, 1e6), "5", "What one person may spend on Claude in a day (UTC)"),
    Variable(
        "ledger_days",
        _count(0, 3650),
        "30",
        "Days for which exactly what was sent to Claude is kept, sealed; 0: not at all",
    ),
    Variable("row_limit", _count(1, 1_000_000), "10000", "Rows that one query may return"),
    Variable("result_mb", _count(1, 1024), "64", "Megabytes that one result may hold"),
    Variable("query_timeout_s", _number(0.1, 3600), "30", "Seconds that one query may run"),
    Variable("profile_budget_s", _number(0, 3600), "30", "Seconds that profiling one connection may take"),
    Variable("repairs", _count(0, 5), "1", "How often a refused or failed query is written anew"),
    Variable(
        "claude_votes",
        _count(0, 4),
        "0",
        "How many more drafts Claude makes of a doubtful question, to compare their results",
    ),
    Variable("allow_private_hosts", _yes, "yes", "Whether connections may lead to private addresses"),
    Variable("denied_hosts", _words, "", "Names, addresses or networks that no connection may lead to, by commas"),
    Variable(
        "sqlite_folders",
        _paths,
        "",
        "More folders whose SQLite files may be connected, as in PATH; HOME/databases always",
    ),
    Variable("upload_mb", _count(1, 2048), "2048", "Megabytes that one upload may hold"),
    Variable(
        "upload_quota_mb", _count(1, 10_000_000), "10240", "Megabytes that all uploads of an organisation may hold"
    ),
    Variable(
        "refresh_interval_s", _number(1, 31 * 86400), "21600", "Seconds between two readings of a connection's schema"
    ),
    Variable("scheduler_tick_s", _number(0.05, 60), "5", "Seconds between two looks of the scheduler at what is due"),
    Variable("scheduler_lease_s", _number(1, 86400), "600", "Seconds after which another scheduler takes over a job"),
    Variable("alert_queries", _count(1, 64), "4", "Queries of alerts that run side by side on one database"),
    Variable("report_days", _count(1, 3650), "90", "Days for which the files of reports that were sent are kept"),
    Variable(
        "report_domains", _words, "", "Domains besides the organisation's own people that reports may go to, by commas"
    ),
    Variable("host", _text, "127.0.0.1", "Address that the app listens on"),
    Variable("port", _count(1, 65535), "8501", "Port that the app listens on"),
    Variable("public_url", _url, None, "Address that people type; default http://HOST:PORT"),
    Variable("session_idle_s", _number(60, 365 * 86400), "43200", "Seconds without a sign of life that end a session"),
    Variable("session_life_s", _number(60, 365 * 86400), "604800", "Seconds that a session lives at most"),
    Variable("questions_per_minute", _count(0, 100_000), "60", "Questions that one person may ask in a minute; 0: any"),
    Variable(
        "runs_per_minute", _count(0, 100_000), "120", "SQL statements that one person may run in a minute; 0: any"
    ),
    Variable("uploads_per_minute", _count(0, 100_000), "120", "Files that one person may send in a minute; 0: any"),
    Variable("exports_per_minute", _count(0, 100_000), "60", "Files that one person may make in a minute; 0: any"),
    Variable(
        "metrics_token",
        _long_key,
        None,
        "Token for /metrics from other machines; without one only from this one",
        secret=True,
    ),
    Variable("log_level", _one_of("DEBUG", "INFO", "WARNING", "ERROR"), "INFO", "How much is logged"),
)


def describe_variables() -> str:
    """The settings as a Markdown table, as the README shows it."""
    lines = ["| variable | default | what it is |", "|---|---|---|"]
    lines += [f"| `{variable.name}` | {_shown_default(variable)} | {variable.help} |" for variable in VARIABLES]
    return "\n".join(lines)


def _shown_default(variable: Variable) -> str:
    return f"`{variable.default}`" if variable.default else ""
