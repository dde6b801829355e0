"""`anomalies`: series in CSV files in (time, value), which rows are out of line out, each decided by the rows up to it."""

from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from datamind.conditions.detection import SENSITIVITIES, find_anomalies
from datamind.errors import InvalidInput
from datamind.formats import write_number

NAME = "anomalies"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = "Find the values of a series that its own past does not explain."
    parser.add_argument("files", nargs="+", metavar="FILE.csv", help="a header, then a time and a value a row")
    parser.add_argument("--json", action="store_true", help='a line {"file","anomalies"} a file')
    parser.add_argument("--sensitivity", choices=[*SENSITIVITIES], default="normal", help="how many alarms to expect")


def run(arguments: argparse.Namespace) -> int:
    """Exit 0 when every file could be read, 1 when one could not."""
    failed = False
    for name in arguments.files:
        try:
            series = list(read_series(Path(name)))
        except InvalidInput as error:
            failed = True
            print(json.dumps({"file": name, "error": str(error)}) if arguments.json else f"{name}: {error}", flush=True)
            continue
        found = [
            (row, judgement)
            for row, judgement in enumerate(find_anomalies(series, arguments.sensitivity))
            if judgement.is_anomaly
        ]
        if arguments.json:
            print(json.dumps({"file": name, "anomalies": [row for row, _ in found]}), flush=True)
            continue
        print(f"{name}: {len(found)} of {len(series)} values are out of line.")
        for row, judgement in found:
            low, high = (write_number(bound or 0.0) for bound in (judgement.low, judgement.high))
            print(f"  row {row}, {series[row][0]}: {series[row][1]}; {low} to {high} were to be expected")
    return int(failed)


def read_series(path: Path) -> Iterator[tuple[datetime, float | None]]:
    """The rows of a file; an empty value or one that is no number is None. Raises InvalidInput."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.reader(file)
            next(rows, None)
            for number, row in enumerate(rows):
                yield _read_moment(row, number), _read_value(row)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InvalidInput(f"The file cannot be read: {error}.") from error


def _read_moment(row: list[str], number: int) -> datetime:
    try:
        return datetime.fromisoformat(row[0].strip()).replace(tzinfo=None)
    except (IndexError, ValueError):
        raise InvalidInput(
            f"Row {number} does not begin with a time such as 2026-11-25 or 2026-11-25 14:00; remove it or write one."
        ) from None


def _read_value(row: list[str]) -> float | None:
    try:
        return float(row[1])
    except (IndexError, ValueError):
        return None
