"""Making or changing a report: what it holds, when, to whom; looked at before it is saved.

What was there before (a saved report, an answer) is put into the form's own fields once; from then on the form is what counts.
"""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from datamind.access import Permission
from datamind.engine import Scope
from datamind.services import channels, connections, dashboards, reports, saved_queries, sent_reports
from datamind.services.reports import Item, Report, Wish
from pages.parts.frame import boundary, require
from pages.parts.plain import plain

BOARD, QUERIES = "A dashboard", "Queries"
PREFIX = "report_form_"


def show_form(scope: Scope, report: Report | None = None) -> None:
    """The form for a new one, or over a saved one."""
    _begin(scope, report)
    if report is None:
        st.button("All reports", icon=":material/arrow_back:", type="tertiary", on_click=st.query_params.clear)
    st.markdown(f"# {plain(report.name, 120) if report else 'New report'}")
    _show_fields(report.id if report else None)


def _begin(scope: Scope, report: Report | None) -> None:
    """Fill the fields once for what the address says."""
    message = st.query_params.get("message", "")
    about = f"{report.id if report else 'new'}-{message}"
    if _get("about") == about:
        return
    _forget()
    items = report.items if report else ()
    if message.isdecimal():
        with boundary():
            items = (reports.draft_from_answer(scope, int(message)),)
    name = report.name if report else items[0].title[:120] if items else ""
    values: dict[str, object] = {
        "about": about,
        "items": items,
        "name": name,
        "what": QUERIES if items else BOARD,
        "format": report.format if report else "pdf",
        "every": report.every if report else reports.CHOICES[2],
        "zone": report.zone if report else st.context.timezone or "UTC",
        "people": list(report.people) if report else [scope.actor.user_id],
        "channels": list(report.channels) if report else [],
        "addresses": ", ".join(report.addresses) if report else "",
        "shared": report.shared if report else False,
        "seen_as": report.seen_as if report else scope.actor.user_id,
    }
    if report and report.dashboard_id is not None:
        values["board"] = report.dashboard_id
    for key, value in values.items():
        st.session_state[PREFIX + key] = value


def _get(key: str) -> object:
    return st.session_state.get(PREFIX + key)


def _forget() -> None:
    for key in [key for key in st.session_state if str(key).startswith(PREFIX)]:
        del st.session_state[key]


@st.fragment
def _show_fields(report_id: int | None) -> None:
    scope = require(Permission.EDIT_REPORTS)
    st.text_input("Name", key=PREFIX + "name", max_chars=200)
    what = st.segmented_control("It holds", (BOARD, QUERIES), key=PREFIX + "what", required=True)
    board_id = _choose_board(scope) if what == BOARD else None
    items = _choose_items(scope) if what == QUERIES else ()
    left, right = st.columns(2)
    every = left.selectbox(
        "When", reports.CHOICES, key=PREFIX + "every", accept_new_options=True,
        help="As daily 08:00, weekdays 17:30, weekly friday 09:00 or monthly 31 08:00 (the last day where there is no 31st).",
    )  # fmt: skip
    zone = right.text_input("Time zone", key=PREFIX + "zone", help="As Europe/Berlin. 08:00 stays 08:00 all year.")
    form = st.segmented_control(
        "As",
        list(reports.FORMATS),
        format_func=lambda each: reports.FORMATS[each],
        key=PREFIX + "format",
        required=True,
    )
    people, ways, addresses, seen_as = _choose_recipients(scope)
    shared = st.toggle("Other analysts may change it", key=PREFIX + "shared")
    wish = Wish(
        str(_get("name") or ""), board_id, items, shared, str(form), str(every or ""), str(zone or ""), tuple(people),
        addresses, tuple(ways), seen_as,
    )  # fmt: skip
    _show_end(scope, report_id, wish)


def _choose_board(scope: Scope) -> int | None:
    boards = {board.id: board.name for board in dashboards.list_dashboards(scope)}
    if not boards:
        st.info("There is no dashboard yet: pin an answer to one, or send queries.", icon=":material/dashboard:")
        return None
    return st.selectbox(
        "Dashboard", list(boards), format_func=lambda each: plain(boards[each], 80), key=PREFIX + "board"
    )


