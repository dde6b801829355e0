"""A million rows of twelve columns: our import against DuckDB's own sniffer, and pandas into SQLite where asked.

Run: python bench/importing.py [rows] [--pandas]. Each turn is a process of its own; prints the best seconds, their ratios and
the peak memory of the import's worker.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CITIES = ["Berlin", "Paris", "London", "New York", "Tokyo", "São Paulo", "Zürich", "Kraków"]
BASE = """import duckdb, sys
duckdb.connect(sys.argv[2]).execute("create table t as select * from read_csv('" + sys.argv[1] + "')")"""
OURS = f"""import resource, sys
sys.path.insert(0, {str(ROOT)!r})
from pathlib import Path
from datamind.connectors.importing import import_files
(table,) = import_files([Path(sys.argv[1])], Path(sys.argv[2])).tables
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
print("peak", peak, "MB;", table.n_rows, "rows;", *[column.type.value if column.type else "empty" for column in table.columns])"""
PANDAS = (
    "import pandas,sqlite3,sys; pandas.read_csv(sys.argv[1]).to_sql('t', sqlite3.connect(sys.argv[2]), index=False)"
)


def write_csv(path: Path, rows: int, style: str = "plain") -> None:
    rng = random.Random(7)
    comma = style == "german"
    delimiter = ";" if comma else ","
    with path.open("w", encoding="utf-8") as stream:
        names = [
            "id",
            "ordered",
            "shipped_at",
            "customer",
            "city",
            "sku",
            "quantity",
            "price",
            "discount",
            "paid",
            "score",
            "note",
        ]
        stream.write(delimiter.join(names) + "\n")
        for number in range(rows):
            price = f"{rng.random() * 900:.2f}"
            day, month = rng.randint(1, 28), rng.randint(1, 12)
            cells = [
                str(number),
                f"{day:02d}.{month:02d}.2023" if comma else f"2023-{month:02d}-{day:02d}",
                f"2024-{month:02d}-{day:02d} {rng.randint(0, 23):02d}:{rng.randint(0, 59):02d}:00",
                f"customer {rng.randint(1, 50_000)}",
                rng.choice(CITIES),
                f"A{rng.randint(10_000, 99_999)}",
                str(rng.randint(1, 40)),
                price.replace(".", ",") if comma else price,
                str(rng.choice([0, 5, 10])),
                rng.choice(["true", "false"]),
                (f"{rng.gauss(0, 1):.6f}").replace(".", "," if comma else "."),
                "" if rng.random() < 0.7 else "deliver by noon",
            ]
            stream.write(delimiter.join(cells) + "\n")


def time_command(code: str, source: Path, target: Path) -> tuple[float, str]:
    """Seconds, and what it said."""
    started = time.perf_counter()
    told = subprocess.run(
        [sys.executable, "-c", code, str(source), str(target)], check=True, capture_output=True, text=True
    )
    return time.perf_counter() - started, told.stdout.strip()


def main() -> None:
    numbers = [int(argument) for argument in sys.argv[1:] if argument.isdigit()]
    rows = numbers[0] if numbers else 1_000_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for style in ("plain", "german"):
            source = folder / f"{style}.csv"
            write_csv(source, rows, style)
            pairs = []
            for turn in range(3):  # in turns, so that a busy machine is busy for both
                base = time_command(BASE, source, folder / f"base-{style}{turn}.duckdb")
                pairs.append((base[0], *time_command(OURS, source, folder / f"{style}{turn}.duckdb")))
            base_s, ours_s = min(pair[0] for pair in pairs), min(pair[1] for pair in pairs)
            size_mb = source.stat().st_size / 1e6
            print(f"{style}: {size_mb:.0f} MB, DuckDB {base_s:.2f} s, ours {ours_s:.2f} s, ratio {ours_s / base_s:.2f}")
            print("  ", pairs[0][2])
            if "--pandas" in sys.argv:
                pandas_s, _ = time_command(PANDAS, source, folder / f"pandas-{style}.db")
                print(f"   pandas into SQLite {pandas_s:.2f} s, {pandas_s / ours_s:.1f} times ours")


if __name__ == "__main__":
    main()
