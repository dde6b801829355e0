"""What a page costs: a rerun of Ask empty and with many cards, against a bare page of the same server; start and memory.

Run: python bench/pages.py [cards]. A WebSocket client does what the browser does; no browser is in these figures.
"""

from __future__ import annotations

import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

from datamind import sample_shop, sessions
from datamind.access import Actor, Role
from datamind.engine import Engine, Scope
from datamind.services import accounts, chats, connections
from datamind.settings import Settings
from datamind.types import Answer

ROOT = Path(__file__).resolve().parent.parent
QUESTIONS = (
    "Number of orders per month",
    "How many customers are there?",
    "Total amount by method",
    "Number of customers by country",
)
BARE = "import streamlit as st\nst.write('hello')\n"
RERUNS, WARM_UP = 40, 8


def main(n_cards: int) -> None:
    with tempfile.TemporaryDirectory(prefix="bench-pages-") as folder:
        home = Path(folder) / "home"
        session, empty, full = furnish(home, n_cards)
        bare = Path(folder) / "bare.py"
        bare.write_text(BARE)
        with serve(str(bare), home) as (port, pid, bare_start_s):
            bare_first_s = first_page_s(port, "")
            bare_ms = rerun_ms(port, pid, "", "")
        with serve("streamlit_app.py", home) as (port, pid, start_s):
            first_s = first_page_s(port, session)
            idle_mb = memory_mb(pid)
            empty_ms = rerun_ms(port, pid, session, "")
            few_ms = rerun_ms(port, pid, session, f"chat={empty}")
            full_ms = rerun_ms(port, pid, session, f"chat={full}")
            busy_mb = memory_mb(pid)
    bare_s, ours_s = bare_start_s + bare_first_s, start_s + first_s
    print(f"start to first page         {ours_s:8.2f} s      {ours_s / bare_s:.1f} of a bare page's {bare_s:.2f} s")
    print(
        f"  of that, the first Ask    {first_s:8.2f} s      {first_s / bare_first_s:.1f} of a bare page's {bare_first_s:.2f} s"
    )
    print(f"memory after the first page {idle_mb:8.0f} MB     after all of this {busy_mb:.0f} MB")
    pages = (
        ("bare page", bare_ms),
        ("Ask, empty", empty_ms),
        ("Ask, 1 card", few_ms),
        (f"Ask, {n_cards} cards", full_ms),
    )
    for name, (ms, worked_ms) in pages:
        ratio = ms / bare_ms[0]
        print(
            f"rerun: {name:<15} {ms:8.1f} ms  ({worked_ms:5.1f} ms of processor)   {ratio:.2f} of a bare page with defaults"
        )


def furnish(home: Path, n_cards: int) -> tuple[str, int, int]:
    """A house with the shop; a session's id, a chat of one answer, a chat of many."""
    engine = Engine.from_settings(Settings.from_env({"DATAMIND_HOME": str(home)}))
    org_id, account_id = sessions.found_org(engine, "Bench", "Ada")
    scope = Scope(engine, Actor(org_id, account_id, "Ada", Role.ADMIN))
    file = home / "sample" / "shop.sqlite"
    file.parent.mkdir()
    sample_shop.write_shop(file, date.today())
    shop = connections.add_connection(scope, "Sample shop", "sqlite", {"path": str(file)}, accept_writable=True)
    session = sessions.redeem_link(engine, sessions.issue_link(engine, account_id, org_id))
    accounts.change_password(scope, None, "a bench has four legs")
    made = []
    for cards in (1, n_cards):
        chat = chats.start_chat(scope, shop.id)
        for number in range(cards):
            assert chats.ask_question(scope, chat.id, QUESTIONS[number % len(QUESTIONS)]).wait(60)
        outcomes = [message.outcome for message in chats.list_messages(scope, chat.id)]
        assert all(isinstance(outcome, Answer) for outcome in outcomes), outcomes
        made.append(chat.id)
    engine.close()
    return session, made[0], made[1]


@contextmanager
def serve(script: str, home: Path):
    """A server of its own: its port, its process id, and how long it took to be ready."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = ["--server.port", str(port), "--server.address", "127.0.0.1"]
    if script != "streamlit_app.py":  # Streamlit as it comes
        options += ["--runner.postScriptGC", "true"]
    command = [sys.executable, "-m", "streamlit", "run", script, "--server.headless", "true", *options]
    started = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=os.environ | {"DATAMIND_HOME": str(home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1):
                    break
            except (urllib.error.URLError, OSError):
                assert process.poll() is None, "the server ended by itself"
                time.sleep(0.01)
        yield port, process.pid, time.perf_counter() - started
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def first_page_s(port: int, session: str) -> float:
    started = time.perf_counter()
    with open_socket(port, session) as browser:
        run(browser, "")
    return time.perf_counter() - started


def rerun_ms(port: int, pid: int, session: str, query: str) -> tuple[float, float]:
    """Over one connection: the median from sending to the end of the script, and the server's own work for each."""
    with open_socket(port, session) as browser:
        times = []
        for number in range(WARM_UP + RERUNS):
            if number == WARM_UP:
                worked_s = work_s(pid)
            started = time.perf_counter()
            run(browser, query)
            times.append(time.perf_counter() - started)
        worked_s = work_s(pid) - worked_s
    return statistics.median(times[WARM_UP:]) * 1000, worked_s / RERUNS * 1000


def work_s(pid: int) -> float:
    """Seconds of processor that the server has used so far; what else runs on the machine does not count."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def open_socket(port: int, session: str):
    headers = {"Cookie": f"dm_sid={session}"} if session else {}
    return connect(
        f"ws://127.0.0.1:{port}/_stcore/stream",
        additional_headers=headers,
        origin=f"http://127.0.0.1:{port}",  # type: ignore[arg-type]
        subprotocols=["streamlit"],  # type: ignore[list-item]
        max_size=None,
    )


def run(browser, query: str) -> None:
    """Ask for a rerun and read until the script has finished. Raises AssertionError when the page shows an error."""
    message = BackMsg()
    message.rerun_script.query_string = query
    browser.send(message.SerializeToString())
    while True:
        answer = ForwardMsg()
        answer.ParseFromString(browser.recv())
        assert not answer.delta.new_element.HasField("exception"), answer
        if answer.WhichOneof("type") == "script_finished":
            return


def memory_mb(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
