"""`users`: who is in the organisation, and the attributes that rules refer to as {user.…}."""

from __future__ import annotations

import argparse

from datamind.commands.scope import find_person, open_scope
from datamind.errors import InvalidInput

NAME = "users"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = "The people of the organisation."
    actions = parser.add_subparsers(dest="action", required=True)
    actions.add_parser("list", help="everybody, with role and attributes")
    attributes = actions.add_parser("attributes", help="set what {user.…} stands for in rules")
    attributes.add_argument("person", metavar="NAME")
    attributes.add_argument("attributes", nargs="*", metavar="ATTRIBUTE=VALUE", help="these alone; none takes all away")


def run(arguments: argparse.Namespace) -> int:
    from datamind.services.team import list_people, set_attributes

    with open_scope() as scope:
        if arguments.action == "list":
            for person in list_people(scope):
                print("\t".join([person.name, person.role, *(f"{k}={v}" for k, v in person.attributes.items())]))
            return 0
        given = [text.partition("=") for text in arguments.attributes]
        if wrong := next((name for name, equals, _ in given if not equals), None):
            raise InvalidInput(f"Write attributes as name=value, unlike {wrong!r}.", "attributes")
        set_attributes(scope, find_person(scope, arguments.person), {name: value for name, _, value in given})
        print(f"Set for {arguments.person}: {', '.join(arguments.attributes) or 'no attributes'}.")
    return 0
