"""`start`: the app and its scheduler together, one address to open, one Ctrl-C to end both.

Before they start, the store is made or migrated, the owner and the sample shop are made where they are missing. The app runs
as `streamlit run`, the scheduler as `python -m datamind.scheduler`, each in a process of its own.
"""

from __future__ import annotations

import argparse
import ctypes
import dataclasses
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing, suppress
from datetime import date
from pathlib import Path
from types import FrameType

from datamind.commands import demo
from datamind.engine import Engine
from datamind.errors import SettingsError
from datamind.settings import Settings
from datamind.store import House

NAME = "start"
ROOT = Path(__file__).resolve().parent.parent.parent
READY_WITHIN_S = 90.0
ENDING_S = 12.0
RESTARTS = 5


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = "Start the app and its scheduler; print the address to open."
    demo.add_owner_arguments(parser)
    parser.add_argument("--host", help="address to listen on (default: DATAMIND_HOST)")
    parser.add_argument("--port", type=int, help="port to listen on (default: DATAMIND_PORT)")
    parser.add_argument("--no-scheduler", action="store_true", help="the app alone; the scheduler runs elsewhere")
    parser.add_argument("--no-demo", action="store_true", help="without the sample shop")


def run(arguments: argparse.Namespace) -> int:
    """Ends when it is told to (0), or when the app ends by itself (1)."""
    settings = read_settings(arguments)
    _check_port(settings)
    with closing(House(settings.store_url)) as house:
        house.migrate()
    with closing(Engine.from_settings(settings)) as engine:
        scope = demo.prepare(engine, arguments)
        if not arguments.no_demo:
            demo.load_shop(scope, date.today())
        way_in = demo.describe_way_in(engine)
    return Children(settings, with_scheduler=not arguments.no_scheduler).run(way_in)


def read_settings(arguments: argparse.Namespace) -> Settings:
    """The environment's settings; host and port of the command line go first."""
    given = dict(os.environ)
    for name in ("host", "port"):
        if getattr(arguments, name) is not None:
            given[f"DATAMIND_{name.upper()}"] = str(getattr(arguments, name))
    settings = Settings.from_env(given)
    if settings.embedded and not Path(settings.home).exists():
        raise SettingsError("DATAMIND_HOME names a folder that could not be made.")
    return dataclasses.replace(settings)


class Children:
    """The processes that `start` looks after."""

    def __init__(self, settings: Settings, with_scheduler: bool):
        self._settings = settings
        self._told = False
        self._app_command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "streamlit_app.py")]
        self._app_command += ["--server.port", str(settings.port), "--server.address", settings.host]
        self._scheduler_command = [sys.executable, "-m", "datamind.scheduler"] if with_scheduler else None

    def run(self, way_in: str) -> int:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._tell)
        children = {"app": self._spawn(self._app_command, quiet=True)}
        if self._scheduler_command:
            children["scheduler"] = self._spawn(self._scheduler_command)
        try:
            if self._wait_until_ready(children["app"]):
                print(f"\n{way_in}\n\nCtrl-C ends it.", flush=True)
                self._watch(children)
            elif not self._told:
                print("The app did not start; what it said is above.", file=sys.stderr)
        finally:
            _end(list(children.values()))
        return 0 if self._told else 1

    def _watch(self, children: dict[str, subprocess.Popen[bytes]]) -> None:
        """Until somebody says stop or the app ends; a scheduler that ends is started again, a few times."""
        restarts = 0
        while not self._told and children["app"].poll() is None:
            scheduler = children.get("scheduler")
            if scheduler is not None and scheduler.poll() is not None and self._scheduler_command:
                if restarts == RESTARTS:
                    print("The scheduler ended several times and stays ended: restart DataMind.", file=sys.stderr)
                    del children["scheduler"]
                else:
                    restarts += 1
                    time.sleep(restarts)
                    children["scheduler"] = self._spawn(self._scheduler_command)
            time.sleep(0.2)
        if not self._told:
            print("The app has ended by itself; what it said is above.", file=sys.stderr)

    def _wait_until_ready(self, app: subprocess.Popen[bytes]) -> bool:
        settings = self._settings
        host = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host  # noqa: S104 (a comparison)
        url = f"http://{f'[{host}]' if ':' in host else host}:{settings.port}/readyz"
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        deadline = time.monotonic() + READY_WITHIN_S
        while not self._told and app.poll() is None and time.monotonic() < deadline:
            with suppress(urllib.error.URLError, OSError), opener.open(url, timeout=2) as answer:
                if answer.status == 200:
                    return True
            time.sleep(0.1)
        return False

    def _spawn(self, command: list[str], quiet: bool = False) -> subprocess.Popen[bytes]:
        """A child in a session of its own, so that Ctrl-C reaches it through us; it ends when we are killed."""
        environ = dict(os.environ)
        environ["DATAMIND_HOST"], environ["DATAMIND_PORT"] = self._settings.host, str(self._settings.port)
        environ.setdefault("DATAMIND_LOG_LEVEL", "WARNING")  # the address to open stays the last line
        environ["STREAMLIT_SERVER_COOKIE_SECRET"] = self._settings.cookie_key
        environ["PYTHONPATH"] = os.pathsep.join(part for part in (str(ROOT), environ.get("PYTHONPATH")) if part)
        return subprocess.Popen(  # noqa: S603 (our own command)
            command,
            cwd=ROOT,
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL if quiet else None,
            start_new_session=True,
            preexec_fn=_end_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509 (no threads here)
        )

    def _tell(self, number: int, frame: FrameType | None) -> None:
        self._told = True


def _end(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    deadline = time.monotonic() + ENDING_S
    for child in children:
        try:
            child.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def _end_with_parent() -> None:
    """In the child: SIGTERM when the parent dies, however it dies (prctl PR_SET_PDEATHSIG)."""
    if _LIBC is not None:
        _LIBC.prctl(1, signal.SIGTERM, 0, 0, 0)


def _check_port(settings: Settings) -> None:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise SettingsError(
                f"DATAMIND_PORT is {settings.port}, which {settings.host} does not give: {error.strerror}. "
                "Is DataMind running already? Else choose another with --port."
            ) from error
