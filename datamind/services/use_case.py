"""`@use_case(permission)`: the one door of every use case. It checks the actor and writes the audit entry.

The action in the audit log is the function's own name; its object is the function's first id. Refusals and failures are
entered too. A `look` (a list, a status that pages draw on every run) is entered only when it is refused or names something
that is not there: what people do and which data they read stays legible.
"""

from __future__ import annotations

import functools
import inspect
import time
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, Concatenate, ParamSpec, TypeVar

from datamind.access import Permission
from datamind.audit import Outcome, write_entry
from datamind.engine import Scope
from datamind.errors import Forbidden, NotFound, QueryRefused, TooFast
from datamind.metrics import count_end
from datamind.throttle import keep_pace

P = ParamSpec("P")
R = TypeVar("R")
Detail = str | int | float | bool | None
UseCase = Callable[Concatenate[Scope, P], R]

_notes: ContextVar[dict[str, Detail] | None] = ContextVar("audit_notes", default=None)


def note(**detail: Detail) -> None:
    """Add to the audit entry of the use case under way: counts, fingerprints, names; never values, rows or secrets."""
    notes = _notes.get()
    if notes is not None:
        notes.update(detail)


def use_case(
    permission: Permission, *, look: bool = False, pace: str | None = None
) -> Callable[[UseCase[P, R]], UseCase[P, R]]:
    """Raises Forbidden before the function runs when the actor may not.

    `pace` names what is counted ("questions"): more of them than the settings allow one person in a minute: TooFast.
    """

    def decorate(function: UseCase[P, R]) -> UseCase[P, R]:
        subject_of = _subject_of(function)

        @functools.wraps(function)
        def run(scope: Scope, *args: P.args, **kwargs: P.kwargs) -> R:
            notes: dict[str, Detail] = {}
            token = _notes.set(notes)
            outcome: Outcome = "failed"
            noted, began = True, time.monotonic()
            try:
                scope.actor.demand(permission)
                if pace is not None:
                    _keep_pace(scope, pace)
                result = function(scope, *args, **kwargs)
                outcome, noted = "done", not look
                return result
            except (Forbidden, QueryRefused, TooFast) as error:
                outcome = "refused"
                notes.setdefault("reason", str(error)[:300])
                raise
            except NotFound:
                notes.setdefault("reason", "not found")
                raise
            finally:
                _notes.reset(token)
                count_end(function.__name__, outcome, time.monotonic() - began)
                if noted:
                    _enter(scope, function.__name__, outcome, subject_of(args, kwargs), notes)

        run.permission = permission  # type: ignore[attr-defined]
        return run

    return decorate


def _enter(scope: Scope, action: str, outcome: Outcome, subject: str, notes: dict[str, Detail]) -> None:
    actor = scope.actor
    write_entry(scope.store, actor.name, action, outcome, account_id=actor.user_id, subject=subject, **notes)


def _keep_pace(scope: Scope, noun: str) -> None:
    most = getattr(scope.settings, f"{noun}_per_minute")
    if scope.actor.user_id is not None and most:
        keep_pace(scope.engine.house.everything(), scope.actor.user_id, noun, most)


def _subject_of(function: Callable[..., Any]) -> Callable[[tuple[Any, ...], dict[str, Any]], str]:
    """How to name what a call is about: its first parameter that is an id ("connection_id=3")."""
    names = list(inspect.signature(function).parameters)[1:]
    named = next((name for name in names if name.endswith("_id") or name == "id"), None)
    position = names.index(named) if named else -1

    def find(args: tuple[Any, ...], kwargs: dict[str, Any]) -> str:
        if named is None:
            return ""
        value = kwargs[named] if named in kwargs else args[position] if position < len(args) else None
        return f"{named}={str(value)[:40]}"

    return find
