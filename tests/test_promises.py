"""Each promise and each fault of the guarded door, with the tests that show it: a promise whose test goes is seen here."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).parent

SHOWN_BY: dict[str, tuple[str, ...]] = {
    "P1 nothing that is run for a person changes anything": (
        "sql/test_cases.py::test_attack_is_refused_in_a_sentence",
        "sql/test_attacks_without_guard.py::test_attacks_change_nothing_even_without_the_guard",
        "connectors/test_contract.py::test_the_session_alone_refuses_to_write",
    ),
    "P2 ordinary analysis is never refused": (
        "sql/test_cases.py::test_good_line_is_accepted_and_runs_as_it_is_written",
        "sql/test_cases.py::test_accepted_lines_run_on_the_real_engine",
    ),
    "P3 what is checked is what is run": (
        "connectors/test_pins.py::test_postgres_receives_exactly_what_was_judged",
        "connectors/test_pins.py::test_mysql_receives_exactly_what_was_judged",
        "connectors/test_contract.py::test_the_text_reaches_the_database_unchanged",
        "sql/test_second_parser.py::test_both_readers_agree_on_spliced_text",
    ),
    "P4 the database itself would refuse too": (
        "connectors/test_pins.py::test_the_session_is_read_only_with_its_clocks_and_spellings_set",
        "connectors/test_servers.py::test_a_login_that_can_write_is_told_and_the_remedy_works",
        "services/test_connections.py::test_a_login_that_can_write_is_kept_only_when_somebody_says_so",
    ),
    "P5 no query runs longer or holds more than it may, and Cancel works": (
        "connectors/test_contract.py::test_a_slow_query_is_ended_in_the_server",
        "connectors/test_contract.py::test_cancel_ends_the_query_in_the_server",
        "connectors/test_workers.py::test_a_query_that_wants_too_much_memory_is_ended",
        "journeys/test_first_visit.py::test_a_slow_query_shows_its_stages_and_ends_by_cancel",
    ),
    "rules bind on every path": (
        "services/test_rules.py::test_answers_count_the_visible_rows_alone",
        "services/test_rules.py::test_sql_lab_and_first_rows_are_bound",
        "services/test_rules.py::test_the_catalog_hides_what_the_rules_hide",
        "sql/test_policies.py::test_no_query_returns_a_row_outside_the_rule",
        "commands/test_commands.py::test_rules_bind_the_person_that_a_command_acts_as",
        "test_architecture.py::people_run_sql_on_one_path",
    ),
    "F8 a connection is dropped": ("connectors/test_servers.py::test_a_dropped_connection_is_replaced",),
    "F9 a host never answers": ("connectors/test_servers.py::test_a_silent_host_does_not_hang",),
    "F10 wrong address, port, password, database, encryption": (
        "connectors/test_servers.py::test_no_such_host",
        "connectors/test_servers.py::test_nobody_listens",
        "connectors/test_servers.py::test_wrong_password",
        "connectors/test_servers.py::test_wrong_database",
        "connectors/test_servers.py::test_encryption_that_the_server_has_not",
        "connectors/test_encryption.py::test_a_server_that_nobody_known_has_signed_is_refused",
    ),
    "F11 a slow query": (
        "connectors/test_contract.py::test_a_slow_query_is_ended_in_the_server",
        "connectors/test_servers.py::test_a_lock_of_somebody_else_is_not_waited_for",
    ),
    "F12 a result too large": (
        "connectors/test_contract.py::test_truncation_by_rows_is_known",
        "connectors/test_contract.py::test_truncation_by_size",
        "connectors/test_servers.py::test_the_rows_beyond_the_cap_are_not_read",
    ),
    "F14 huge cells": (
        "connectors/test_values.py::test_huge_cells_stop_at_the_size_cap",
        "pages/test_result.py::test_a_huge_cell_is_cut",
    ),
    "F15 every type comes without loss": ("connectors/test_values.py::test_values_come_without_loss",),
    "F16 names twice or empty": (
        "connectors/test_contract.py::test_column_names_are_unique_and_never_empty",
        "connectors/test_results.py::test_names_as_people_expect_them",
    ),
    "F17 no row, one row, all null": (
        "connectors/test_contract.py::test_no_rows",
        "insights/test_anything.py::test_anything_gets_words_and_a_chart",
    ),
    "F36 addresses that lead where they must not": (
        "connectors/test_network.py::test_metadata_and_link_local_are_never_allowed",
        "connectors/test_network.py::test_what_is_no_host_name_is_refused",
        "connectors/test_network.py::test_only_files_in_the_folders",
        "connectors/test_opening.py::test_a_url_with_anything_else_is_refused",
        "connectors/test_hostile_servers.py::test_no_file_is_given_to_a_server_that_asks_for_one",
    ),
    "F37 a hostile server": (
        "connectors/test_hostile_servers.py::test_rubbish_ends_in_a_sentence",
        "connectors/test_hostile_servers.py::test_a_servers_words_are_cleaned",
    ),
    "P6, F33 an org sees only its own": (
        "services/test_tenancy.py::test_another_orgs_id_is_a_missing_id",
        "services/test_tenancy.py::test_lists_show_nothing_of_another_org",
        "services/test_tenancy.py::test_the_files_of_an_org_are_found_by_nobody_else",
    ),
    "P7 a viewer cannot write, an analyst cannot administer": (
        "services/test_roles.py::test_who_may_not_is_refused_before_anything_happens",
        "pages/test_viewer_crawl.py::test_a_viewer_opens_every_page_and_sees_what_the_role_may_see",
    ),
    "P8, F35 secrets never show": (
        "test_canaries.py::test_no_secret_shows_in_logs_errors_tracebacks_audit_or_values",
        "test_second_factor.py::test_the_store_and_the_log_hold_no_secret_and_no_recovery_code",
    ),
    "P13, F1 a crash leaves whole units": ("store/test_kill.py::test_a_killed_writer_leaves_whole_units_only",),
    "P16 the audit log shows any change": (
        "test_audit.py::test_whatever_is_done_to_it_from_outside_is_found",
        "test_audit.py::test_many_at_once_make_one_chain",
    ),
    "P17, F38 keys are rotated, lost, wrong": (
        "commands/test_operations.py::test_keys_are_rotated_under_a_running_house",
        "commands/test_operations.py::test_what_no_key_opens_is_named_and_left",
        "test_vault.py::test_a_wrong_key_is_told_without_key_or_token",
    ),
    "F31 forged, copied, expired cookies": (
        "test_sessions.py::test_a_forged_session_is_nobody",
        "test_sessions.py::test_a_session_ends_at_once_and_for_good",
        "pages/test_viewer_crawl.py::test_what_the_store_keeps_of_a_session_is_no_cookie",
        "pages/test_viewer_crawl.py::test_a_cookie_survives_no_end_and_carries_no_role",
    ),
    "F32 guessing at the door": (
        "test_sessions.py::test_fifty_bad_attempts_compare_only_a_few",
        "test_sessions.py::test_whatever_is_wrong_costs_the_same_work",
        "test_second_factor.py::test_wrong_codes_are_counted_whatever_the_address_and_the_ticket",
    ),
    "F41 one heavy user": (
        "test_pace.py::test_many_at_once_are_all_counted",
        "test_pace.py::test_all_processes_count_together_and_a_minute_later_it_goes_on",
    ),
    "F45 older and newer stores": (
        "store/test_migrations.py::test_a_migration_that_fails_leaves_nothing_behind",
        "store/test_migrations.py::test_a_newer_store_is_refused_and_left_alone",
    ),
    "F48 backup while it runs": (
        "commands/test_operations.py::test_a_backup_is_of_one_moment_while_others_write",
        "commands/test_operations.py::test_a_damaged_backup_is_refused_and_nothing_is_written",
    ),
    "F46 parser bombs": (
        "sql/test_guard.py::test_parser_bombs_end_in_a_sentence_or_an_answer",
        "sql/test_gate.py::test_limits_of_size_and_depth",
    ),
}


@cache
def _functions(file: str) -> frozenset[str]:
    tree = ast.parse((TESTS / file).read_text(encoding="utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


@pytest.mark.parametrize("promise", SHOWN_BY)
def test_the_promise_has_its_tests(promise: str) -> None:
    for place in SHOWN_BY[promise]:
        file, _, name = place.partition("::")
        assert name in _functions(file), place
