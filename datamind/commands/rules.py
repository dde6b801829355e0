"""`rules`: which rows and columns of a saved connection people see: list, add, remove."""

from __future__ import annotations

import argparse

from datamind.access import Role
from datamind.commands.scope import find_connection, find_person, open_scope
from datamind.engine import Scope
from datamind.errors import InvalidInput

NAME = "rules"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Rules say which rows and columns of a connection people see, in every path. In a condition {user.region} stands for "
        "the attribute of whoever looks (see `users attributes`)."
    )
    actions = parser.add_subparsers(dest="action", required=True)
    for word, about in (("list", "the rules there are"), ("add", "a new rule"), ("remove", "end a rule, by its name")):
        action = actions.add_parser(word, help=about, description=about)
        action.add_argument("--connection", metavar="NAME", required=True)
        if word == "remove":
            action.add_argument("name")
        if word == "add":
            _add_rule_arguments(action)


def _add_rule_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--table", required=True, help="named in full, as the catalog lists it")
    subject = parser.add_mutually_exclusive_group(required=True)
    subject.add_argument("--rows", metavar="CONDITION", help="only rows where this holds: region = {user.region}")
    subject.add_argument("--hide", metavar="COLUMN", help="the column is not there; * is the whole table")
    subject.add_argument("--mask", metavar="COLUMN", help="the column is there and empty")
    parser.add_argument("--role", action="append", default=[], choices=[str(role) for role in Role])
    parser.add_argument("--person", metavar="NAME")
    parser.add_argument("--name", default="", help="how receipts name it; by default what it does")


def run(arguments: argparse.Namespace) -> int:
    with open_scope() as scope:
        connection_id = find_connection(scope, arguments.connection)
        {"list": _list, "add": _add, "remove": _remove}[arguments.action](scope, connection_id, arguments)
    return 0


def _list(scope: Scope, connection_id: int, arguments: argparse.Namespace) -> None:
    from datamind.services.rules import list_rules

    rules = list_rules(scope, connection_id)
    for rule in rules:
        whom = ", ".join([*rule.roles, *([rule.person] if rule.person else [])])
        print("\t".join([rule.name, whom, *(["its table or column is gone"] if rule.lost else [])]))
    if not rules:
        print("There are no rules: everybody sees all of this connection.")


def _add(scope: Scope, connection_id: int, arguments: argparse.Namespace) -> None:
    from datamind.services.rules import add_rule

    given = (("rows", arguments.rows), ("hidden", arguments.hide), ("masked", arguments.mask))
    action, subject = next((action, subject) for action, subject in given if subject is not None)
    person_id = find_person(scope, arguments.person) if arguments.person else None
    rule = add_rule(
        scope, connection_id, arguments.table, action, subject, arguments.role, person_id, name=arguments.name
    )
    print(f"The rule holds from now on: {rule.name}")


def _remove(scope: Scope, connection_id: int, arguments: argparse.Namespace) -> None:
    from datamind.services.rules import list_rules, remove_rule

    rules = list_rules(scope, connection_id)
    found = next((rule for rule in rules if rule.name == arguments.name), None)
    if found is None:
        raise InvalidInput(f"There is no rule called {arguments.name!r}; `rules list` names them.", "name")
    remove_rule(scope, found.id)
    print(f"The rule binds nobody any more: {found.name}")
