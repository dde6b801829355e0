"""A small library, the same in every engine: ten authors, four publishers, twenty books, thirty members, their loans and reviews."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator

TABLES = (
    "CREATE TABLE author (author_id INTEGER PRIMARY KEY, first_name VARCHAR(20), last_name VARCHAR(20), nationality VARCHAR(20), birth_year INTEGER)",
    "CREATE TABLE publisher (publisher_id INTEGER PRIMARY KEY, name VARCHAR(30), city VARCHAR(20), founded_year INTEGER, num_employees INTEGER)",
    "CREATE TABLE book (book_id INTEGER PRIMARY KEY, title VARCHAR(40), author_id INTEGER, publisher_id INTEGER, genre VARCHAR(20), pages INTEGER,"
    " price DECIMAL(8,2), published_year INTEGER, language VARCHAR(20), out_of_print INTEGER,"
    " FOREIGN KEY (author_id) REFERENCES author (author_id), FOREIGN KEY (publisher_id) REFERENCES publisher (publisher_id))",
    "CREATE TABLE member (member_id INTEGER PRIMARY KEY, name VARCHAR(30), age INTEGER, gender VARCHAR(1), membership_type VARCHAR(20), join_date DATE, city VARCHAR(20))",
    "CREATE TABLE loan (loan_id INTEGER PRIMARY KEY, member_id INTEGER, book_id INTEGER, loan_date DATE, return_date DATE, fine DECIMAL(8,2),"
    " FOREIGN KEY (member_id) REFERENCES member (member_id), FOREIGN KEY (book_id) REFERENCES book (book_id))",
    "CREATE TABLE branch (branch_id INTEGER PRIMARY KEY, branch_name VARCHAR(20), district VARCHAR(20), opening_year INTEGER, total_seats INTEGER)",
    "CREATE TABLE book_copy (copy_id INTEGER PRIMARY KEY, book_id INTEGER, branch_id INTEGER, state VARCHAR(20),"
    " FOREIGN KEY (book_id) REFERENCES book (book_id), FOREIGN KEY (branch_id) REFERENCES branch (branch_id))",
    "CREATE TABLE review (review_id INTEGER PRIMARY KEY, member_id INTEGER, book_id INTEGER, stars INTEGER, review_date DATE,"
    " FOREIGN KEY (member_id) REFERENCES member (member_id), FOREIGN KEY (book_id) REFERENCES book (book_id))",
    "CREATE TABLE librarian (librarian_id INTEGER PRIMARY KEY, librarian_name VARCHAR(30), manager_id INTEGER, FOREIGN KEY (manager_id) REFERENCES librarian (librarian_id))",
    "CREATE TABLE debate (debate_id INTEGER PRIMARY KEY, topic VARCHAR(30), winner_age INTEGER, loser_age INTEGER, minutes INTEGER, cnty VARCHAR(20))",
    "CREATE TABLE budget (budget_id INTEGER PRIMARY KEY, month VARCHAR(7), branch_id INTEGER, planned DECIMAL(8,2), FOREIGN KEY (branch_id) REFERENCES branch (branch_id))",
    "CREATE TABLE footfall (footfall_id INTEGER PRIMARY KEY, year INTEGER, month INTEGER, branch_id INTEGER, visitors INTEGER, FOREIGN KEY (branch_id) REFERENCES branch (branch_id))",
)
_TITLES = (
    "Silent River", "The Last Key", "Winter Songs", "Stone Garden", "A Map of Salt", "Nine Lanterns", "Glass Harbour", "The Owl Clock", "Red Orchard",
    "Paper Moons", "Iron Tide", "Small Kingdoms", "Ash and Honey", "The Long Field", "Northern Lights", "Echo Valley", "Blue Hours", "The Quiet Engine",
    "Lost Letters", "Golden Thread",
)  # fmt: skip
_FIRST = ("Anna", "Ben", "Cara", "Dan", "Eva", "Finn", "Gia", "Hugo", "Iris", "Jon")
_LAST = ("Abbott", "Brown", "Castle", "Dorn", "Eliot", "Frost", "Gray", "Hale", "Ito", "Jones")


def statements() -> tuple[str, ...]:
    """CREATE and INSERT statements that every engine reads; the same at every call."""
    return (*TABLES, *(f"INSERT INTO {table} VALUES {', '.join(_row(row) for row in rows)}" for table, rows in _rows()))


def _row(values: tuple[object, ...]) -> str:
    return (
        "("
        + ", ".join(
            "NULL" if value is None else f"'{value}'" if isinstance(value, str | dt.date) else str(value)
            for value in values
        )
        + ")"
    )


def _rows() -> Iterator[tuple[str, list[tuple[object, ...]]]]:
    dice = random.Random(3)
    nations = ("British", "French", "American", "Japanese", "Greek")
    yield "author", [(n, _FIRST[n % 10], _LAST[n * 3 % 10], nations[n % 5], 1900 + n * 7) for n in range(1, 13)]
    houses = (("Penrose House", "London"), ("Blue Door", "Paris"), ("Maple Press", "Toronto"), ("Lantern", "London"))
    yield "publisher", [(n, name, city, 1950 + n * 9, n * 40) for n, (name, city) in enumerate(houses, 1)]
    genres, languages = ("Fantasy", "History", "Science", "Poetry", "Crime"), ("English", "French", "German")
    yield "book", [(n, title, n % 10 + 1, n % 3 + 1, genres[n % 5], 100 + n * 23, 5 + n * 1.5, 1980 + n * 2, languages[n % 3], int(n % 7 == 0)) for n, title in enumerate(_TITLES, 1)]  # fmt: skip
    towns, kinds = ("Leeds", "York", "Bath", "Hull"), ("Student", "Adult", "Senior")
    yield "member", [(n, f"{_FIRST[n % 10]} {_LAST[n * 7 % 10]}", 15 + n * 2, "FM"[n % 2], kinds[n % 3], dt.date(2020, 1, 1) + dt.timedelta(n * 41), towns[n % 4]) for n in range(1, 31)]  # fmt: skip
    loans: list[tuple[object, ...]] = []
    for n in range(1, 121):
        day = dt.date(2023, 1, 3) + dt.timedelta(n * 5)
        back = day + dt.timedelta(dice.randint(3, 30)) if n % 6 else None
        loans.append(
            (n, dice.randint(1, 25), dice.randint(1, 18), day, back, round(dice.random() * 9, 2) if n % 4 == 0 else 0)
        )
    yield "loan", loans
    yield "branch", [(n, name, district, 1990 + n * 6, 50 * n) for n, (name, district) in enumerate((("Central", "Old Town"), ("Riverside", "Docks"), ("Hilltop", "North")), 1)]  # fmt: skip
    yield (
        "book_copy",
        [(n, dice.randint(1, 20), dice.randint(1, 3), ("good", "worn", "damaged")[n % 3]) for n in range(1, 61)],
    )
    pairs = sorted({(dice.randint(1, 30), dice.randint(1, 15)) for _ in range(60)})
    yield "review", [(n, member, book, dice.randint(1, 5), dt.date(2023, 5, 1) + dt.timedelta(dice.randint(0, 300))) for n, (member, book) in enumerate(pairs, 1)]  # fmt: skip
    names = ("Olga Stone", "Paul Reyes", "Rita Novak", "Sam Quinn", "Tess Moore", "Uma Price")
    staff = [(n, name, boss) for n, (name, boss) in enumerate(zip(names, (None, 1, 1, 2, 2, 2), strict=True), 1)]
    yield from (("librarian", [row]) for row in staff)  # one by one: each points at an earlier one
    yield "debate", [(n, f"Motion {n}", 20 + n * 3 % 11, 25 + n * 5 % 13, 40 + n * 17 % 150, ("Kent", "Devon", "Essex")[n % 3]) for n in range(1, 21)]  # fmt: skip
    yield "budget", [(n, f"{2022 + n // 36}-{n // 3 % 12 + 1:02d}", n % 3 + 1, 100 + n * 7 % 90) for n in range(72)]
    yield "footfall", [(n, 2022 + n // 36, n // 3 % 12 + 1, n % 3 + 1, 300 + n * 31 % 200) for n in range(72)]
