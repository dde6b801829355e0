"""`rotate-keys`: everything sealed is sealed anew under the newest key, while the app goes on.

With keys in HOME/keys.env a new key is made and put in front; with keys from the environment, whoever runs the house has put
it there. The old ones still open what a running process seals meanwhile; `--drop-old` takes them away once nothing needs them.
"""

from __future__ import annotations

import argparse
from contextlib import closing

from datamind.engine import Engine
from datamind.errors import InvalidInput, VaultError
from datamind.keys import add_secret_key, keep_newest_key
from datamind.settings import Settings
from datamind.store import above
from datamind.store.tables import sealed_columns
from datamind.vault import Vault

NAME = "rotate-keys"
BATCH = 200


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = "Seal every stored secret anew under the newest key."
    parser.add_argument(
        "--drop-old", action="store_true", help="make no new key; forget the old ones (restart app and scheduler first)"
    )


def run(arguments: argparse.Namespace) -> int:
    """Exit 1 when something could not be opened; it is named, and nothing is lost."""
    settings = Settings.from_env()
    made = not arguments.drop_old and add_secret_key(settings.home, settings.secret_keys)
    if made:
        settings = Settings.from_env()
    if not arguments.drop_old and len(settings.secret_keys) < 2:
        raise InvalidInput(
            "Put a new key in front of the old one in DATAMIND_SECRET_KEYS, with a comma between, then run this."
        )
    with closing(Engine.from_settings(settings)) as engine:
        done, lost = _reseal(engine)
    if lost:
        print(f"{done} stored secrets are sealed anew; these cannot be opened by any key: {', '.join(lost)}.")
        return 1
    if arguments.drop_old:
        dropped = keep_newest_key(settings.home, settings.secret_keys)
        words = "the old keys are forgotten" if dropped else "leave the newest key alone in DATAMIND_SECRET_KEYS now"
        print(f"{done} stored secrets open with the newest key; {words}.")
    else:
        print(
            f"{'A new key was made; ' if made else ''}{done} stored secrets are sealed under the newest key. Old keys still open."
        )
    return 0


def _reseal(engine: Engine) -> tuple[int, list[str]]:
    """How many texts were sealed anew, and which rows could not be opened ("connections 3")."""
    done, lost, newest = 0, [], Vault(engine.settings.secret_keys)
    everything = engine.house.everything()
    for table, column in sealed_columns():
        after = 0
        while rows := everything.find(table, columns=("id", column), order="id", limit=BATCH, id=above(after)):
            after = rows[-1]["id"]
            for row in rows:
                if not row[column]:
                    continue
                try:
                    fresh = newest.reseal(row[column])
                except VaultError:
                    lost.append(f"{table} {row['id']}")
                    continue
                done += everything.change_where(table, {"id": row["id"], column: row[column]}, **{column: fresh})
    return done, lost
