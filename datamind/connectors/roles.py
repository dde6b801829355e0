"""What a column seems to be for: its name, type, keys and profile go in, a ColumnRole comes out.

The first rule that knows decides; to add one: a function and its place in `_RULES`.
"""

from __future__ import annotations

import re

from datamind.types import Column, ColumnRole, ColumnType, Table

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+\Z")
_PHONE = re.compile(r"\+?[0-9][0-9 ()./-]{6,}\Z")
_WORD = re.compile(r"[A-Z]+(?![^\W\d_A-Z])|[A-Z]?[^\W\d_A-Z]+|[0-9]+")

_PERSONAL = {
    *(
        "email",
        "mail",
        "phone",
        "telephone",
        "tel",
        "mobile",
        "cell",
        "cellphone",
        "fax",
        "ssn",
        "passport",
        "iban",
        "bic",
    ),
    *("address", "street", "password", "passwd", "pwd", "hash", "salt", "token", "secret", "ip", "birthplace", "taxid"),
}
_PEOPLE = {
    *("customer", "client", "person", "people", "employee", "user", "contact", "patient", "student", "pupil", "member"),
    *("staff", "guest", "passenger", "driver", "doctor", "physician", "nurse", "teacher", "subscriber", "applicant"),
    *(
        "candidate",
        "participant",
        "borrower",
        "tenant",
        "resident",
        "citizen",
        "worker",
        "manager",
        "owner",
        "recipient",
    ),
    *("author", "actor", "player", "artist", "singer", "instructor", "professor", "lecturer", "visitor", "donor"),
}
_PARTS_OF_NAMES = {"first", "last", "given", "family", "middle", "full", "nick", "maiden", "birth", "preferred", "user"}
_WHOLE_NAMES = {"firstname", "lastname", "surname", "fullname", "username", "forename", "nickname"}
_NOT_PERSONAL = {"type", "status", "count", "verified", "flag", "valid", "id", "kind", "sent", "domain"}
_KEY = {"id", "ids", "key", "uuid", "guid", "pk", "fk", "oid", "sku", "isbn", "ean", "barcode"}
_CODES = {"code", "no", "nr", "number", "num", "zip", "postcode", "postal", "year", "month", "day", "quarter", "week"}
_CODES |= {
    "weekday",
    "hour",
    "latitude",
    "longitude",
    "lat",
    "lon",
    "lng",
    "version",
    "rank",
    "position",
    "sort",
    "phase",
}
_CLASSES = {"type", "status", "state", "category", "class", "level", "grade", "tier", "group", "kind", "gender", "sex"}
_NAMES = {
    "name",
    "title",
    "label",
    "caption",
    "firstname",
    "lastname",
    "surname",
    "fullname",
    "username",
    "subject",
}
_LONG = {"description", "comment", "comments", "note", "notes", "text", "body", "message", "content", "bio", "summary"}
_PLACES = {"city", "town", "code", "zip", "zipcode", "postcode", "postal", "country", "state", "province", "region"}
_FLAGS = {"is", "has", "can", "was", "allow", "allows", "enabled", "active", "deleted", "flag", "verified"}
_YES_NO = ({"0", "1"}, {"y", "n"}, {"yes", "no"}, {"t", "f"}, {"true", "false"})


def judge_role(column: Column, table: Table) -> ColumnRole:
    """The role of a column of `table`."""
    for rule in _RULES:
        role = rule(column, table)
        if role is not None:
            return role
    return ColumnRole.TEXT


def names_people(column: Column, table: Table) -> bool:
    """Whether the texts of a column are names of people: by its own name, or as the name in a table of people."""
    if column.type is not ColumnType.TEXT:
        return False
    words = split_words(column.name)
    if set(words) & _WHOLE_NAMES:
        return True
    if not words or words[-1] not in ("name", "names"):
        return False
    stem = {_one(word) for word in words[:-1]}
    if not stem:
        return bool({_one(word) for word in split_words(table.name)} & _PEOPLE)
    return stem <= _PEOPLE | _PARTS_OF_NAMES


