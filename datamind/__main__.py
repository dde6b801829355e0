"""`python -m datamind COMMAND`: finds the command, reads its arguments, runs it.

Exit 0 on success, 1 on a failed check or an error that has a sentence (on stderr), 2 on bad usage, 130 on Ctrl-C.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys

from datamind import __version__
from datamind.commands import COMMANDS
from datamind.errors import DataMindError, InvalidInput


def main(arguments: list[str] | None = None) -> int:
    """Run one command; its exit code."""
    given = sys.argv[1:] if arguments is None else arguments
    if not given or given[0] in ("-h", "--help"):
        print(_write_help())
        return 0 if given else 2
    if given[0] == "--version":
        print(__version__)
        return 0
    name = given[0]
    if name not in COMMANDS:
        print(f"There is no command {name!r}. Commands: {', '.join(COMMANDS)}.", file=sys.stderr)
        return 2
    module = importlib.import_module(f"datamind.commands.{COMMANDS[name][0]}")
    parser = argparse.ArgumentParser(prog=f"python -m datamind {name}", description=COMMANDS[name][1])
    module.add_arguments(parser)
    try:
        code: int = module.run(parser.parse_args(given[1:]))
        sys.stdout.flush()
        return code
    except InvalidInput as error:
        print(error, file=sys.stderr)
        return 2
    except DataMindError as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130


def _write_help() -> str:
    width = max(len(name) for name in COMMANDS) + 2
    lines = [f"  {name:<{width}}{words}" for name, (_, words) in COMMANDS.items()]
    return "\n".join(["python -m datamind COMMAND …   (COMMAND --help says more)", "", *lines])


if __name__ == "__main__":
    sys.exit(main())
