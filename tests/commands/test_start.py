"""`start`: app and scheduler come together and go together, however they are ended."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from houses import open_engine

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent.parent
ENOUGH_S = 120  # only a hang takes as long


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def started(home: Path, port: int, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """`python -m datamind start` on a house of its own; whatever is left of it is killed afterwards."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("DATAMIND_", "ANTHROPIC_"))}
    environ |= {"DATAMIND_HOME": str(home), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "datamind", "start", "--port", str(port), "--no-demo", *arguments]
    process = subprocess.Popen(
        command, env=environ, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        yield process
    finally:
        left = children_of(process.pid)
        process.kill()
        process.wait(ENOUGH_S)
        for pid in left:
            if is_alive(pid):
                os.kill(pid, signal.SIGKILL)
        assert process.stdout is not None
        process.stdout.close()


def read_until(process: subprocess.Popen[str], pattern: str) -> str:
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if re.search(pattern, line):
            return said
    raise AssertionError(f"it ended and said: {said}")


def children_of(pid: int) -> list[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parts = stat.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(parts[1]) == pid:
            found.append(int(stat.parent.name))
    return found


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def wait_until(true: Callable[[], object]) -> None:
    deadline = time.monotonic() + ENOUGH_S
    while not true():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.1)


def get(port: int, path: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path)
    return connection.getresponse()


def test_one_command_brings_both_and_one_ctrl_c_ends_both(tmp_path: Path) -> None:
    port = free_port()
    with started(tmp_path, port) as process:
        said = read_until(process, "Ctrl-C")
        link = re.search(r"http://localhost:\d+(/auth/start\?token=\S+)", said)
        assert link is not None, said
        answer = get(port, link[1])
        cookie = answer.getheader("set-cookie", "")
        assert (answer.status, answer.getheader("location")) == (303, "/")
        assert "HttpOnly" in cookie
        assert "samesite=lax" in cookie.lower()
        assert get(port, link[1]).getheader("location") == "/?link=used"
        assert get(port, "/readyz").status == 200
        engine = open_engine(tmp_path)
        wait_until(lambda: engine.last_heartbeat("scheduler"))
        engine.close()
        both = children_of(process.pid)
        assert len(both) == 2
        with started(tmp_path, port) as second:
            assert second.wait(ENOUGH_S) == 1
            assert second.stdout is not None
            assert second.stdout.read().startswith(f"DATAMIND_PORT is {port}")
        process.send_signal(signal.SIGINT)
        assert process.wait(ENOUGH_S) == 0
        assert not [pid for pid in both if is_alive(pid)]


def test_what_is_started_does_not_outlive_a_kill(tmp_path: Path) -> None:
    with started(tmp_path, free_port()) as process:
        read_until(process, "Ctrl-C")
        both = children_of(process.pid)
        process.kill()
        wait_until(lambda: not [pid for pid in both if is_alive(pid)])


def test_a_second_start_prints_the_plain_address_and_keeps_everything(tmp_path: Path) -> None:
    password = tmp_path / "password"
    password.write_text("four canary words here")
    home = tmp_path / "home"
    for _ in range(2):
        with started(home, free_port(), "--no-scheduler", "--password-file", str(password)) as process:
            said = read_until(process, "Ctrl-C")
            assert re.search(r"^Open http://localhost:\d+$", said, re.MULTILINE)
            assert "token" not in said
            assert "canary" not in said
            assert len(children_of(process.pid)) == 1
            process.terminate()
            assert process.wait(ENOUGH_S) == 0
    engine = open_engine(home)
    assert engine.house.everything().count("accounts") == 1
    engine.close()


def test_a_scheduler_that_ends_is_started_again(tmp_path: Path) -> None:
    with started(tmp_path, free_port()) as process:
        read_until(process, "Ctrl-C")
        first = children_of(process.pid)
        scheduler = next(pid for pid in first if b"datamind.scheduler" in Path(f"/proc/{pid}/cmdline").read_bytes())
        os.kill(scheduler, signal.SIGKILL)
        wait_until(lambda: len([pid for pid in children_of(process.pid) if is_alive(pid) and pid not in first]) == 1)
        process.terminate()
        assert process.wait(ENOUGH_S) == 0


@pytest.mark.parametrize("arguments", [["--port", "0"], ["--port", "99999"], ["--owner", "x"]])
def test_what_cannot_be_started_says_why_and_ends(tmp_path: Path, arguments: list[str]) -> None:
    with started(tmp_path, free_port(), *arguments) as process:
        assert process.wait(ENOUGH_S) in (1, 2)
        assert process.stdout is not None
        said = process.stdout.read()
        assert said.count("\n") == 1
        assert "Traceback" not in said
