"""`verify-text`: texts with the results they speak of in as JSON Lines, the numbers that do not follow out, in order."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from typing import Any

from datamind.commands.results import read_result
from datamind.insights import verify_text

NAME = "verify-text"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = "Find numbers in texts that their results do not bear out."
    parser.add_argument(
        "--jsonl", action="store_true", required=True, help='read {"id","question","columns","rows","text"} lines'
    )


def run(arguments: argparse.Namespace) -> int:
    """Exit 0 when every line was judged, 1 when a line could not be read."""
    failed = False
    for answer in verify_lines(sys.stdin):
        failed = failed or "error" in answer
        print(json.dumps(answer, ensure_ascii=False), flush=True)
    return int(failed)


def verify_lines(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """An answer a line: `{"id","ok","ungrounded"}`, or `{"id","error"}` for a line that holds no text and result."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        name = None
        try:
            record = json.loads(line)
            name = record.get("id")
            result = read_result(record["columns"], record["rows"])
            ungrounded = verify_text(str(record["text"]), result, str(record.get("question", "")))
        except (ValueError, RecursionError):
            yield {"id": name, "error": f"Line {number} is not JSON."}
            continue
        except (AttributeError, IndexError, KeyError, TypeError):
            yield {"id": name, "error": f'Line {number} needs "text", "columns" and "rows".'}
            continue
        yield {"id": name, "ok": not ungrounded, "ungrounded": list(ungrounded)}
