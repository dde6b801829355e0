"""Every use case there is, found by looking, and arguments with which each can be called."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import datamind.services
from datamind.access import Permission
from datamind.reports.values import Wish
from datamind.types import Answer, ChartSpec, Insight, Receipt, ResultSet

RESULT = ResultSet((), (), False, 0.0, datetime(2026, 3, 10, tzinfo=UTC))
ANSWER = Answer(
    "how many", "", RESULT, Insight("none"), ChartSpec("table"), Receipt("SELECT 1", "sqlite", (), "", "offline")
)

# What to give for a parameter that has no default and is no id. A use case with a new one needs a line here.
GIVEN: Mapping[str, Any] = {
    "action": "hidden",
    "change": 0,
    "code": "000000",
    "answer": ANSWER,
    "by": 1,
    "changes": {"title": "Another title"},
    "filter_name": "city",
    "filters": (),
    "key": "some key",
    "result": RESULT,
    "version": 1,
    "wanted": 1,
    "attributes": {"region": "north"},
    "current": None,
    "definition": "what it is",
    "draft": "0" * 32,
    "expression": "sum(amount)",
    "format_name": "markdown",
    "good": False,
    "job": "tidy",
    "kind": "sqlite",
    "daily_usd": 3.5,
    "level": "schema",
    "label": "Berlin",
    "least_role": "viewer",
    "name": "Another name",
    "new": "five other plain words together",
    "part": 0,
    "paths": (),
    "role": "analyst",
    "picture": b"",
    "question": "how many orders are there",
    "size_bytes": 1,
    "sql": "SELECT count(*) FROM orders",
    "subject": "amount",
    "table": "orders",
    "token": "no token",
    "text": "how many customers are there",
    "title": "Another title",
    "whose": "org",
    "wish": Wish("Another report"),
    "words": "orders",
    "values": {"path": "/nowhere/shop.sqlite"},
}


def find_use_cases() -> dict[str, Callable[..., Any]]:
    """Each public function of each module of services, by "module.function"."""
    found = {}
    for module_info in pkgutil.iter_modules(datamind.services.__path__):
        module = importlib.import_module(f"datamind.services.{module_info.name}")
        for name, thing in vars(module).items():
            if inspect.isfunction(thing) and thing.__module__ == module.__name__ and not name.startswith("_"):
                found[f"{module_info.name}.{name}"] = thing
    return {name: function for name, function in found.items() if not name.startswith("use_case.")}


USE_CASES = find_use_cases()


def permission_of(function: Callable[..., Any]) -> Permission:
    return function.permission  # type: ignore[attr-defined,no-any-return]


def ids_of(function: Callable[..., Any]) -> tuple[str, ...]:
    """The parameters that are ids."""
    return tuple(name for name in inspect.signature(function).parameters if name == "id" or name.endswith("_id"))


def arguments_for(function: Callable[..., Any], ids: Mapping[str, int]) -> dict[str, Any]:
    """Something for each parameter that needs it; all ids, also those that may be left out."""
    arguments: dict[str, Any] = {}
    for name, parameter in list(inspect.signature(function).parameters.items())[1:]:
        if name in ids:
            arguments[name] = ids[name]
        elif parameter.default is inspect.Parameter.empty:
            arguments[name] = GIVEN[name]
    return arguments