def _one(word: str) -> str:
    return word[:-1] if word.endswith("s") and len(word) > 3 else word


def split_words(name: str) -> list[str]:
    """The words of a name in lower case: "shipToCountryID" is ship, to, country, id."""
    return [word.lower() for word in _WORD.findall(name)]


def _personal(column: Column, table: Table) -> ColumnRole | None:
    if column.type is not ColumnType.TEXT:
        return None
    words = set(split_words(column.name))
    if words & _PERSONAL and not words & _NOT_PERSONAL:
        return ColumnRole.PERSONAL
    texts = [str(value) for value, _count in column.profile.common] if column.profile else []
    for pattern in (_EMAIL, _PHONE):
        if len(texts) >= 3 and sum(bool(pattern.match(text)) for text in texts) > len(texts) / 2:
            return None if pattern is _PHONE and not words & {"contact", "number", "no"} else ColumnRole.PERSONAL
    return None


def _flag(column: Column, table: Table) -> ColumnRole | None:
    if column.type is ColumnType.BOOLEAN:
        return ColumnRole.FLAG
    profile = column.profile
    if profile is None or not 1 <= profile.distinct <= 2 or column.type not in (ColumnType.INTEGER, ColumnType.TEXT):
        return None
    values = {str(value).strip().lower() for value, _count in profile.common}
    named = bool(set(split_words(column.name)[:1] + split_words(column.name)[-1:]) & _FLAGS)
    fits = any(values <= pair for pair in _YES_NO)
    return ColumnRole.FLAG if fits and values and (named or len(values) == 2) and not _is_key(column, table) else None


def _time(column: Column, table: Table) -> ColumnRole | None:
    return ColumnRole.TIME if column.type.is_temporal else None


def _identifier(column: Column, table: Table) -> ColumnRole | None:
    if column.type not in (ColumnType.INTEGER, ColumnType.NUMBER, ColumnType.TEXT):
        return None
    words = split_words(column.name)
    named = bool(words) and words[-1] in _KEY
    if column.type is ColumnType.TEXT:
        named = named or column.native_type.lower() == "uuid"
        return ColumnRole.ID if named and not _has_few(column) else None
    return ColumnRole.ID if named or _is_key(column, table) else None


def _measure(column: Column, table: Table) -> ColumnRole | None:
    if not column.type.is_numeric:
        return None
    words = split_words(column.name)
    if words and (words[-1] in _CODES or words[0] in ("year", "zip", "lat", "lon", "latitude", "longitude")):
        return ColumnRole.CATEGORY
    if column.type is ColumnType.INTEGER and words and words[-1] in _CLASSES and _has_few(column):
        return ColumnRole.CATEGORY
    return ColumnRole.MEASURE


def _text(column: Column, table: Table) -> ColumnRole | None:
    if column.type is not ColumnType.TEXT:
        return None
    words, profile = set(split_words(column.name)), column.profile
    if words & _PLACES:
        return ColumnRole.CATEGORY
    if profile is None or not profile.distinct:
        return ColumnRole.LABEL if words & _NAMES else ColumnRole.TEXT if words & _LONG else ColumnRole.CATEGORY
    filled = profile.rows - profile.nulls
    if not profile.values and not profile.common:  # too long or too many to be listed
        return ColumnRole.LABEL if words & _NAMES else ColumnRole.TEXT
    if words & _LONG and not _has_few(column):
        return ColumnRole.TEXT
    nearly_unique = profile.distinct > 0.9 * filled and filled > 1
    return ColumnRole.LABEL if words & _NAMES or nearly_unique else ColumnRole.CATEGORY


def _is_key(column: Column, table: Table) -> bool:
    return table.primary_key == (column.name,) or any(column.name in key.columns for key in table.foreign_keys)


def _has_few(column: Column) -> bool:
    profile = column.profile
    return (
        profile is not None and 0 < profile.distinct <= 50 and profile.distinct < 0.5 * (profile.rows - profile.nulls)
    )


_RULES = (_personal, _flag, _time, _identifier, _measure, _text)
