"""`doctor`: looks at everything that must work, one line each: ok, or what to do.

To add a check: a function that yields `Finding`s, and its name in CHECKS.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from datamind.access import Actor
from datamind.engine import Engine, Scope
from datamind.errors import DataMindError
from datamind.settings import Settings
from datamind.store import House

NAME = "doctor"
QUIET_AFTER = timedelta(minutes=2)


@dataclass(frozen=True)
class Finding:
    """`state` is ok, note (works, but worth knowing) or broken."""

    subject: str
    state: str
    words: str


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Check settings, store, keys, connections, the model's key and the scheduler. Exit 1 if something is broken."
    )


def run(arguments: argparse.Namespace) -> int:
    broken = False
    for finding in examine():
        broken = broken or finding.state == "broken"
        print(f"{finding.state:<7} {finding.subject}: {finding.words}", flush=True)
    return int(broken)


def examine() -> Iterator[Finding]:
    """All findings, each as soon as it is known; later checks need the earlier ones."""
    try:
        settings = Settings.from_env()
        yield Finding("settings", "ok", f"read; home is {settings.home}")
        with closing(House(settings.store_url)) as house:
            house.check()
        engine = Engine.from_settings(settings)
    except DataMindError as error:
        yield Finding("start", "broken", str(error))
        return
    with closing(engine):
        kind = "SQLite" if settings.embedded else "Postgres"
        yield Finding("store", "ok", f"{kind}, at this program's version, answers")
        for check in CHECKS:
            yield from check(engine)


def _check_keys(engine: Engine) -> Iterator[Finding]:
    unreadable = []
    for row in engine.house.everything().find("connections", order="id"):
        try:
            engine.open_values(row)
        except DataMindError:
            unreadable.append(row["name"])
    if unreadable:
        names = ", ".join(unreadable)
        words = f"the passwords of {names} cannot be opened with today's DATAMIND_SECRET_KEYS: restore the key or type them again"
        yield Finding("keys", "broken", words)
    else:
        yield Finding("keys", "ok", "every stored password can be opened")


def _check_people(engine: Engine) -> Iterator[Finding]:
    everything = engine.house.everything()
    if everything.first("memberships", role="owner") is None:
        yield Finding("people", "broken", "there is no owner yet: run `python -m datamind demo` or `make run`")
    else:
        people = everything.count("accounts", active=True)
        yield Finding("people", "ok", f"{people} {'person' if people == 1 else 'people'}")


def _check_connections(engine: Engine) -> Iterator[Finding]:
    for org in engine.house.everything().find("orgs", order="id"):
        scope = Scope(engine, Actor.system(org["id"]))
        for row in scope.store.find("connections", order="name"):
            subject = f"connection {row['name']}"
            try:
                report = engine.connector(row).test()
            except DataMindError as error:
                yield Finding(subject, "broken", str(error))
                continue
            state = "note" if report.can_write and row["kind"] not in ("sqlite", "files") else "ok"
            more = "; its login can write: one that can only read is the better lock" if state == "note" else ""
            yield Finding(subject, state, f"answers ({report.server}){more}")


def _check_network(engine: Engine) -> Iterator[Finding]:
    denied = ", ".join(engine.settings.denied_hosts) or "none besides link-local and metadata addresses"
    if engine.settings.allow_private_hosts:
        words = f"connections may lead to this machine and private addresses: DATAMIND_ALLOW_PRIVATE_HOSTS=no forbids it; denied: {denied}"
        yield Finding("network", "note", words)
    else:
        yield Finding("network", "ok", f"connections lead to public addresses only; denied: {denied}")


def _check_model(engine: Engine) -> Iterator[Finding]:
    if not engine.settings.anthropic_api_key:
        words = "no key, so the offline analyst answers; set DATAMIND_ANTHROPIC_API_KEY for Claude"
        yield Finding("model", "note", words)
        return
    from datamind.analysts.claude import ClaudeOptions, check_models

    wrong = check_models(ClaudeOptions.from_settings(engine.settings))
    for words in wrong:
        yield Finding("model", "broken", words)
    if not wrong:
        yield Finding("model", "ok", f"the key is accepted; {engine.settings.claude_model} can do what is asked of it")


def _check_scheduler(engine: Engine) -> Iterator[Finding]:
    seen_at = engine.last_heartbeat("scheduler")
    if seen_at is None:
        yield Finding("scheduler", "note", "has never run: start it with `make run` or `python -m datamind.scheduler`")
    elif datetime.now(UTC) - seen_at > QUIET_AFTER:
        yield Finding("scheduler", "note", f"was last seen {seen_at:%Y-%m-%d %H:%M} UTC: start it again")
    else:
        yield Finding("scheduler", "ok", "at work")
    failed = engine.house.everything().find("jobs", state="failed", order="-due_at", limit=1)
    if failed:
        words = (
            f"{failed[0]['job']} was given up at {failed[0]['finished_at']:%Y-%m-%d %H:%M} UTC: {failed[0]['error']}"
        )
        yield Finding("jobs", "note", words)


CHECKS: tuple[Callable[[Engine], Iterator[Finding]], ...] = (
    _check_keys,
    _check_people,
    _check_connections,
    _check_network,
    _check_model,
    _check_scheduler,
)
