"""The command line: finds the command, ends with the right code, says what went wrong in one sentence on stderr."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from houses import SHOP, write_shop_file

from datamind.__main__ import main
from datamind.commands import COMMANDS
from datamind.commands.demo import SHOP as SAMPLE
from datamind.engine import Engine
from datamind.settings import Settings
from datamind.store import House

Said = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own, and nothing of this machine's settings."""
    for name in list(os.environ):
        if name.startswith("DATAMIND_") or name == "ANTHROPIC_API_KEY":
            monkeypatch.delenv(name)
    monkeypatch.setenv("DATAMIND_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """The little shop as a SQLite file."""
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(tmp_path / "shop.sqlite")) as connection:
        connection.executescript(SHOP)
    return tmp_path / "shop.sqlite"


@pytest.fixture
def shop(home: Path) -> str:
    """A house with a saved connection to the little shop; the connection's name."""
    assert main(["demo", "--no-shop"]) == 0
    engine = Engine.from_settings(Settings.from_env())
    from datamind.access import Actor
    from datamind.engine import Scope
    from datamind.services import connections

    path = write_shop_file(engine)
    connections.add_connection(
        Scope(engine, Actor.system(1)), "Shop", "sqlite", {"path": str(path)}, accept_writable=True
    )
    engine.close()
    return "Shop"


def run(said: Said, *arguments: str) -> tuple[int, str, str]:
    """A command's exit code, stdout and stderr."""
    said.readouterr()
    try:
        code = main(list(arguments))
    except SystemExit as ended:
        code = int(ended.code or 0)
    out, err = said.readouterr()
    return code, out, err


def test_every_command_has_its_module(capsys: Said) -> None:
    code, out, _ = run(capsys, "--help")
    assert code == 0
    for name, (module_name, words) in COMMANDS.items():
        module = importlib.import_module(f"datamind.commands.{module_name}")
        assert name == module.NAME
        assert name in out
        assert words in out
        assert run(capsys, name, "--help")[0] == 0


@pytest.mark.parametrize(
    "arguments",
    [[], ["nonsense"], ["ask"], ["ask", "--connection", "x"], ["sql", "SELECT 1"], ["context", "--database"]],
)
def test_bad_usage_ends_with_2(capsys: Said, arguments: list[str]) -> None:
    assert run(capsys, *arguments)[0] == 2


def test_the_version_is_told(capsys: Said) -> None:
    assert run(capsys, "--version")[1].count(".") == 2


# ── ask ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_question_of_a_file_is_answered_without_making_a_home(capsys: Said, database: Path, home: Path) -> None:
    code, out, err = run(capsys, "ask", "--database", str(database), "how many orders are there", "--json")
    answer = json.loads(out)
    assert (code, err) == (0, "")
    assert (answer["action"], answer["rows"]) == ("answer", [[4]])
    assert answer["evidence"]["tables"] == ["orders"]
    assert "SELECT" in answer["sql"]
    assert not home.exists()


def test_a_question_of_a_saved_connection_is_answered_for_people(capsys: Said, shop: str) -> None:
    code, out, err = run(capsys, "ask", "--connection", "shop", "orders by city", "--explain")
    assert code == 0
    for expected in ("Bern", "Basel", "Read as:", "SELECT", "offline"):
        assert expected in out
    assert [line.split(":")[0].split(" ")[0] for line in err.splitlines()] == [
        *("understood", "drafted", "checked", "ran", "words", "chart", "answered"),
    ]


def test_what_cannot_be_answered_ends_with_1_and_says_why(capsys: Said, database: Path) -> None:
    code, out, _ = run(capsys, "ask", "--database", str(database), "average rainfall by planet", "--json")
    said = json.loads(out)
    assert code == 1
    assert said["action"] in ("refuse", "clarify")


@pytest.mark.parametrize(
    ("question", "words"),
    [("", "empty"), (" \n", "empty"), ("x" * 10_000, "10,000 characters")],
)
def test_a_question_that_nobody_could_answer_is_bad_usage(
    capsys: Said, database: Path, question: str, words: str
) -> None:
    code, out, err = run(capsys, "ask", "--database", str(database), question)
    assert (code, out) == (2, "")
    assert words in err


@pytest.mark.parametrize("question", ["'; DROP TABLE customers; --", "Πόσες παραγγελίες υπάρχουν;", "\0", "🦊" * 30])
def test_odd_questions_end_in_a_sentence(capsys: Said, database: Path, question: str) -> None:
    code, out, err = run(capsys, "ask", "--database", str(database), question)
    assert code in (0, 1)
    assert out.strip()
    assert "Traceback" not in err


def test_an_unknown_connection_names_those_there_are(capsys: Said, shop: str) -> None:
    code, _, err = run(capsys, "ask", "--connection", "Shoop", "orders")
    assert code == 2
    assert err == "There is no connection called 'Shoop'; there are: Shop.\n"


def test_without_a_house_the_next_step_is_told(capsys: Said) -> None:
    code, _, err = run(capsys, "ask", "--connection", "x", "orders")
    assert code == 2
    assert "python -m datamind demo" in err


@pytest.mark.parametrize("content", [None, b"", b"not a database at all", b"\x89PNG\r\n"])
def test_a_file_that_is_no_database_is_told(capsys: Said, tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "odd.db"
    if content is not None:
        path.write_bytes(content)
    code, _, err = run(capsys, "ask", "--database", str(path), "orders")
    assert code in (1, 2)
    assert str(path) in err
    assert err.count("\n") == 1


# ── sql, context ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_sql_prints_rows_for_people_and_for_programs(capsys: Said, database: Path, shop: str) -> None:
    query = "SELECT name, id * 1.5 AS x, NULL AS n FROM customers ORDER BY id LIMIT 2"
    for source in (("--database", str(database)), ("--connection", shop)):
        code, out, _ = run(capsys, "sql", *source, query, "--json")
        assert code == 0
        found = json.loads(out)
        assert (found["rows"], found["truncated"]) == ([["Ada", 1.5, None], ["Bo", 3.0, None]], False)
        code, out, _ = run(capsys, "sql", *source, query)
        assert out.splitlines()[2].split() == ["Ada", "1.5", "–"]


def test_sql_that_writes_is_refused_with_1(capsys: Said, database: Path, shop: str) -> None:
    before = database.read_bytes()
    for source in (("--database", str(database)), ("--connection", shop)):
        code, out, err = run(capsys, "sql", *source, "DELETE FROM orders")
        assert (code, out) == (1, "")
        assert "DELETE" in err
    assert database.read_bytes() == before


def test_a_cut_result_says_so(capsys: Said, database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATAMIND_ROW_LIMIT", "2")
    code, out, _ = run(capsys, "sql", "--database", str(database), "SELECT id FROM orders", "--json")
    assert (code, json.loads(out)["truncated"], len(json.loads(out)["rows"])) == (0, True, 2)
    assert "of more rows" in run(capsys, "sql", "--database", str(database), "SELECT id FROM orders")[1]


def test_context_shows_what_a_model_would_be_told(capsys: Said, database: Path) -> None:
    code, out, _ = run(capsys, "context", "--database", str(database), "orders of customers in Bern", "--json")
    told = json.loads(out)
    assert code == 0
    assert set(told) == {"tables", "columns", "values", "tokens", "cached_tokens", "prompt"}
    assert {"orders", "customers"} <= set(told["tables"])
    assert "customers.city" in told["columns"]
    assert any(value["value"] == "Bern" for value in told["values"])
    assert "orders of customers in Bern" in told["prompt"]
    assert 0 < told["tokens"] < len(told["prompt"])


# ── migrate, demo, doctor ────────────────────────────────────────────────────────────────────────────────────────────────


def test_migrate_makes_the_store_once(capsys: Said, home: Path) -> None:
    assert "made" in run(capsys, "migrate")[1]
    assert "already" in run(capsys, "migrate")[1]
    assert (home / "store.sqlite").exists()


def test_demo_makes_a_shop_that_can_be_asked_and_a_second_time_loses_nothing(capsys: Said, home: Path) -> None:
    code, out, _ = run(capsys, "demo")
    assert code == 0
    assert "/auth/start?token=" in out
    shop = home / "sample" / "shop.sqlite"
    written = shop.stat().st_mtime_ns
    code, out, _ = run(capsys, "ask", "--connection", SAMPLE, "revenue by month", "--json")
    answer = json.loads(out)
    assert (code, answer["action"]) == (0, "answer")
    assert len(answer["rows"]) >= 36
    code, out, _ = run(capsys, "demo")
    assert (code, shop.stat().st_mtime_ns) == (0, written)
    store = House(Settings.from_env().store_url).everything()
    assert [store.count(table) for table in ("orgs", "accounts", "connections")] == [1, 1, 1]


def test_a_shop_of_another_day_is_written_anew(capsys: Said, home: Path) -> None:
    run(capsys, "demo")
    (home / "sample" / "shop.day").write_text("2020-01-01")
    store = House(Settings.from_env().store_url).everything()
    before = store.find("connections")[0]
    run(capsys, "demo")
    after = store.find("connections")[0]
    assert after["id"] == before["id"]
    assert after["version"] == before["version"] + 1
    assert store.count("glossary") > 0


def test_a_password_file_takes_the_place_of_the_link(capsys: Said, tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("four canary words here\n")
    code, out, _ = run(capsys, "demo", "--no-shop", "--password-file", str(file))
    assert code == 0
    assert "token" not in out
    assert "canary" not in out
    from datamind.sessions import sign_in

    engine = Engine.from_settings(Settings.from_env())
    assert sign_in(engine, "owner", "four canary words here", "127.0.0.1")
    engine.close()


@pytest.mark.parametrize("content", [None, "", "short", "password1234"])
def test_a_weak_or_missing_password_file_is_refused(capsys: Said, tmp_path: Path, content: str | None) -> None:
    file = tmp_path / "file"
    if content is not None:
        file.write_text(content)
    code, _, err = run(capsys, "demo", "--no-shop", "--password-file", str(file))
    assert code == 2
    assert "password" in err
    assert err.count("\n") == 1


def test_doctor_is_well_once_everything_is_there(capsys: Said, shop: str) -> None:
    code, out, _ = run(capsys, "doctor")
    states = {line.split(":")[0].split(" ", 1)[1].strip(): line.split()[0] for line in out.splitlines()}
    assert code == 0
    assert states["store"] == states["keys"] == states["people"] == states["connection Shop"] == "ok"
    assert states["scheduler"] == states["model"] == "note"
    from datamind.scheduler import main as schedule

    assert schedule(["--once"]) == 0
    assert "ok      scheduler" in run(capsys, "doctor")[1]


def test_doctor_says_what_to_do_without_a_store(capsys: Said) -> None:
    code, out, _ = run(capsys, "doctor")
    assert code == 1
    assert "python -m datamind migrate" in out


def test_doctor_names_a_connection_that_is_gone(capsys: Said, shop: str, home: Path) -> None:
    (home / "databases" / "shop.sqlite").unlink()
    code, out, _ = run(capsys, "doctor")
    assert code == 1
    assert "broken  connection Shop" in out


def test_doctor_names_connections_whose_key_is_lost_never_the_token(capsys: Said, shop: str, home: Path) -> None:
    keys = home / "keys.env"
    from datamind.settings import Settings as Read

    token = House(Read.from_env().store_url).everything().find("connections")[0]["secrets"]
    keys.unlink()
    code, out, _ = run(capsys, "doctor")
    assert code == 1
    assert "broken  keys" in out
    assert "Shop" in out
    assert token[:20] not in out


@pytest.mark.parametrize("command", [["migrate"], ["demo"], ["doctor"], ["ask", "--connection", "x", "y"], ["start"]])
def test_a_wrong_setting_ends_every_command_with_the_same_sentence(
    capsys: Said, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    monkeypatch.setenv("DATAMIND_COOKIE_KEY", "changeme")
    code, out, err = run(capsys, *command)
    assert code == 1
    assert "DATAMIND_COOKIE_KEY is still a placeholder: put a real value there." in out + err


def test_a_reader_that_goes_away_is_no_error(database: Path) -> None:
    command = [sys.executable, "-m", "datamind", "sql", "--database", str(database), "SELECT * FROM orders"]
    environ = {"PATH": os.environ["PATH"], "PYTHONPATH": os.getcwd()}
    read, write = os.pipe()
    os.close(read)
    ended = subprocess.run(
        command, env=environ, stdout=write, stderr=subprocess.PIPE, text=True, check=False, timeout=120
    )
    os.close(write)
    assert ended.stderr == ""


def describe(value: Any) -> Any:
    from datamind.commands.writing import plain

    return json.loads(json.dumps(plain(value), allow_nan=False))


def test_cells_that_json_would_bend_are_written_as_text() -> None:
    from datetime import UTC, date, datetime
    from decimal import Decimal

    assert describe(2**63) == 2**63
    assert describe(Decimal("0.1")) == 0.1
    assert describe(Decimal("12345678901234567890.12")) == "12345678901234567890.12"
    assert describe(float("nan")) == "nan"
    assert describe(Decimal("NaN")) == "NaN"
    assert describe(b"\xff") == "/w=="
    assert describe(datetime(2026, 1, 1, tzinfo=UTC)) == "2026-01-01T00:00:00+00:00"
    assert describe({"a": [date(1, 1, 1)]}) == {"a": ["0001-01-01"]}


def test_rules_bind_the_person_that_a_command_acts_as(shop: str, capsys: Said) -> None:
    engine = Engine.from_settings(Settings.from_env())
    from datamind.access import Role
    from datamind.sessions import add_person

    add_person(engine.house.of(1), engine.house.everything(), "Bea", Role.ANALYST)
    engine.close()
    rule = ["--connection", shop, "--table", "customers", "--rows", "city = {user.city}", "--role", "analyst"]
    assert main(["rules", "add", *rule, "--name", "own city"]) == 0
    assert main(["users", "attributes", "bea", "city=Basel"]) == 0
    assert main(["rules", "list", "--connection", shop]) == 0
    assert "own city\tanalyst" in capsys.readouterr().out
    assert main(["sql", "--connection", shop, "--as", "Bea", "--json", "SELECT name FROM customers"]) == 0
    assert json.loads(capsys.readouterr().out)["rows"] == [["Bo"]]
    ask = ["ask", "--connection", shop, "--as", "Bea", "--analyst", "offline", "--json", "how many customers are there"]
    assert main(ask) == 0
    assert json.loads(capsys.readouterr().out)["rows"] == [[1]]
    assert main(["users", "list"]) == 0
    assert "Bea\tanalyst\tcity=Basel" in capsys.readouterr().out
    assert main(["rules", "remove", "--connection", shop, "own city"]) == 0
    assert main(["sql", "--connection", shop, "--as", "Bea", "SELECT count(*) AS n FROM customers"]) == 0
    assert "3" in capsys.readouterr().out
    assert main(["sql", "--connection", shop, "--as", "Nobody", "SELECT 1"]) != 0


def test_doctor_tells_where_connections_may_lead(capsys: Said, shop: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "note    network: connections may lead to this machine and private addresses" in run(capsys, "doctor")[1]
    monkeypatch.setenv("DATAMIND_ALLOW_PRIVATE_HOSTS", "no")
    monkeypatch.setenv("DATAMIND_DENIED_HOSTS", "db.example.com")
    assert (
        "ok      network: connections lead to public addresses only; denied: db.example.com" in run(capsys, "doctor")[1]
    )
