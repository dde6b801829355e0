"""The README tells the truth: its settings are the settings, its tree is on the disk, its commands exist."""

import re
from pathlib import Path

from datamind.commands import COMMANDS
from datamind.settings import describe_variables

HOUSE = Path(__file__).parent.parent
README = (HOUSE / "README.md").read_text(encoding="utf-8")


def test_the_settings_are_the_settings():
    told = README.split("<!-- settings -->")[1].split("<!-- /settings -->")[0]
    assert told.strip() == describe_variables(), "put describe_variables() between the README's two marks"


def test_what_the_tree_names_is_on_the_disk():
    tree = README.split("## The house")[1].split("```")[1]
    named = re.findall(r"[\w/]+(?:\.py|/)", tree)
    assert len(named) > 30
    places = [HOUSE, HOUSE / "datamind", HOUSE / "datamind" / "analysts", HOUSE / "datamind" / "connectors"]
    places += [HOUSE / "datamind" / "store", HOUSE / "pages", HOUSE / "tests"]
    assert [name for name in named if not any((place / name).exists() for place in places)] == []


def test_every_module_of_the_engine_is_drawn():
    tree = README.split("## The house")[1].split("```")[1]
    modules = {path.name for path in (HOUSE / "datamind").iterdir() if not path.name.startswith("__")}
    assert {name for name in modules if name not in tree} == set()


def test_the_commands_exist():
    for command in re.findall(r"python -m datamind ([a-z][a-z-]+)", README):
        assert command in COMMANDS
