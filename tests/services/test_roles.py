"""Who may do what, as a table over every use case; and that the audit log has it, whoever was refused."""

from __future__ import annotations

import dataclasses

import pytest
from services.conftest import TwoOrgs
from services.use_cases import USE_CASES, arguments_for, permission_of

from datamind.access import GRANTS, Permission, Role
from datamind.engine import Scope
from datamind.errors import DataMindError, Forbidden

VIEWER, ANALYST, ADMIN, OWNER = Role
ORDER = (VIEWER, ANALYST, ADMIN, OWNER)

# The least that somebody must be. A new use case needs its line.
NEEDS: dict[str, Role] = {
    "accounts.change_password": VIEWER,
    "accounts.end_session": VIEWER,
    "accounts.join_org": VIEWER,
    "accounts.list_orgs": VIEWER,
    "accounts.list_sessions": VIEWER,
    "accounts.sign_out_everywhere": VIEWER,
    "accounts.switch_org": VIEWER,
    "accounts.who_am_i": VIEWER,
    "catalogs.cancel_refresh": ANALYST,
    "catalogs.search_catalog": VIEWER,
    "catalogs.start_refresh": ANALYST,
    "catalogs.list_changes": ANALYST,
    "audit_log.check_log": ADMIN,
    "audit_log.export_log": ADMIN,
    "audit_log.list_actors": ADMIN,
    "audit_log.list_entries": ADMIN,
    "board_drafts.draft_dashboard": ANALYST,
    "alerts.add_alert": ANALYST,
    "alerts.check_now": ANALYST,
    "alerts.delete_alert": ANALYST,
    "alerts.draft_from_answer": ANALYST,
    "alerts.edit_alert": ANALYST,
    "alerts.explain_alert": VIEWER,
    "alerts.get_alert": VIEWER,
    "alerts.list_alerts": VIEWER,
    "alerts.list_colleagues": ANALYST,
    "alerts.list_conditions": ANALYST,
    "alerts.mute_alert": ANALYST,
    "alerts.read_words": ANALYST,
    "alerts.set_paused": ANALYST,
    "alerts.snooze_alert": ANALYST,
    "alerts.try_alert": ANALYST,
    "catalogs.example_questions": VIEWER,
    "catalogs.find_refresh": VIEWER,
    "catalogs.first_rows": VIEWER,
    "catalogs.follow_catalog": ANALYST,
    "catalogs.get_catalog": VIEWER,
    "catalogs.refresh_catalog": ANALYST,
    "channels.add_channel": ADMIN,
    "channels.delete_channel": ADMIN,
    "channels.list_channels": ANALYST,
    "channels.list_kinds": ANALYST,
    "channels.test_channel": ADMIN,
    "channels.try_channel": ADMIN,
    "chats.ask_question": VIEWER,
    "chats.cancel_question": VIEWER,
    "chats.delete_chat": VIEWER,
    "chats.find_run": VIEWER,
    "chats.get_chat": VIEWER,
    "chats.list_chats": VIEWER,
    "chats.list_messages": VIEWER,
    "chats.rename_chat": VIEWER,
    "chats.start_chat": VIEWER,
    "connections.add_connection": ANALYST,
    "connections.delete_connection": ANALYST,
    "connections.edit_connection": ANALYST,
    "connections.get_connection": VIEWER,
    "connections.keep_for": ANALYST,
    "connections.list_connections": VIEWER,
    "connections.list_dependants": ANALYST,
    "connections.list_kinds": VIEWER,
    "connections.set_privacy": ANALYST,
    "connections.test_connection": ANALYST,
    "dashboards.archive_dashboard": ANALYST,
    "dashboards.create_dashboard": ANALYST,
    "dashboards.duplicate_dashboard": ANALYST,
    "dashboards.edit_dashboard": ANALYST,
    "dashboards.get_dashboard": VIEWER,
    "dashboards.like_dashboard": VIEWER,
    "dashboards.list_dashboards": VIEWER,
    "dashboards.list_versions": VIEWER,
    "dashboards.restore_version": ANALYST,
    "dashboards.set_filters": ANALYST,
    "dashboards.unarchive_dashboard": ANALYST,
    "evidence.reconcile": VIEWER,
    "exports.cancel_export": VIEWER,
    "exports.copy_answer": VIEWER,
    "exports.delete_export": VIEWER,
    "exports.export_answer": VIEWER,
    "exports.export_chat": VIEWER,
    "exports.export_dashboard": VIEWER,
    "exports.export_run": ANALYST,
    "exports.get_export": VIEWER,
    "exports.list_exports": VIEWER,
    "exports.list_formats": VIEWER,
    "exports.read_export": VIEWER,
    "feedback.give_feedback": VIEWER,
    "feedback.list_feedback": ADMIN,
    "feedback.list_own_feedback": VIEWER,
    "feedback.withdraw_feedback": VIEWER,
    "follow_ups.suggest_drill_downs": VIEWER,
    "follow_ups.suggest_follow_ups": VIEWER,
    "glossary.describe_table": ANALYST,
    "glossary.export_glossary": ANALYST,
    "glossary.forget_metric": ANALYST,
    "glossary.forget_term": ANALYST,
    "glossary.import_glossary": ANALYST,
    "glossary.keep_metric": ANALYST,
    "glossary.keep_term": ANALYST,
    "glossary.list_descriptions": ANALYST,
    "events.acknowledge_event": VIEWER,
    "events.add_note": VIEWER,
    "events.count_unread": VIEWER,
    "events.get_event": VIEWER,
    "events.list_deliveries": VIEWER,
    "events.list_events": VIEWER,
    "events.mark_all_read": VIEWER,
    "events.mark_read": VIEWER,
    "events.resolve_event": VIEWER,
    "housekeeping.tidy": ADMIN,
    "overviews.look_around": VIEWER,
    "organisation.change_organisation": ADMIN,
    "organisation.get_organisation": VIEWER,
    "organisation.must_set_up_second_factor": VIEWER,
    "organisation.set_logo": ADMIN,
    "pictures.change_chart": VIEWER,
    "pictures.reset_chart": VIEWER,
    "queries.check_sql": ANALYST,
    "queries.count_joins": ANALYST,
    "queries.explain_sql": ANALYST,
    "queries.get_vocabulary": ANALYST,
    "queries.list_parameters": ANALYST,
    "queries.tell_sql": ANALYST,
    "query_runs.ask_about": ANALYST,
    "queries.run_sql": ANALYST,
    "query_runs.cancel_run": ANALYST,
    "query_runs.find_rows": ANALYST,
    "query_runs.get_run": ANALYST,
    "query_runs.list_runs": ANALYST,
    "query_runs.star_run": ANALYST,
    "query_runs.start_query": ANALYST,
    "query_runs.wait_for": ANALYST,
    "questions.answer_once": VIEWER,
    "readings.ask_second": VIEWER,
    "readings.change_part": VIEWER,
    "readings.list_parts": VIEWER,
    "readings.list_steps": VIEWER,
    "readings.read_written": VIEWER,
    "reruns.run_again": VIEWER,
    "reports.add_report": ANALYST,
    "reports.delete_report": ANALYST,
    "reports.draft_from_answer": ANALYST,
    "reports.edit_report": ANALYST,
    "reports.get_report": VIEWER,
    "reports.list_people": ANALYST,
    "reports.list_reports": VIEWER,
    "reports.set_paused": ANALYST,
    "reports.subscribe": VIEWER,
    "reports.unsubscribe": VIEWER,
    "sent_reports.list_runs": VIEWER,
    "sent_reports.preview_report": VIEWER,
    "sent_reports.preview_wish": ANALYST,
    "sent_reports.read_file": VIEWER,
    "sent_reports.send_now": ANALYST,
    "sent_reports.send_reports": ADMIN,
    "rules.add_rule": ADMIN,
    "rules.list_rules": ADMIN,
    "rules.remove_rule": ADMIN,
    "rules.view_as": ADMIN,
    "sharing.get_shared_chat": VIEWER,
    "sharing.list_shared_messages": VIEWER,
    "sharing.share_chat": VIEWER,
    "shelf.branch_chat": VIEWER,
    "shelf.pin_chat": VIEWER,
    "shelf.restore_chat": VIEWER,
    "shelf.search_chats": VIEWER,
    "saved_queries.change_query": ANALYST,
    "saved_queries.compare_version": ANALYST,
    "saved_queries.delete_query": ANALYST,
    "saved_queries.get_query": ANALYST,
    "saved_queries.list_queries": ANALYST,
    "saved_queries.list_uses": ANALYST,
    "saved_queries.list_versions": ANALYST,
    "saved_queries.restore_version": ANALYST,
    "saved_queries.save_query": ANALYST,
    "saved_queries.share_query": ANALYST,
    "second_factors.confirm_second_factor": VIEWER,
    "second_factors.drop_second_factor": VIEWER,
    "second_factors.get_second_factor": VIEWER,
    "second_factors.renew_recovery_codes": VIEWER,
    "second_factors.start_second_factor": VIEWER,
    "status.get_status": VIEWER,
    "uploads.compare_draft": ANALYST,
    "uploads.drop_draft": ANALYST,
    "uploads.get_draft": ANALYST,
    "uploads.get_space": ANALYST,
    "uploads.keep_draft": ANALYST,
    "uploads.read_draft": ANALYST,
    "uploads.receive_file": ANALYST,
    "uploads.start_draft": ANALYST,
    "uploads.update_from_draft": ANALYST,
    "team.change_role": ADMIN,
    "team.deactivate_person": ADMIN,
    "team.forget_second_factor": ADMIN,
    "team.invite_person": ADMIN,
    "team.list_invitations": ADMIN,
    "team.list_people": ADMIN,
    "team.reactivate_person": ADMIN,
    "team.reset_password": ADMIN,
    "team.set_attributes": ADMIN,
    "team.withdraw_invitation": ADMIN,
    "uploads.upload_files": ANALYST,
    "enrichment.accept_proposal": ANALYST,
    "enrichment.dismiss_proposal": ANALYST,
    "enrichment.get_outlook": ANALYST,
    "enrichment.list_proposals": ANALYST,
    "enrichment.propose_next": ANALYST,
    "usage.budget_notice": VIEWER,
    "usage.get_spending": ADMIN,
    "usage.list_calls": ADMIN,
    "usage.read_call": ADMIN,
    "usage.set_budget": ADMIN,
    "verified.accept_verified": ANALYST,
    "verified.check_verified": ANALYST,
    "verified.forget_verified": ANALYST,
    "verified.list_verified": VIEWER,
    "verified.verify_answer": ANALYST,
    "verified.verify_run": ANALYST,
    "widgets.add_answer": ANALYST,
    "widgets.add_query": ANALYST,
    "widgets.add_text": ANALYST,
    "widgets.cancel_widget": VIEWER,
    "widgets.change_widget": ANALYST,
    "widgets.find_clicked": VIEWER,
    "widgets.load_widgets": VIEWER,
    "widgets.move_widget": ANALYST,
    "widgets.pick_chart": ANALYST,
    "widgets.pin_answer": ANALYST,
    "widgets.remove_widget": ANALYST,
    "widgets.repair_widget": ANALYST,
    "widgets.search_values": VIEWER,
    "vocabulary.list_words": VIEWER,
    "watching.check_alerts": ADMIN,
    "watching.tell_news": ADMIN,
    "work.list_work": ADMIN,
    "work.run_now": ADMIN,
}
MAY = [(name, role) for name, least in NEEDS.items() for role in ORDER[ORDER.index(least) :]]
MAY_NOT = [(name, role) for name, least in NEEDS.items() for role in ORDER[: ORDER.index(least)]]
MISSING = dict.fromkeys(
    (
        "connection_id",
        "chat_id",
        "message_id",
        "session_id",
        "rule_id",
        "person_id",
        "export_id",
        "call_id",
        "invitation_id",
        "org_id",
        "dashboard_id",
        "widget_id",
        "alert_id",
        "event_id",
        "channel_id",
        "run_id",
        "query_id",
        "report_id",
        "file_id",
    ),
    987_654,
)


