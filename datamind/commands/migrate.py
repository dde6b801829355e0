"""`migrate`: brings the store to this program's version, in one transaction."""

from __future__ import annotations

import argparse
from contextlib import closing

from datamind.settings import Settings
from datamind.store import House

NAME = "migrate"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = "Bring the store to this program's version. Running it twice does nothing."


def run(arguments: argparse.Namespace) -> int:
    with closing(House(Settings.from_env().store_url)) as house:
        print(house.migrate())
    return 0
