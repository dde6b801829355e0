"""Totals within a table are kept and told; words that only look like them are not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from connectors.importing.conftest import Read

Reader = Callable[..., Read]


@pytest.mark.parametrize(
    ("labels", "told"),
    [
        (["Subtotal", "Subtotal"], "2 rows look like totals within the table (shop: “Subtotal”)"),
        (["North total", "South total"], "(shop: “North total”, “South total”)"),
        (["Zwischensumme Nord", "Zwischensumme Süd"], "(shop: “Zwischensumme Nord”"),
        (["Total North", "Total"], "(shop: “Total North”, “Total”)"),
    ],
)
def test_totals_within_a_table_are_kept_and_told(read: Reader, labels: list[str], told: str) -> None:
    rows = ["North,a,1", "North,b,2", f"{labels[0]},,3", "South,a,4", "South,b,5", f"{labels[1]},,9", "West,c,7"]
    found = read("shop,item,amount\n" + "\n".join(rows))
    assert len(found.rows) == 7
    assert told in found.told
    assert "counts those amounts twice" in found.told


@pytest.mark.parametrize("label", ["Total Wine", "Totally Fine", "The sum of us", "Gesamtschule"])
def test_a_name_that_begins_like_a_total_is_no_total(read: Reader, label: str) -> None:
    found = read(f"shop,amount\nNorth,1\n{label},3\nSouth,4\nWest,7\n")
    assert len(found.rows) == 4
    assert "totals" not in found.told


def test_a_column_that_says_of_each_row_whether_it_is_a_total_is_data(read: Reader) -> None:
    found = read("level,amount\n" + "detail,1\ntotal,3\n" * 10)
    assert "totals within" not in found.told


def test_totals_in_the_middle_of_a_large_table_are_told_as_well(read: Reader) -> None:
    rows = [f"shop number {n},{n},a note that makes it long enough\n" for n in range(120_000)]
    rows[60_000] = "Subtotal,7,\n"
    assert "1 row looks like totals" in read("shop,amount,note\n" + "".join(rows)).told
