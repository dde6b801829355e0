"""What a board of 20 widgets costs: warm (all results at hand) of ours alone; cold against its slowest query by itself.

Run: python -m bench.boards. The widgets read a SQLite file of a made-up shop; each query is another one.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from datetime import date
from pathlib import Path

from datamind import running, sample_shop, sessions
from datamind.access import Actor, Role
from datamind.engine import Engine, Scope
from datamind.services import connections, dashboards, widgets
from datamind.settings import Settings

N_WIDGETS, ROUNDS = 20, 15
SQL = "SELECT c.country_id, count(*) AS n FROM orders o JOIN customers c ON c.customer_id = o.customer_id WHERE o.order_id > {} GROUP BY c.country_id"


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="bench-boards-") as folder:
        scope, shop = furnish(Path(folder))
        board = dashboards.create_dashboard(scope, "Bench")
        statements = [SQL.format(number) for number in range(N_WIDGETS)]
        for number, sql in enumerate(statements):
            widgets.add_query(scope, board.id, shop, sql, f"Widget {number}")
        row = scope.store.get("connections", shop)
        alone_s = max(took(lambda sql=sql: running.run(scope, row, sql)) for sql in statements)  # type: ignore[misc]
        cold_s = took(lambda: wait(scope, board.id, fresh=True))
        kinds = {"filtered": {"since": "last-year"}, "unfiltered": {}}
        filters = (dashboards.Filter("since", "Since", "dates", shop, "orders.ordered_at"),)
        dashboards.set_filters(scope, board.id, board.version + N_WIDGETS, filters)
        print(
            f"cold board of {N_WIDGETS}   {cold_s * 1000:8.0f} ms   {cold_s / alone_s:5.1f} of its slowest query alone ({alone_s * 1000:.0f} ms)"
        )
        for name, values in kinds.items():
            wait(scope, board.id, values)
            times = [took(lambda values=values: widgets.load_widgets(scope, board.id, values)) for _ in range(ROUNDS)]  # type: ignore[misc]
            print(f"warm board, {name:<12} {statistics.median(times) * 1000:8.1f} ms of ours")
        scope.engine.close()


def furnish(home: Path) -> tuple[Scope, int]:
    engine = Engine.from_settings(Settings.from_env({"DATAMIND_HOME": str(home)}))
    org_id, account_id = sessions.found_org(engine, "Bench", "Ada")
    scope = Scope(engine, Actor(org_id, account_id, "Ada", Role.ADMIN))
    (home / "sample").mkdir()
    file = home / "sample" / "shop.sqlite"
    sample_shop.write_shop(file, date.today())
    return scope, connections.add_connection(scope, "Shop", "sqlite", {"path": str(file)}, accept_writable=True).id


def wait(scope: Scope, board_id: int, values: dict[str, str] | None = None, fresh: bool = False) -> None:
    views = widgets.load_widgets(scope, board_id, values or {}, fresh=fresh)
    while any(view.state == "running" for view in views):
        time.sleep(0.01)
        views = widgets.load_widgets(scope, board_id, values or {})
    assert all(view.state == "ready" for view in views), [view.error for view in views if view.error]


def took(work) -> float:  # type: ignore[no-untyped-def]
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
