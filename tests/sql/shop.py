"""A small shop of our own in four dialects, for running good lines and attacks on real engines; and how case files are read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from datamind.sql.ddl import read_ddl
from datamind.types import Catalog, Dialect

CASES = Path(__file__).parent / "cases"

_TYPES: dict[str, dict[str, str]] = {
    "postgres": {"TEXT": "text", "NUM": "numeric(10,2)", "REAL": "double precision", "TS": "timestamp", "JSON": "jsonb", "LIST": "text[]", "BOOL": "boolean"},
    "mysql": {"TEXT": "varchar(200)", "NUM": "decimal(10,2)", "REAL": "double", "TS": "datetime", "JSON": "json", "LIST": "json", "BOOL": "tinyint(1)"},
    "sqlite": {"TEXT": "text", "NUM": "numeric", "REAL": "real", "TS": "text", "JSON": "text", "LIST": "text", "BOOL": "integer"},
    "duckdb": {"TEXT": "varchar", "NUM": "decimal(10,2)", "REAL": "double", "TS": "timestamp", "JSON": "json", "LIST": "varchar[]", "BOOL": "boolean"},
}  # fmt: skip

_TABLES = """
CREATE TABLE city (id int PRIMARY KEY, name {TEXT}, country {TEXT});
CREATE TABLE client (id int PRIMARY KEY, full_name {TEXT}, email {TEXT}, city_id int, tier {TEXT}, joined_on date, birth date, FOREIGN KEY (city_id) REFERENCES city (id));
CREATE TABLE item (id int PRIMARY KEY, title {TEXT}, brand {TEXT}, price {NUM}, tags {LIST}, specs {JSON}, active {BOOL});
CREATE TABLE staff (id int PRIMARY KEY, name {TEXT}, boss_id int, unit {TEXT}, pay int, hired_on date);
CREATE TABLE sale (id int PRIMARY KEY, client_id int, sold_at {TS}, state {TEXT}, fee {NUM}, note {TEXT}, FOREIGN KEY (client_id) REFERENCES client (id));
CREATE TABLE sale_line (sale_id int, line_no int, item_id int, qty int, price {NUM}, rebate {REAL}, PRIMARY KEY (sale_id, line_no), FOREIGN KEY (sale_id) REFERENCES sale (id), FOREIGN KEY (item_id) REFERENCES item (id));
CREATE TABLE visit (id int PRIMARY KEY, client_id int, kind {TEXT}, happened_at {TS}, payload {JSON});
CREATE TABLE words (id int PRIMARY KEY, {q}delete{q} {BOOL}, {q}update{q} {TEXT}, {q}sleep{q} int, {q}drop{q} {TEXT});
CREATE TABLE {q}Year Plan{q} ({q}Quarter{q} {TEXT}, {q}Größe{q} {TEXT}, {q}Net ($){q} {NUM});
CREATE VIEW sale_totals AS SELECT s.id, s.client_id, sum(l.qty * l.price) AS total FROM sale s JOIN sale_line l ON l.sale_id = s.id GROUP BY s.id, s.client_id;
"""
_EXTRAS: dict[str, str] = {
    "postgres": "CREATE SEQUENCE ticket_seq; CREATE FUNCTION wipe_sales() RETURNS int LANGUAGE sql VOLATILE AS $$ DELETE FROM sale_line RETURNING 1 $$; CREATE FUNCTION net(numeric) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$ SELECT $1 / 1.19 $$;",
    "mysql": "CREATE SEQUENCE ticket_seq;",
    "sqlite": "",
    "duckdb": "CREATE SEQUENCE ticket_seq;",
}  # fmt: skip
_HIDDEN = "CREATE TABLE vault_keys (id int PRIMARY KEY, login {TEXT}, secret {TEXT});"

_ROWS = """
INSERT INTO city VALUES (1, 'Berlin', 'DE'), (2, 'Lyon', 'FR');
INSERT INTO client VALUES (1, 'Ana Berg', 'ana@x.de', 1, 'gold', '2020-02-01', '1980-05-05'), (2, 'Bo Carlson', 'bo@y.fr', 2, 'basic', '2021-03-01', '1990-06-06'), (3, 'Cy Dee', 'cy@z.fr', 2, 'basic', '2022-04-01', NULL);
INSERT INTO item VALUES (1, 'Lamp', 'Lux', 20.00, {list_a}, '{{"w": 3}}', {true}), (2, 'Chair', 'Sit', 55.50, {list_b}, '{{"w": 9}}', {false});
INSERT INTO staff VALUES (1, 'Ida', NULL, 'top', 900, '2010-01-01'), (2, 'Jon', 1, 'shop', 500, '2015-01-01'), (3, 'Kai', 1, 'shop', 450, '2016-01-01'), (4, 'Lea', 2, 'shop', 300, '2020-01-01');
INSERT INTO sale VALUES (1, 1, '2024-01-03 10:00:00', 'paid', 4.50, 'late parcel'), (2, 1, '2024-02-04 11:30:00', 'open', 9.00, NULL), (3, 2, '2024-02-20 16:45:00', 'paid', 12.25, 'x'), (4, NULL, '2024-03-01 09:00:00', 'void', 0.00, NULL);
INSERT INTO sale_line VALUES (1, 1, 1, 2, 20.00, 0.0), (1, 2, 2, 1, 55.50, 0.1), (2, 1, 2, 1, 50.00, 0.0), (3, 1, 1, 5, 18.00, 0.2), (3, 2, 2, 3, 52.00, 0.0);
INSERT INTO visit VALUES (1, 1, 'view', '2024-01-02 09:00:00', '{{"page": "/home", "ms": 12, "items": [{{"sku": "A", "n": 1}}, {{"sku": "B", "n": 2}}]}}'), (2, 1, 'buy', '2024-01-03 09:59:00', '{{"page": "/cart", "ms": 40, "items": []}}'), (3, 2, 'view', '2024-02-19 08:00:00', '{{"page": "/home", "ms": 7, "items": [{{"sku": "A", "n": 3}}]}}');
INSERT INTO words VALUES (1, {true}, 'a', 3, 'b'), (2, {false}, 'c', 5, 'd');
INSERT INTO {q}Year Plan{q} VALUES ('Q1', 'groß', 100.00), ('Q2', 'klein', 50.00);
INSERT INTO vault_keys VALUES (1, 'root', 'canary-secret');
"""


def _words(dialect: Dialect) -> dict[str, str]:
    lists = {
        "postgres": ("ARRAY['new','red']", "ARRAY['old']"),
        "duckdb": ("['new','red']", "['old']"),
    }.get(dialect, ('\'["new","red"]\'', "'[\"old\"]'"))
    truth = ("true", "false") if dialect in ("postgres", "duckdb") else ("1", "0")
    quote = "`" if dialect == "mysql" else '"'
    return {
        **_TYPES[dialect], "q": quote, "list_a": lists[0], "list_b": lists[1], "true": truth[0], "false": truth[1]
    }  # fmt: skip


def known_ddl(dialect: Dialect) -> str:
    """What the guard is told of: all but the table of secrets."""
    return _TABLES.format(**_words(dialect)) + _EXTRAS[dialect]


def whole_script(dialect: Dialect) -> list[str]:
    """The statements that build the shop, secrets and rows included."""
    words = _words(dialect)
    parts = [_TABLES.format(**words), _EXTRAS[dialect], _HIDDEN.format(**words), _ROWS.format(**words)]
    return [s.strip() for part in parts for s in re.split(r";\s*(?:\n|$)|;\s+(?=CREATE)", part) if s.strip()]


def shop_catalog(dialect: Dialect) -> Catalog:
    return read_ddl(known_ddl(dialect), dialect)


@dataclass(frozen=True)
class Line:
    """One statement of a case file: `name` is file:line, `kind` the class that its header names."""

    name: str
    kind: str
    dialect: Dialect
    sql: str


def read_cases(what: str, dialect: Dialect) -> Iterator[Line]:
    """The statements of cases/<what>_<dialect>.sql; ⏎ is a line break, ⟦XXXX⟧ the character of that code."""
    path = CASES / f"{what}_{dialect}.sql"
    kind = ""
    for number, text in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if text.startswith("-- class: "):
            kind = text.removeprefix("-- class: ")
        elif text:
            sql = re.sub("⟦([0-9A-F]+)⟧", lambda m: chr(int(m[1], 16)), text).replace("⏎", "\n")
            yield Line(f"{path.stem}:{number}", kind, dialect, sql)
