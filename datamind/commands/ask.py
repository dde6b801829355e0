"""`ask`: a question in, the answer out: words, rows, SQL, what was assumed, and the proof."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from datetime import date

from datamind.commands.scope import act_for, add_person, add_source, find_connection, open_database, open_scope
from datamind.commands.writing import describe_outcome, describe_stage, write_outcome
from datamind.settings import Settings
from datamind.types import Answer, Clarification, Outcome, Question, Refusal, Stage

NAME = "ask"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = "Ask a question of a saved connection or a file."
    add_source(parser)
    add_person(parser)
    parser.add_argument("question")
    parser.add_argument("--analyst", choices=("offline", "claude"), help="default: claude with a key, else offline")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument("--explain", action="store_true", help="tell each stage on stderr as it is reached")


def run(arguments: argparse.Namespace) -> int:
    """Exit 0 for an answer, 1 for a question back or a refusal."""
    tell: Callable[[Stage], None] = _tell if arguments.explain else lambda stage: None
    if arguments.database:
        outcome = _ask_file(arguments, tell)
    else:
        from datamind.services.questions import answer_once

        with open_scope() as scope:
            connection_id = find_connection(scope, arguments.connection)
            actor = act_for(scope, arguments.person)
            outcome = answer_once(actor, connection_id, arguments.question, arguments.analyst, on_stage=tell)
    described = describe_outcome(outcome)
    print(json.dumps(described, ensure_ascii=False) if arguments.json else write_outcome(outcome))
    return 0 if described["action"] == "answer" else 1


def _ask_file(arguments: argparse.Namespace, tell: Callable[[Stage], None]) -> Outcome:
    from datamind.analysts import make_analyst
    from datamind.ask import ask, check_text
    from datamind.engine import read_limits

    check_text(arguments.question)
    settings = Settings.from_env(keep_keys=False)
    name = arguments.analyst or ("claude" if settings.anthropic_api_key else "offline")
    question = Question(arguments.question, date.today())
    stage: Stage | None = None
    with open_database(arguments.database) as (connector, catalog):
        for stage in ask(question, catalog, connector, make_analyst(name, settings), read_limits(settings)):
            tell(stage)
    assert isinstance(stage, (Answer, Clarification, Refusal))  # noqa: S101 (ask's own promise)
    return stage


def _tell(stage: Stage) -> None:
    print(describe_stage(stage), file=sys.stderr, flush=True)
