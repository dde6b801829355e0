"""What is kept of a check: the check itself, events that open and end, and the news about them for each channel.

Inside a transaction of the caller's. News is a row a channel, unique for an event, so that it is sent once however often this
is tried; who sends it is `delivering.py`.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from datamind.conditions import Observed, Verdict
from datamind.store import Store
from datamind.store.session import Row
from datamind.watch.timetable import first_send, next_due

if TYPE_CHECKING:
    from datamind.watch.checking import Outcome

MOST_CAUGHT_UP = 50
SERIES_KEPT = 180
LONGEST_PAUSE = timedelta(hours=1)


def keep_outcome(store: Store, outcome: Outcome, now: datetime) -> None:
    """Write down what came of a check; nothing when the alert was changed meanwhile."""
    alert = outcome.alert
    due_at = next_due(alert["every"], alert["zone"], now)
    changes: dict[str, Any] = {"checked_at": now, "due_at": due_at}
    if outcome.error is not None:
        failures = alert["failures"] + 1
        pause = min(LONGEST_PAUSE, timedelta(minutes=2 ** min(failures - 1, 10)))
        changes |= {
            "state": "failing",
            "sentence": outcome.error[:1000],
            "failures": failures,
            "failing_since": alert["failing_since"] or now,
            "due_at": max(due_at, now + pause),
        }
    else:
        latest = outcome.verdicts[-1]
        changes |= {"state": latest.state, "sentence": latest.sentence[:1000], "failures": 0, "failing_since": None}
        changes |= {"judged": _write(latest), "known": _known(alert, outcome.observed)}
    if not store.change_where("alerts", {"id": alert["id"], "due_at": alert["due_at"], "paused": False}, **changes):
        return
    if outcome.error is None:
        _keep_check(store, alert, outcome.verdicts[-1], now)
        for verdict in _fresh(alert, outcome.verdicts):
            _keep_event(store, alert, verdict, outcome, now)


def _fresh(alert: Row, verdicts: tuple[Verdict, ...]) -> tuple[Verdict, ...]:
    """Those of moments that no check has seen: several after a pause, and the latest alone at the first check."""
    if alert["time_column"] is None or alert["judged"] is None:
        return verdicts[-1:]
    return tuple(each for each in verdicts if (_write(each) or "") > alert["judged"])[-MOST_CAUGHT_UP:]


def _keep_check(store: Store, alert: Row, verdict: Verdict, now: datetime) -> None:
    """A row a check; where the data has a time of its own, one for as long as nothing is new."""
    last = store.first("alert_checks", alert_id=alert["id"], order="-id") if alert["time_column"] else None
    values = as_json(verdict)
    if last and last["verdict"] == values:
        store.change("alert_checks", last["id"], last_at=now)
        return
    store.add(
        "alert_checks",
        alert_id=alert["id"],
        at=now,
        last_at=now,
        state=verdict.state,
        value=verdict.value,
        verdict=values,
    )


def _keep_event(store: Store, alert: Row, verdict: Verdict, outcome: Outcome, now: datetime) -> None:
    unresolved = store.first("alert_events", alert_id=alert["id"], resolved_at=None)
    if verdict.state == "fires" and unresolved is None:
        event_id = store.add(
            "alert_events",
            alert_id=alert["id"],
            opened_at=now,
            state="open",
            verdict=as_json(verdict),
            series=write_series(outcome.observed, outcome.verdicts, verdict),
            why=outcome.why,
            notes=[],
        )
        _tell(store, alert, event_id, "opened", now)
    elif verdict.state == "quiet" and unresolved is not None:
        store.change("alert_events", unresolved["id"], state="resolved", resolved_at=now)
        _tell(store, alert, unresolved["id"], "resolved", now)


def _tell(store: Store, alert: Row, event_id: int, news: str, now: datetime) -> None:
    if alert["muted_until"] and alert["muted_until"] > now:
        return
    for channel_id in alert["channels"]:
        channel = store.first("channels", id=channel_id)
        if channel:
            store.add(
                "deliveries",
                event_id=event_id,
                channel_id=channel_id,
                news=news,
                state="pending",
                due_at=first_send(channel["timing"], now),
                attempts=0,
            )


def write_series(observed: Observed | None, verdicts: tuple[Verdict, ...], about: Verdict) -> str:
    """The chart of that moment as JSON: moments, values and the band, up to the moment that the event is about."""
    known = {verdict.moment: verdict for verdict in verdicts}
    points = [
        point for point in (observed.points if observed else ()) if about.moment is None or point.moment <= about.moment
    ][-SERIES_KEPT:]
    rows: list[list[Any]] = []
    for point in points:
        verdict = known.get(point.moment)
        band = (verdict.low, verdict.high) if verdict else (None, None)
        rows.append([point.moment.isoformat(), point.value, *band, bool(verdict and verdict.state == "fires")])
    return json.dumps(rows)


def as_json(verdict: Verdict) -> dict[str, Any]:
    """A verdict for the store."""
    return {**asdict(verdict), "moment": _write(verdict)}


def _write(verdict: Verdict) -> str | None:
    return verdict.moment.isoformat() if verdict.moment else None


def _known(alert: Row, observed: Observed | None) -> list[str] | None:
    if alert["kind"] != "new_value" or observed is None:
        return alert["known"]  # type: ignore[no-any-return]
    return sorted({*(alert["known"] or ()), *(label for _, label in observed.labels)})[:20_000]
