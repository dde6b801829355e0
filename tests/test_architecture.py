"""The house as drawn, held with the stdlib's `ast`: floors, rooms of outside packages, the doors that everything passes.

Each rule is a function from a place and its syntax tree to a list of breaches. It runs over every file, and over a planted
breach that it must find. A new module needs a floor in FLOORS, a new outside package a room in ROOMS.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

# From the ground up. A module imports from floors below and from its own room; never a neighbour, never up.
FLOORS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("words", ("__init__", "errors", "types", "periods", "recent")),
    ("parts of values", ("keys", "variables")),
    ("what settings are made of", ("keys", "variables")),
    ("values", ("access", "cancellation", "formats", "forms", "settings")),
    ("value shapes", ("agreement", "shape")),
    (
        "pure",
        (
            "changes",
            "charts",
            "conditions",
            "conversation",
            "insights",
            "linking",
            "passwords",
            "phrasebook",
            "privacy",
            "sample_shop",
            "sql",
            "vault",
        ),
    ),
    ("files to take away", ("exports",)),
    ("outside world", ("analysts", "channels", "connectors", "store")),
    ("doubts", ("voting",)),
    ("spine and records", ("ask", "audit", "metrics", "throttle")),
    ("composition root", ("engine",)),
    ("rules that bind", ("binding",)),
    ("answers as today's rules show them", ("outcomes",)),
    ("what leans on a connection, and what is said of it", ("dependants", "meanings")),
    ("readings of a schema", ("readings",)),
    (
        "below the use cases",
        ("belongings", "drafts", "jobs", "keeping_queries", "ledger", "saved", "sessions", "versions"),
    ),
    ("the one path to a database", ("running",)),
    ("what saved things come to", ("invitations", "organisation", "second_factor", "verification")),
    ("work in the background", ("answering", "documents", "exporting", "querying", "second_opinion", "refreshing")),
    ("boards", ("boards",)),
    ("alerts at work", ("watch",)),
    ("reports at work", ("reports",)),
    ("chats as people see them", ("kept_chats",)),
    ("use cases", ("services",)),
    ("processes", ("commands", "scheduler")),
    ("program", ("__main__",)),
)
FLOOR_OF = {room: number for number, (_, rooms) in enumerate(FLOORS) for room in rooms}

# What pages may name of datamind besides `services`; the rest of the house is behind the use cases.
SHOWN_TO_PAGES = {
    "datamind.services": "the use cases",
    "datamind.access": "permissions",
    "datamind.charts": "figures",
    "datamind.engine": "Scope and Engine, by name",
    "datamind.errors": "sentences",
    "datamind.formats": "numbers as people read them",
    "datamind.invitations": "before there is an actor",
    "datamind.forms": "fields to draw",
    "datamind.metrics": "figures of the process",
    "datamind.organisation": "how it looks and what it asks",
    "datamind.second_factor": "before there is an actor",
    "datamind.sessions": "before there is an actor",
    "datamind.settings": "the frame reads them once",
    "datamind.types": "values",
}

# Outside packages, each with the rooms that may import it (a folder, or a file).
ROOMS: dict[str, tuple[str, ...]] = {
    "alembic": ("datamind/store",),
    "anthropic": ("datamind/analysts/claude",),
    "anyio": ("pages", "streamlit_app.py"),
    "charset_normalizer": ("datamind/connectors",),
    "bcrypt": ("datamind/passwords.py",),
    "cryptography": ("datamind/vault.py",),
    "duckdb": ("datamind/connectors",),
    "httpx2": ("datamind/analysts/claude",),
    "openpyxl": ("datamind/exports",),
    "pandas": ("datamind/charts", "datamind/connectors", "datamind/exports"),
    "plotly": ("datamind/charts",),
    "prometheus_client": ("datamind/metrics.py",),
    "psycopg2": ("datamind/connectors",),
    "pyarrow": ("pages", "datamind/connectors"),
    "pymysql": ("datamind/connectors",),
    "python_calamine": ("datamind/connectors",),
    "pyotp": ("datamind/second_factor.py",),
    "reportlab": ("datamind/exports",),
    "schedule": ("datamind/scheduler.py",),
    "segno": ("pages",),
    "sqlalchemy": ("datamind/store", "datamind/connectors"),
    "sqlglot": ("datamind/sql", "datamind/linking", "datamind/analysts/offline"),
    "starlette": ("pages", "streamlit_app.py"),
    "streamlit": ("pages", "streamlit_app.py"),
    "streamlit_authenticator": ("pages",),
    "yaml": ("datamind/phrasebook.py",),
}

# Where an error of any kind may be caught and not raised again.
BROAD_EXCEPT = {
    "datamind/analysts/claude/client.py": "a thread's end: the error goes over to the one who waits",
    "datamind/answering.py": "a thread's end: those who wait for the answer are told",
    "datamind/exporting.py": "a thread's end: those who wait for the file are told",
    "datamind/querying.py": "a thread's end: those who wait for the rows are told",
    "datamind/refreshing.py": "a thread's end: those who wait for the reading are told",
    "datamind/scheduler.py": "the loop outlives its jobs",
    "pages/parts/frame.py": "a page never shows a trace",
}

# Who may read across orgs; everybody else has a Scope.
ACROSS_ORGS = {
    "datamind/commands": "the person at the machine",
    "datamind/engine.py": "heartbeats",
    "datamind/invitations.py": "before there is an actor",
    "datamind/scheduler.py": "the search for work",
    "datamind/services/team.py": "accounts belong to people, not to an org",
    "datamind/second_factor.py": "accounts belong to people, not to an org",
    "datamind/services/accounts.py": "accounts belong to people, not to an org",
    "datamind/services/use_case.py": "a person's pace is theirs, whatever the org",
    "datamind/services/second_factors.py": "accounts belong to people, not to an org",
    "datamind/sessions.py": "before there is an actor",
    "datamind/store": "where it is defined",
}

# Commands that hand an environment to a process they start, by file.
PASSES_ENVIRONMENT = ("datamind/commands/start.py",)

Rule = Callable[[str, ast.Module], list[str]]


def _files() -> Iterator[str]:
    for pattern in ("datamind/**/*.py", "pages/**/*.py", "streamlit_app.py"):
        for path in sorted(ROOT.glob(pattern)):
            yield path.relative_to(ROOT).as_posix()


FILES = tuple(_files())


def _tree(place: str) -> ast.Module:
    return ast.parse((ROOT / place).read_text(encoding="utf-8"), place)


def _imports(place: str, tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Each imported module in full, and its line; `from package import name` counts as package.name too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            if node.level:
                parents = Path(place).parent.parts
                here = parents[: len(parents) - node.level + 1]
                module = ".".join([*here, *([module] if module else [])])
            if module in ("datamind", "pages"):
                yield from ((f"{module}.{alias.name}", node.lineno) for alias in node.names)
            else:
                yield module, node.lineno


def _room(place: str) -> str:
    """The room in datamind that a file lies in: "sql" of datamind/sql/guard.py."""
    return place.split("/")[1].removesuffix(".py")


def _lies_in(place: str, rooms: tuple[str, ...] | dict[str, str]) -> bool:
    return any(place == room or place.startswith(f"{room}/") for room in rooms)


def _is_broad(kind: ast.expr | None) -> bool:
    kinds = kind.elts if isinstance(kind, ast.Tuple) else [kind]
    return any(
        each is None or getattr(each, "id", getattr(each, "attr", "")) in ("Exception", "BaseException")
        for each in kinds
    )


# ── the rules ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def keeps_its_floor(place: str, tree: ast.Module) -> list[str]:
    if not place.startswith("datamind/"):
        return []
    room, breaches = _room(place), []
    for module, line in _imports(place, tree):
        first, *rest = module.split(".")
        if first in ("pages", "tests", "bench", "streamlit_app"):
            breaches.append(f"{place}:{line} {room} imports {module}, which is above the engine")
        if first != "datamind" or not rest:
            continue
        other = rest[0] if rest[0] in FLOOR_OF else "__init__"
        if other != room and FLOOR_OF[other] >= FLOOR_OF[room]:
            breaches.append(f"{place}:{line} {room} imports {other}, which is not on a lower floor")
    return breaches


def analysts_do_not_meet(place: str, tree: ast.Module) -> list[str]:
    """Claude and offline are neighbours in one room: what they share is in `base`."""
    prefix = "datamind/analysts/"
    if not place.startswith(prefix) or place.count("/") < 3:
        return []
    own = place.removeprefix(prefix).split("/")[0]
    return [
        f"{place}:{line} imports {module}"
        for module, line in _imports(place, tree)
        if module.startswith("datamind.analysts.") and module.split(".")[2] not in (own, "base")
    ]


def pages_see_only_the_use_cases(place: str, tree: ast.Module) -> list[str]:
    if not place.startswith("pages/") and place != "streamlit_app.py":
        return []
    return [
        f"{place}:{line} imports {module}"
        for module, line in _imports(place, tree)
        if module.split(".")[0] == "datamind" and ".".join(module.split(".")[:2]) not in SHOWN_TO_PAGES
    ]


def outside_packages_have_one_room(place: str, tree: ast.Module) -> list[str]:
    breaches = []
    for module, line in _imports(place, tree):
        package = module.split(".")[0]
        if package in sys.stdlib_module_names or package in ("datamind", "pages"):
            continue
        if not _lies_in(place, ROOMS.get(package, ())):
            breaches.append(f"{place}:{line} imports {package}, whose room is {ROOMS.get(package, 'nowhere')}")
    return breaches


def only_the_guard_makes_validated_queries(place: str, tree: ast.Module) -> list[str]:
    """Elsewhere the name stands in imports, annotations and look-ups by type only, so it has no other name to be called by."""
    if place in ("datamind/sql/guard.py", "datamind/types.py"):
        return []
    harmless: set[int] = set()
    for node in ast.walk(tree):
        annotations: list[ast.AST | None] = []
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            annotations.append(node.returns)
        elif isinstance(node, ast.arg | ast.AnnAssign):
            annotations.append(node.annotation)
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "isinstance":
            annotations += node.args[1:]
        elif isinstance(node, ast.Compare):
            annotations += node.comparators
        elif isinstance(node, ast.Tuple):
            annotations += node.elts if all(isinstance(each, ast.Name) for each in node.elts) else []
        harmless |= {id(part) for each in annotations if each is not None for part in ast.walk(each)}
    return [
        f"{place}:{node.lineno} uses ValidatedQuery"
        for node in ast.walk(tree)
        if isinstance(node, ast.Name | ast.Attribute)
        and getattr(node, "id", getattr(node, "attr", "")) == "ValidatedQuery"
        and id(node) not in harmless
    ]


def services_are_use_cases(place: str, tree: ast.Module) -> list[str]:
    """Every public function takes `scope` first and asks for a permission by @use_case(Permission.X)."""
    if not place.startswith("datamind/services/") or place.endswith("use_case.py"):
        return []
    breaches = []
    for node in tree.body:
        if isinstance(node, ast.AsyncFunctionDef):
            breaches.append(f"{place}:{node.lineno} {node.name} is async")
        if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
            continue
        asks = [
            call.args[0]
            for call in node.decorator_list
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "use_case" and call.args
        ]
        if not any(isinstance(ask, ast.Attribute) and getattr(ask.value, "id", "") == "Permission" for ask in asks):
            breaches.append(f"{place}:{node.lineno} {node.name} has no @use_case(Permission.…)")
        if not node.args.args or node.args.args[0].arg != "scope" or node.args.posonlyargs:
            breaches.append(f"{place}:{node.lineno} {node.name} does not take scope first")
    return breaches


def pages_ask_who_is_there_first(place: str, tree: ast.Module) -> list[str]:
    """The first statement after docstring and imports is `name = require(Permission.X)`."""
    if not place.startswith("pages/") or place.count("/") > 1 or place == "pages/front_door.py":
        return []
    body = [node for node in tree.body if not isinstance(node, ast.Import | ast.ImportFrom)]
    if body and isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
        body = body[1:]
    first = body[0] if body else None
    call = first.value if isinstance(first, ast.Assign) else None
    if (
        isinstance(call, ast.Call)
        and getattr(call.func, "id", "") == "require"
        and len(call.args) == 1
        and isinstance(call.args[0], ast.Attribute)
        and getattr(call.args[0].value, "id", "") == "Permission"
    ):
        return []
    return [f"{place}: the first statement is not `scope = require(Permission.…)`"]


def errors_are_caught_by_name(place: str, tree: ast.Module) -> list[str]:
    """A broad except only cleans up and raises again, outside the places that say why."""
    if place in BROAD_EXCEPT:
        return []
    breaches = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler) and _is_broad(node.type):
            ends = [each for part in node.body for each in ast.walk(part)]
            leaves = any(isinstance(each, ast.Return | ast.Continue | ast.Break) for each in ends)
            last = node.body[-1]
            if leaves or not (isinstance(last, ast.Raise) and last.exc is None):
                breaches.append(f"{place}:{node.lineno} catches everything")
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "suppress":
            breaches += [f"{place}:{node.lineno} suppresses everything" for kind in node.args if _is_broad(kind)]
    return breaches


def only_settings_read_the_environment(place: str, tree: ast.Module) -> list[str]:
    if place == "datamind/settings.py" or place in PASSES_ENVIRONMENT:
        return []
    names = {"environ", "environb", "getenv", "getenvb"}
    breaches = []
    for node in ast.walk(tree):
        is_attribute = isinstance(node, ast.Attribute) and node.attr in names and getattr(node.value, "id", "") == "os"
        is_import = isinstance(node, ast.ImportFrom) and node.module == "os" and {a.name for a in node.names} & names
        if is_attribute or is_import:
            breaches.append(f"{place}:{node.lineno} reads the environment")
    return breaches


def few_read_across_orgs(place: str, tree: ast.Module) -> list[str]:
    if _lies_in(place, ACROSS_ORGS):
        return []
    return [
        f"{place}:{node.lineno} reads across orgs"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == "everything"
    ]


# Who may call the guard itself; everybody else goes through `running`, where the rules that bind a person are.
CALLS_THE_GUARD = {
    "datamind/dependants.py": "judges saved texts by a new reading, runs none",
    "datamind/ask.py": "the spine, which running gives the policies",
    "datamind/commands/check_sql.py": "judges texts, runs none",
    "datamind/commands/eval.py": "files of the person at the machine",
    "datamind/commands/sql.py": "a file of the person at the machine",
    "datamind/running.py": "the one path",
}


def people_run_sql_on_one_path(place: str, tree: ast.Module) -> list[str]:
    """Above the spine nobody validates or runs a query past `running`."""
    if place in CALLS_THE_GUARD or _lies_in(place, ("datamind/sql",)) or not place.startswith("datamind/"):
        return []
    breaches = [
        f"{place}:{line} imports {module}" for module, line in _imports(place, tree) if module == "datamind.sql.guard"
    ]
    if _room(place) == "services":
        breaches += [
            f"{place}:{node.lineno} opens a connector"
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute) and node.attr == "connector"
        ]
    return breaches


PLANTED: tuple[tuple[Rule, str, str], ...] = (
    (keeps_its_floor, "datamind/sql/new.py", "from datamind.store import House"),
    (keeps_its_floor, "datamind/sql/new.py", "def f():\n    from datamind.linking import link"),
    (keeps_its_floor, "datamind/connectors/new.py", "from datamind.store.session import Store"),
    (keeps_its_floor, "datamind/saved.py", "from datamind import sessions"),
    (keeps_its_floor, "datamind/ask.py", "from pages.parts import frame"),
    (keeps_its_floor, "datamind/charts/new.py", "from ..insights import facts"),
    (analysts_do_not_meet, "datamind/analysts/claude/new.py", "from datamind.analysts.offline import OfflineAnalyst"),
    (pages_see_only_the_use_cases, "pages/parts/new.py", "from datamind.store import House"),
    (outside_packages_have_one_room, "datamind/services/new.py", "import streamlit as st"),
    (outside_packages_have_one_room, "datamind/ask.py", "def f():\n    import sqlglot.errors"),
    (outside_packages_have_one_room, "datamind/ask.py", "import requests"),
    (only_the_guard_makes_validated_queries, "datamind/ask.py", "types.ValidatedQuery('SELECT 1', 'sqlite', (), (), 1)"),
    (only_the_guard_makes_validated_queries, "datamind/ask.py", "make = ValidatedQuery"),
    (services_are_use_cases, "datamind/services/new.py", "def drop_all(scope): ..."),
    (services_are_use_cases, "datamind/services/new.py", "@use_case(Permission.ASK)\ndef ask(chat_id, scope): ..."),
    (services_are_use_cases, "datamind/services/new.py", "@use_case('anybody')\ndef ask(scope): ..."),
    (pages_ask_who_is_there_first, "pages/new.py", "'''New.'''\nimport streamlit as st\nst.write(1)\nscope = require(P.X)"),
    (pages_ask_who_is_there_first, "pages/new.py", "'''New.'''\nrequire(Permission.ASK)"),
    (pages_ask_who_is_there_first, "pages/new.py", "'''Empty.'''"),
    (errors_are_caught_by_name, "datamind/ask.py", "try: pass\nexcept (ValueError, Exception): pass"),
    (errors_are_caught_by_name, "datamind/ask.py", "try: pass\nexcept: pass"),
    (errors_are_caught_by_name, "datamind/ask.py", "for a in b:\n try: pass\n except BaseException:\n  if a: break\n  raise"),
    (errors_are_caught_by_name, "datamind/ask.py", "with contextlib.suppress(Exception): pass"),
    (only_settings_read_the_environment, "datamind/engine.py", "os.environ['HOME']"),
    (only_settings_read_the_environment, "datamind/engine.py", "from os import getenv"),
    (people_run_sql_on_one_path, "datamind/services/new.py", "def f():\n    from datamind.sql.guard import validate"),
    (people_run_sql_on_one_path, "datamind/services/new.py", "scope.engine.connector(row).run(query, limits)"),
    (few_read_across_orgs, "datamind/services/chats.py", "scope.engine.house.everything().find('chats')"),
)  # fmt: skip
RULES = tuple(dict.fromkeys(rule for rule, _, _ in PLANTED))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_house_keeps_the_rule(rule: Rule) -> None:
    assert [breach for place in FILES for breach in rule(place, _tree(place))] == []


@pytest.mark.parametrize(("rule", "place", "source"), PLANTED)
def test_the_rule_finds_a_planted_breach(rule: Rule, place: str, source: str) -> None:
    assert rule(place, ast.parse(source))


def test_every_module_has_a_floor() -> None:
    assert {_room(place) for place in FILES if place.startswith("datamind/")} == set(FLOOR_OF)


def test_every_exception_is_still_needed() -> None:
    """A place that no longer catches everything, or no longer reads across orgs, leaves its list."""
    for place in BROAD_EXCEPT:
        handlers = [node for node in ast.walk(_tree(place)) if isinstance(node, ast.ExceptHandler)]
        assert any(_is_broad(handler.type) for handler in handlers), place
    for room in ACROSS_ORGS:
        sources = [(ROOT / place).read_text(encoding="utf-8") for place in FILES if _lies_in(place, (room,))]
        assert any("everything(" in source for source in sources), room


def test_there_are_pages_and_services_to_look_at() -> None:
    assert len([place for place in FILES if place.startswith("datamind/services/")]) > 5
    assert {"pages/ask.py", "pages/connections.py", "pages/front_door.py"} <= set(FILES)


def test_the_engine_starts_light() -> None:
    """Heavy packages come with the first use, so that the first page does not wait for them."""
    heavy = {"anthropic", "duckdb", "openpyxl", "pandas", "plotly", "reportlab", "streamlit"}
    program = "import sys, datamind.engine; print(*{name.split('.')[0] for name in sys.modules})"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "sqlalchemy" in loaded
    assert loaded & heavy == set()


def test_each_test_file_has_a_name_of_its_own() -> None:
    """Two of one name in folders that are no packages cannot be collected together."""
    seen: dict[str, list[str]] = {}
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        if not (path.parent / "__init__.py").exists():
            seen.setdefault(path.name, []).append(path.relative_to(ROOT).as_posix())
    assert {name: places for name, places in seen.items() if len(places) > 1} == {}