def _choose_items(scope: Scope) -> tuple[Item, ...]:
    """Those there are, each with a way out, and two ways to another: a saved query, or SQL."""
    items: tuple[Item, ...] = st.session_state.get(PREFIX + "items", ())
    known = {each.id: each.name for each in connections.list_connections(scope)}
    for place, item in enumerate(items):
        with st.container(border=True, horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            where = plain(known.get(item.connection_id, "a connection that is gone"), 60)
            st.markdown(
                f"**{plain(item.title, 100)}** :gray[{where}]", width="stretch", help=f"`{plain(item.sql, 300)}`"
            )
            st.button(
                ":material/close:", key=f"{PREFIX}drop_{place}", type="tertiary", help="Leave it out", on_click=_set_items,
                args=(items[:place] + items[place + 1 :],),
            )  # fmt: skip
    _offer_saved(scope, items)
    _offer_sql(known, items)
    return items


def _offer_saved(scope: Scope, items: tuple[Item, ...]) -> None:
    """Those without parameters, which nobody would be there to fill in."""
    saved = {each.id: each for each in saved_queries.list_queries(scope) if not each.parameters}
    if not saved:
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            "A saved query", list(saved), format_func=lambda each: plain(saved[each].name, 80), key=PREFIX + "saved"
        )
        query = saved[chosen]
        more = (*items, Item(query.name, query.connection_id, query.sql))
        st.button("Add", key=PREFIX + "add_saved", icon=":material/add:", on_click=_set_items, args=(more,))


def _offer_sql(known: Mapping[int, str], items: tuple[Item, ...]) -> None:
    if not known:
        st.info("There is no data yet: add a connection first.", icon=":material/database:")
        return
    with st.expander("Write SQL", icon=":material/code:", expanded=not items):
        connection_id = st.selectbox(
            "Data", list(known), format_func=lambda each: plain(known[each], 80), key=PREFIX + "connection"
        )
        title = st.text_input("Title", key=PREFIX + "sql_title", placeholder="Revenue by month")
        sql = st.text_area("SQL", key=PREFIX + "sql", placeholder="SELECT …", height=120)
        more = (*items, Item(title.strip(), connection_id, sql.strip()))
        st.button(
            "Add this query", key=PREFIX + "add_sql", disabled=not (title.strip() and sql.strip()), on_click=_set_items,
            args=(more,),
        )  # fmt: skip


def _set_items(items: tuple[Item, ...]) -> None:
    st.session_state[PREFIX + "items"] = items


def _choose_recipients(scope: Scope) -> tuple[list[int], list[int], str, int | None]:
    people, ways = reports.list_people(scope), {each.id: each.name for each in channels.list_channels(scope)}
    chosen = st.multiselect(
        "People", list(people), format_func=lambda each: plain(people[each], 60), key=PREFIX + "people",
        help="By e-mail where they have an address, and here in any case. Each can unsubscribe.",
    )  # fmt: skip
    told: list[int] = []
    if ways:
        told = st.multiselect(
            "Channels", list(ways), format_func=lambda each: plain(ways[each], 60), key=PREFIX + "channels"
        )
    addresses = st.text_input(
        "Other addresses", key=PREFIX + "addresses", placeholder="With commas between them",
        help="Only of domains that your admin has allowed.",
    )  # fmt: skip
    st.caption("Each person gets their own rows, under their own rules.")
    if not told and not addresses.strip():
        return chosen, told, addresses, None
    if not scope.actor.may(Permission.ADMINISTER):
        st.caption("Channels and addresses are no person: they get what you see.")
        return chosen, told, addresses, None
    seen_as = st.selectbox(
        "Channels and addresses get what this person sees", list(people), format_func=lambda each: plain(people[each], 60),
        key=PREFIX + "seen_as",
    )  # fmt: skip
    return chosen, told, addresses, seen_as


def _show_end(scope: Scope, report_id: int | None, wish: Wish) -> None:
    from pages.parts.report_page import show_page

    with st.container(horizontal=True, gap="small"):
        save = st.button("Save", type="primary", icon=":material/save:", key=PREFIX + "save")
        look = st.button("Look at it first", icon=":material/visibility:", key=PREFIX + "look")
    with boundary():
        if save:
            saved = reports.edit_report(scope, report_id, wish) if report_id else reports.add_report(scope, wish)
            _forget()
            st.query_params.from_dict({"report": str(saved.id)})
            st.rerun()
        if look:
            with st.spinner("Reading …"):
                show_page(sent_reports.preview_wish(scope, wish))
