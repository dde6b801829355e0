"""How likely answers are right, and the weights of the doubts that say so.

    python -m bench.calibrate QUESTIONS.jsonl DATABASES [QUESTIONS.jsonl DATABASES …]

Reads questions with gold SQL (the files of `python -m datamind eval`), lets the offline analyst answer, and fits the weights of
`analysts/offline/calibration.py` to whether the results agree. Each database is judged by a fit on all the others: the share of
answers without a warning and how many of them are right, for several thresholds. Then the weights of a fit on everything.
Use questions that nobody looked at while the analyst was made, else the figures flatter.
"""

from __future__ import annotations

import argparse
import json
import math
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from datamind.analysts.offline import OfflineAnalyst
from datamind.analysts.offline.calibration import WEIGHTS, doubts_of
from datamind.analysts.offline.understanding import converse
from datamind.commands.eval import Databases, _agrees, answer, question_of
from datamind.linking import index_of
from datamind.types import SqlDraft

STEPS, RATE, PULL = 400, 4.0, 1.0


@dataclass(frozen=True)
class Answered:
    """One answer: its database, its doubts, and whether its result is that of the gold."""

    database: str
    doubts: frozenset[str]
    right: bool


def answers(questions: Path, databases: Path) -> list[Answered]:
    analyst, found = OfflineAnalyst(), []
    with closing(Databases(databases)) as opened:
        for record in map(json.loads, questions.read_text(encoding="utf-8").splitlines()):
            catalog, connector = (
                opened.catalog(record["db_id"], record.get("evidence") or ""),
                opened.get(record["db_id"])[0],
            )
            outcome, result, _ = answer(question_of(record), catalog, connector, analyst)
            if isinstance(outcome, SqlDraft) and record.get("gold"):
                readings, _ = converse(question_of(record), index_of(catalog))
                right = bool(_agrees(record, result, catalog, connector))
                found.append(Answered(record["db_id"], frozenset(doubts_of(readings[0], readings[1:])), right))
    return found


def fit(found: list[Answered]) -> tuple[float, dict[str, float]]:
    """Logistic regression by gradient descent, its weights pulled towards nothing."""
    start, weights = 0.0, dict.fromkeys(WEIGHTS, 0.0)
    for _ in range(STEPS):
        errors = [(likely(each, start, weights) - each.right, each.doubts) for each in found]
        start -= RATE * 0.5 * sum(error for error, _ in errors) / len(found)
        for doubt in weights:
            slope = sum(error for error, doubts in errors if doubt in doubts) + PULL * weights[doubt]
            weights[doubt] -= RATE * 0.5 * slope / len(found)
    return start, weights


def likely(each: Answered, start: float, weights: dict[str, float]) -> float:
    return 1 / (1 + math.exp(-start - sum(weights[doubt] for doubt in each.doubts)))


def left_out(found: list[Answered]) -> list[tuple[float, bool]]:
    """Each answer's likelihood by a fit on all other databases, with whether it is right."""
    judged = []
    for database in {each.database for each in found}:
        start, weights = fit([each for each in found if each.database != database])
        judged += [(likely(each, start, weights), each.right) for each in found if each.database == database]
    return judged


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    files = parser.parse_args().files
    found = [
        each for questions, folder in zip(files[::2], files[1::2], strict=True) for each in answers(questions, folder)
    ]
    judged = left_out(found)
    print(
        f"{len(found)} answers, {100 * sum(each.right for each in found) / len(found):.1f}% right; each database by a fit on the others:"
    )
    for threshold in (0.6, 0.65, 0.7, 0.74, 0.76, 0.78, 0.8, 0.85):
        sure = [right for chance, right in judged if chance >= threshold]
        if sure:
            print(
                f"  from {threshold:.2f}: {100 * len(sure) / len(found):5.1f}% of answers, {100 * sum(sure) / len(sure):5.1f}% of them right"
            )
    start, weights = fit(found)
    print(f"START = {start:.2f}")
    print("\n".join(f'    "{doubt}": {weight:.2f},' for doubt, weight in weights.items()))


if __name__ == "__main__":
    main()