def _as(scope: Scope, role: Role) -> Scope:
    return Scope(scope.engine, dataclasses.replace(scope.actor, role=role))


def test_every_use_case_stands_in_the_table() -> None:
    assert set(NEEDS) == set(USE_CASES)


@pytest.mark.parametrize(("name", "role"), MAY_NOT)
def test_who_may_not_is_refused_before_anything_happens(standing_orgs: TwoOrgs, name: str, role: Role) -> None:
    scope, function = _as(standing_orgs.ada, role), USE_CASES[name]
    before = scope.store.count("audit", action=function.__name__)
    with pytest.raises(Forbidden, match=f"A {role} may not {permission_of(function)}. Ask an admin"):
        function(scope, **arguments_for(function, standing_orgs.ids))
    entry = scope.store.first("audit", action=function.__name__, order="-id")
    assert entry is not None
    assert scope.store.count("audit", action=function.__name__) == before + 1
    assert (entry["outcome"], entry["account_id"]) == ("refused", scope.actor.user_id)


@pytest.mark.parametrize(("name", "role"), MAY)
def test_who_may_is_not_refused(standing_orgs: TwoOrgs, name: str, role: Role) -> None:
    scope, function = _as(standing_orgs.eve, role), USE_CASES[name]
    try:
        function(scope, **arguments_for(function, MISSING))
    except DataMindError as error:
        assert not isinstance(error, Forbidden)  # noqa: PT017 (whatever else comes of the made-up arguments is no refusal)


