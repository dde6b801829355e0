"""`glossary`: what people have said of a connection, out as YAML and in again, so that it can live in git."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from datamind.commands.scope import find_connection, open_scope
from datamind.errors import InvalidInput

NAME = "glossary"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = "Write descriptions, synonyms, terms, metrics and verified questions as YAML, or read them in."
    parser.add_argument("--connection", metavar="NAME", required=True, help="a saved connection")
    parser.add_argument(
        "--import", dest="file", metavar="FILE", type=Path, help="read this file in (- is standard input)"
    )


def run(arguments: argparse.Namespace) -> int:
    from datamind.services.glossary import export_glossary, import_glossary

    with open_scope() as scope:
        connection_id = find_connection(scope, arguments.connection)
        if arguments.file is None:
            print(export_glossary(scope, connection_id), end="")
            return 0
        done = import_glossary(scope, connection_id, _read(arguments.file))
    print(
        f"{done.descriptions} descriptions, {done.terms} terms, {done.metrics} metrics and {done.verified} verified "
        "questions are in."
    )
    for name in done.unknown:
        print(f"{name} is not in the catalog; its words wait for it.", file=sys.stderr)
    return 0


def _read(path: Path) -> str:
    try:
        return sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput(f"{path} cannot be read as text. Check the path.", "import") from error
