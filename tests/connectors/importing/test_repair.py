"""One broken row in a clean file: wherever a delimiter or a quote is lost or added, the columns stay what they are."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from connectors.importing.conftest import Read

NAMES = ["DAY", "AT", "Pieces", "CODE", "Cost", "Kind", "Words", "Link", "Remarks"]
TYPES = ["date", "time", "integer", "text", "number", "text", "text", "text", "empty"]
KINDS = ["Oak Table", "Lamp", "Chair, Folding", 'Rug 10" Round', "Sofa", "Wall Clock, Large"]


def make_rows() -> list[list[str]]:
    rng = random.Random(3)
    rows = []
    for n in range(40):
        kind = rng.choice(KINDS)
        cost = f"${rng.randint(1, 99)}.{rng.randint(10, 99)}"
        words = f"This {kind.lower()} is made for you, and it lasts."
        day = f"{1 + n % 28:02d}/{1 + n // 28:02d}/2019"
        code = f"{rng.choice(['AB', 'CD'])}-{rng.randint(1000, 9999)}"
        rows.append(
            [
                day,
                f"{n % 24:02d}:15",
                str(rng.randint(0, 9)),
                code,
                cost,
                kind,
                words,
                f"https://shop.example.org/{n}",
                "",
            ]
        )
    return rows


ROWS = make_rows()


def quoted(cell: str, place: int) -> str:
    needed = place in (6, 7) or any(letter in cell for letter in ',"')
    return '"' + cell.replace('"', '""') + '"' if needed else cell


def more_delimiters(cells: list[str], place: int) -> str:
    return ",".join([*cells[: place + 1], "", *cells[place + 1 :]])


def fewer_delimiters(cells: list[str], place: int) -> str:
    return ",".join([*cells[:place], cells[place] + cells[place + 1], *cells[place + 2 :]])


def quote_before(cells: list[str], place: int) -> str:
    return ",".join([*cells[:place], '"' + cells[place], *cells[place + 1 :]])


def quote_behind(cells: list[str], place: int) -> str:
    return ",".join([*cells[:place], cells[place] + '"', *cells[place + 1 :]])


@pytest.mark.parametrize("damage", [more_delimiters, fewer_delimiters, quote_before, quote_behind])
@pytest.mark.parametrize("place", range(5))
def test_a_damaged_row_is_mended(
    read: Callable[..., Read], damage: Callable[[list[str], int], str], place: int
) -> None:
    lines = [",".join(quoted(cell, column) for column, cell in enumerate(row)) for row in ROWS]
    hurt = 12 if ROWS[12][5] != 'Rug 10" Round' or place != 4 else 13
    lines[hurt] = damage([quoted(cell, column) for column, cell in enumerate(ROWS[hurt])], place)
    found = read("\n".join([",".join(NAMES), *lines]) + "\n")
    assert found.names == NAMES
    assert found.types == TYPES
    assert len(found.rows) == len(ROWS)
    assert sum(row[2] for row in found.rows) == sum(int(row[2]) for row in ROWS)
    assert sum(row[4] for row in found.rows) == pytest.approx(sum(float(row[4][1:]) for row in ROWS))
    assert [row[3] for row in found.rows] == [row[3] for row in ROWS]
    assert any(entry.row == hurt + 2 for entry in found.tables[0].rejected)


def test_a_quote_that_is_never_closed_swallows_nothing(read: Callable[..., Read]) -> None:
    found = read('id,name,price\n1,"apple,2\n2,"pear",3\n3,"fig",4\n4,"kiwi",5\n')
    assert found.rows == [(1, "apple", 2), (2, "pear", 3), (3, "fig", 4), (4, "kiwi", 5)]


def test_a_cell_too_many_is_told_and_moves_nothing(read: Callable[..., Read]) -> None:
    found = read("a,b,c\n1,x,3\n4,y,6,EXTRA\n7,z,9\n5,w,1\n")
    assert found.rows == [(1, "x", 3), (4, "y", 6), (7, "z", 9), (5, "w", 1)]
    assert "EXTRA" in found.tables[0].rejected[0].text


def test_an_odd_value_moves_no_neighbour(read: Callable[..., Read]) -> None:
    rows = [f"2020-01-{n:02d},w{n},{n},\n" for n in range(1, 29)]
    rows[20] = "soon,w21,21,\n"
    found = read("day,w,n\n" + "".join(rows))
    assert [row[2] for row in found.rows] == list(range(1, 29))
    assert found.rows[20][1] == "w21"
