"""Where a page asks the browser to fetch or give back the session's cookie.

A script cannot set a cookie that JavaScript cannot read; only an HTTP answer can. So the script leaves a single-use ticket
here, the browser posts it to a route of ours, the answer sets the cookie, and the page loads anew with it.
"""

from __future__ import annotations

import secrets

import streamlit as st

_post = st.components.v2.component(
    "datamind_bridge",
    js="""
const seen = new Set()
export default function ({ data, setTriggerValue }) {
  if (seen.has(data.ticket)) return
  seen.add(data.ticket)
  fetch(data.url, {
    method: "POST",
    credentials: "same-origin",
    headers: { "content-type": "application/json", "x-dm": "1" },
    body: JSON.stringify({ ticket: data.ticket }),
  }).then((answer) =>
    answer.text().then(() => {
      if (answer.ok) window.location.replace(data.then || window.location.href)
      else setTriggerValue("refused", answer.status)
    })
  ).catch(() => setTriggerValue("refused", 0))
}
""",
)


def send_ticket(ticket: str, then: str | None = None) -> None:
    """Have the browser turn the ticket into the session's cookie, and load this page anew, or the one of `then`."""
    _send("/auth/session", ticket, then)


def drop_cookie() -> None:
    """Have the browser forget the cookie of a session that has ended, and go to the front door."""
    _send("/auth/logout", secrets.token_hex(8), "/")


def _send(url: str, ticket: str, then: str | None) -> None:
    answer = _post(data={"url": url, "ticket": ticket, "then": then}, key=url, on_refused_change=lambda: None)
    if answer.refused is not None:
        st.error("The browser could not finish signing in. Load the page again, then try once more.")
