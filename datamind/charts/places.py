"""Countries and states by name: where a name of the data lies on an outline map that is shipped with the app.

In: the labels of a column. Out: the atlas that knows most of them, and the area of each. Names are known in English, German,
French and Spanish, and by their two- and three-letter codes. To add an atlas: its file in `outlines/` and its line in `ATLASES`.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "outlines"
# name of the file: words in a column's name that speak for it
ATLASES: dict[str, frozenset[str]] = {
    "countries": frozenset({"country", "countries", "nation", "land", "pays", "pais"}),
    "us_states": frozenset({"state", "states", "province"}),
}
LEAST_KNOWN = 0.6
_ALSO = {
    "uk": "GBR", "great britain": "GBR", "england": "GBR", "usa": "USA", "us": "USA", "united states": "USA",
    "america": "USA", "south korea": "KOR", "north korea": "PRK", "russia": "RUS", "iran": "IRN", "vietnam": "VNM",
    "czechia": "CZE", "holland": "NLD", "uae": "ARE", "ivory coast": "CIV", "syria": "SYR", "tanzania": "TZA",
    "bolivia": "BOL", "venezuela": "VEN", "laos": "LAO", "moldova": "MDA", "taiwan": "TWN", "turkey": "TUR",
}  # fmt: skip


@dataclass(frozen=True)
class Area:
    """One country or state: `rings` are its outline in whole units (none for the very small), `at` is its middle."""

    code: str
    name: str
    at: tuple[int, int]
    rings: tuple[tuple[tuple[int, int], ...], ...]


def find_areas(labels: Sequence[str], column_name: str) -> tuple[str, dict[str, Area]] | None:
    """The atlas on which most of these labels lie, and where; None when fewer than three in five are known anywhere."""
    wanted = set(labels)
    words = set(re.split(r"[^a-z]+", column_name.lower()))
    found = []
    for atlas, speaking in ATLASES.items():
        names = _index(atlas)
        known = {label: area for label in wanted if (area := names.get(_key(label)))}
        found.append((len(known) + (0.5 if words & speaking else 0.0), atlas, known))
    _, atlas, known = max(found, key=lambda each: each[0])
    return (atlas, known) if wanted and len(known) >= LEAST_KNOWN * len(wanted) else None


@cache
def read_atlas(atlas: str) -> tuple[Area, ...]:
    """All areas of an atlas."""
    return tuple(
        Area(entry["code"], entry["name"], (entry["at"][0], entry["at"][1]), _read_path(entry["path"]))
        for entry in _read_entries(atlas)
    )


@cache
def _index(atlas: str) -> dict[str, Area]:
    areas = read_atlas(atlas)
    names: dict[str, Area] = {}
    for entry, area in zip(_read_entries(atlas), areas, strict=True):
        for name in (entry["name"], entry["code"], entry["short"], *entry["also"]):
            if name:
                names.setdefault(_key(name), area)
    by_code = {area.code: area for area in areas}
    return names | {name: by_code[code] for name, code in _ALSO.items() if code in by_code}


@cache
def _read_entries(atlas: str) -> tuple[dict[str, Any], ...]:
    return tuple(json.loads((FOLDER / f"{atlas}.json").read_text(encoding="utf-8")))


def _read_path(path: str) -> tuple[tuple[tuple[int, int], ...], ...]:
    rings = (part.removesuffix("Z").split("L") for part in path.split("M") if part)
    return tuple(tuple((int(x), int(y)) for x, y in (point.split(" ") for point in ring)) for ring in rings)


def _key(name: str) -> str:
    """A name without accents, case and punctuation."""
    bare = unicodedata.normalize("NFKD", name)
    letters = "".join(letter if letter.isalnum() else " " for letter in bare if not unicodedata.combining(letter))
    return " ".join(letters.lower().split()).removeprefix("the ")
