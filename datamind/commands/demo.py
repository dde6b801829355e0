"""`demo`: the store, an organisation with its owner, and the sample shop; twice is as good as once.

The shop is written on this machine, ends yesterday, and is written anew on another day. An owner without a password gets a
link that signs them in once; `--password-file` gives them a password instead, for scripts.
"""

from __future__ import annotations

import argparse
import dataclasses
from contextlib import closing
from datetime import date
from pathlib import Path

from datamind import saved, sessions
from datamind.access import Actor
from datamind.engine import Engine, Scope
from datamind.errors import InvalidInput
from datamind.passwords import check_new, hash_password
from datamind.settings import Settings
from datamind.store import House
from datamind.store.session import Row

NAME = "demo"
SHOP = "Sample shop"
ORG, OWNER = "My organisation", "owner"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = "Make the store, an owner and the sample shop, as far as they are missing."
    add_owner_arguments(parser)
    parser.add_argument("--no-shop", action="store_true", help="without the sample shop")


def add_owner_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--org", default=ORG, help=f"name of the first organisation (default: {ORG})")
    parser.add_argument("--owner", default=OWNER, help=f"sign-in name of its owner (default: {OWNER})")
    parser.add_argument("--password-file", type=Path, metavar="FILE", help="the owner's first password, for scripts")


def run(arguments: argparse.Namespace) -> int:
    settings = Settings.from_env()
    with closing(House(settings.store_url)) as house:
        print(house.migrate())
    with closing(Engine.from_settings(settings)) as engine:
        scope = prepare(engine, arguments)
        if not arguments.no_shop:
            print(load_shop(scope, date.today()))
        print(describe_way_in(engine))
    return 0


def prepare(engine: Engine, arguments: argparse.Namespace) -> Scope:
    """The first organisation and its owner, made if there are none; the scope to load the shop in.

    Raises: InvalidInput for a password that is missing or weak.
    """
    org_id, account_id = sessions.found_org(engine, arguments.org, arguments.owner)
    if arguments.password_file and not sessions.has_password(engine, account_id):
        try:
            password = arguments.password_file.read_text(encoding="utf-8").rstrip("\r\n")
        except (OSError, UnicodeDecodeError) as error:
            raise InvalidInput(
                f"The password cannot be read from {arguments.password_file}.", "password-file"
            ) from error
        check_new(password, arguments.owner)
        unset = {"id": account_id, "password_hash": None}
        engine.house.everything().change_where("accounts", unset, password_hash=hash_password(password))
    return Scope(engine, dataclasses.replace(Actor.system(org_id), name="command line"))


def load_shop(scope: Scope, today: date) -> str:
    """Write the shop unless it ends yesterday, connect it unless it is, say what its words mean; a sentence."""
    from datamind.sample_shop import DESCRIPTIONS, shop_meaning, write_shop
    from datamind.services.connections import add_connection

    path = scope.settings.home / "sample" / "shop.sqlite"
    stamp = path.with_suffix(".day")
    fresh = path.exists() and stamp.exists() and stamp.read_text() == today.isoformat()
    if not fresh:
        write_shop(path, today)
        stamp.write_text(today.isoformat())
    row = _find_shop(scope, path)
    if row is not None and fresh:
        return f"{SHOP} is ready."
    if row is None:
        if scope.store.first("connections", name=SHOP):
            return f"There is another connection called {SHOP}; it is left as it is."
        connection = add_connection(scope, SHOP, "sqlite", {"path": str(path)}, accept_writable=True)
        row = scope.store.get("connections", connection.id)
        saved.keep_meaning(scope, row, shop_meaning(), DESCRIPTIONS)
    else:
        scope.store.change("connections", row["id"], version=row["version"] + 1)
        scope.engine.drop_connector(row["id"])
        saved.read_catalog(scope, scope.store.get("connections", row["id"]))
    return f"{SHOP} is ready: three years of business that end yesterday."


def describe_way_in(engine: Engine) -> str:
    """The address to open: with a single-use link while the owner has no password."""
    everything = engine.house.everything()
    owner = everything.first("memberships", order="id", role="owner")
    url = engine.settings.public_url
    if owner is None or sessions.has_password(engine, owner["account_id"]):
        return f"Open {url}"
    token = sessions.issue_link(engine, owner["account_id"], owner["org_id"])
    return f"Open {url}/auth/start?token={token}\n(signs you in once, within a day; then choose a password)"


def _find_shop(scope: Scope, path: Path) -> Row | None:
    rows = scope.store.find("connections", kind="sqlite", order="id")
    return next((row for row in rows if row["values"].get("path") == str(path)), None)
