"""Exports of answers and chats: the file holds what was answered, its owner alone finds it, for a day; big ones can be cancelled."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from houses import connect_shop, join, open_engine
from services.conftest import TwoOrgs

from datamind import exporting
from datamind.access import Role
from datamind.errors import InvalidInput, NotFound
from datamind.exports import Document
from datamind.services import chats, exports, housekeeping


def test_an_answer_becomes_a_file_with_its_rows(two_orgs: TwoOrgs) -> None:
    made = exports.export_answer(two_orgs.ada, two_orgs.ids["message_id"], "csv", {"bom": False})
    assert (made.state, made.error) == ("done", None)
    assert made.name.endswith(".csv")
    data = exports.read_export(two_orgs.ada, made.id)
    assert data.endswith(b"\r\n4\r\n")
    assert made.size_bytes == len(data)
    entry = two_orgs.ada.store.first("audit", order="-id")
    assert entry is not None
    assert (entry["action"], entry["detail"]["format"], entry["detail"]["rows"]) == ("read_export", "csv", 1)


@pytest.mark.parametrize("name", ["excel", "pdf", "html", "markdown"])
def test_a_chat_becomes_one_file(two_orgs: TwoOrgs, name: str) -> None:
    made = exports.export_chat(two_orgs.ada, two_orgs.ids["chat_id"], name)
    assert made.state == "done", made.error
    assert len(exports.read_export(two_orgs.ada, made.id)) > 40


def test_a_chat_without_answers_says_so(two_orgs: TwoOrgs) -> None:
    empty = chats.start_chat(two_orgs.ada, two_orgs.ids["connection_id"])
    with pytest.raises(InvalidInput, match="no answer in this chat"):
        exports.export_chat(two_orgs.ada, empty.id, "pdf")


def test_an_unknown_format_or_option_leaves_nothing_behind(two_orgs: TwoOrgs) -> None:
    before = len(exports.list_exports(two_orgs.ada))
    for name, options in (("exe", {}), ("csv", {"path": "/etc/passwd"})):
        with pytest.raises(InvalidInput):
            exports.export_answer(two_orgs.ada, two_orgs.ids["message_id"], name, options)
    assert len(exports.list_exports(two_orgs.ada)) == before


def test_only_who_made_a_file_finds_it(two_orgs: TwoOrgs) -> None:
    made = exports.export_answer(two_orgs.ada, two_orgs.ids["message_id"], "csv")
    assert made.id in [each.id for each in exports.list_exports(two_orgs.ada)]
    for other in (two_orgs.bob, two_orgs.eve):
        assert exports.list_exports(other) == ()
        with pytest.raises(NotFound):
            exports.read_export(other, made.id)


def test_a_file_goes_after_a_day(two_orgs: TwoOrgs) -> None:
    made = exports.export_answer(two_orgs.ada, two_orgs.ids["message_id"], "csv")
    path = exporting.path_of(two_orgs.ada, two_orgs.ada.store.get("exports", made.id))
    assert path.is_file()
    two_orgs.ada.store.change("exports", made.id, expires_at=datetime.now(UTC) - timedelta(seconds=1))
    with pytest.raises(NotFound):
        exports.read_export(two_orgs.ada, made.id)
    housekeeping.tidy(two_orgs.ada)
    assert not path.exists()


def test_a_removed_file_is_gone_from_the_disk(two_orgs: TwoOrgs) -> None:
    made = exports.export_answer(two_orgs.ada, two_orgs.ids["message_id"], "html")
    path = exporting.path_of(two_orgs.ada, two_orgs.ada.store.get("exports", made.id))
    exports.delete_export(two_orgs.ada, made.id)
    assert not path.exists()


def test_a_cut_answer_is_read_again_in_full_where_wished(tmp_path) -> None:
    engine = open_engine(tmp_path, row_limit=2)
    org = engine.house.everything().add("orgs", name="Acme", created_at=datetime.now(UTC))
    ada = join(engine, org, "Ada", Role.ADMIN)
    chat = chats.start_chat(ada, connect_shop(ada).id)
    run = chats.ask_question(ada, chat.id, "list all orders", analyst="offline")
    assert run.wait(60)
    short = exports.read_export(ada, exports.export_answer(ada, run.message_id, "csv").id)
    whole = exports.read_export(ada, exports.export_answer(ada, run.message_id, "csv", all_rows=True).id)
    assert (short.count(b"\r\n"), whole.count(b"\r\n")) == (3, 5)
    engine.close()


def test_a_long_export_tells_how_far_it_is_and_can_be_cancelled(
    two_orgs: TwoOrgs, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, begun = two_orgs.ada, threading.Event()
    monkeypatch.setattr(exporting, "TOLD_EVERY_S", 0.0)

    def make(progress, cancellation) -> Document:
        while True:
            progress(0.5, "Reading rows")
            begun.set()

    row, work = exporting.start(ada, ada.actor.user_id or 0, "Long", "csv", {}, make)
    assert begun.wait(10)
    seen = exports.get_export(ada, row["id"])
    assert (seen.state, seen.share, seen.words) == ("running", 0.5, "Reading rows")
    exports.cancel_export(ada, row["id"])
    assert work.finished.wait(10)
    assert exports.get_export(ada, row["id"]).state == "cancelled"
    with pytest.raises(InvalidInput, match="not ready"):
        exports.read_export(ada, row["id"])


def test_a_failure_is_told_in_a_sentence_without_its_cause(two_orgs: TwoOrgs) -> None:
    def make(progress, cancellation) -> Document:
        raise RuntimeError("secret detail")

    row, work = exporting.start(two_orgs.ada, two_orgs.ada.actor.user_id or 0, "Broken", "csv", {}, make)
    assert work.finished.wait(10)
    error = exports.get_export(two_orgs.ada, row["id"]).error or ""
    assert "Something went wrong on our side" in error
    assert "secret detail" not in error


def test_what_a_process_that_died_left_behind_is_told(two_orgs: TwoOrgs) -> None:
    made = exports.export_answer(two_orgs.ada, two_orgs.ids["message_id"], "csv")
    two_orgs.ada.store.change("exports", made.id, state="running")
    lost = exports.get_export(two_orgs.ada, made.id)
    assert lost.state == "failed"
    assert "stopped before this file" in (lost.error or "")


def test_an_answer_can_be_copied_as_text(two_orgs: TwoOrgs) -> None:
    assert exports.copy_answer(two_orgs.ada, two_orgs.ids["message_id"], "tsv").endswith("\n4")
    assert "| 4 |" in exports.copy_answer(two_orgs.ada, two_orgs.ids["message_id"], "markdown")
    with pytest.raises(InvalidInput):
        exports.copy_answer(two_orgs.ada, two_orgs.ids["message_id"], "pdf")