def test_each_role_may_all_that_the_one_before_it_may() -> None:
    assert GRANTS[VIEWER] < GRANTS[ANALYST] < GRANTS[ADMIN] < GRANTS[OWNER] == frozenset(Permission)


def test_a_change_is_entered_with_what_it_was_done_to(two_orgs: TwoOrgs) -> None:
    USE_CASES["chats.rename_chat"](two_orgs.ada, two_orgs.ids["chat_id"], "Orders")
    entry = two_orgs.ada.store.first("audit", order="-id")
    assert entry is not None
    assert (entry["action"], entry["outcome"], entry["actor"]) == ("rename_chat", "done", two_orgs.ada.actor.name)
    assert entry["object"] == f"chat_id={two_orgs.ids['chat_id']}"


def test_a_look_is_entered_only_when_it_finds_nothing_or_is_refused(two_orgs: TwoOrgs) -> None:
    before = two_orgs.ada.store.count("audit")
    USE_CASES["chats.get_chat"](two_orgs.ada, two_orgs.ids["chat_id"])
    assert two_orgs.ada.store.count("audit") == before
    with pytest.raises(DataMindError):
        USE_CASES["chats.get_chat"](two_orgs.ada, 987_654)
    assert two_orgs.ada.store.count("audit") == before + 1


def test_the_audit_log_never_holds_what_was_typed(two_orgs: TwoOrgs) -> None:
    """Questions, SQL and passwords are told by length or fingerprint."""
    ada, connection_id = two_orgs.ada, two_orgs.ids["connection_id"]
    USE_CASES["queries.run_sql"](ada, connection_id, "SELECT count(*) AS canary_sql FROM orders")
    USE_CASES["questions.answer_once"](ada, connection_id, "how many customers canary_question", analyst="offline")
    USE_CASES["accounts.change_password"](ada, None, "canary_password and more words")
    written = repr(ada.store.find("audit"))
    assert "run_sql" in written
    assert "canary_" not in written
