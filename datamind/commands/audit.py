"""`audit verify`: whether the audit log is as it was written, organisation by organisation."""

from __future__ import annotations

import argparse
from contextlib import closing

from datamind.access import Actor
from datamind.engine import Engine, Scope
from datamind.settings import Settings

NAME = "audit"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = "The audit log. Exit 1 when an entry was changed, slipped in or taken away."
    actions = parser.add_subparsers(dest="action", required=True)
    actions.add_parser("verify", help="check the chain of every organisation")


def run(arguments: argparse.Namespace) -> int:
    from datamind.services.audit_log import check_log

    broken = False
    with closing(Engine.from_settings(Settings.from_env())) as engine:
        for org in engine.house.everything().find("orgs", order="id"):
            found = check_log(Scope(engine, Actor.system(org["id"])))
            broken = broken or not found.holds
            print(f"{'ok' if found.holds else 'BROKEN':<7} {org['name']}: {found.words}")
    return int(broken)
