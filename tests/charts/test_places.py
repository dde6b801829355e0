"""Names of countries and states find their place, in several languages and as codes; what is nowhere stays nowhere."""

from __future__ import annotations

from itertools import pairwise

import pytest

from datamind.charts.places import ATLASES, find_areas, read_atlas


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("Germany", "DEU"), ("Deutschland", "DEU"), ("Allemagne", "DEU"), ("Alemania", "DEU"), ("DE", "DEU"), ("deu", "DEU"),
        ("United States", "USA"), ("U.S.A.", "USA"), ("UK", "GBR"), ("The Netherlands", "NLD"), ("Côte d'Ivoire", "CIV"),
        ("Österreich", "AUT"), ("South Korea", "KOR"), ("Singapore", "SGP"), ("Türkei", "TUR"),
    ],
)  # fmt: skip
def test_a_country_is_found_by_its_names(label: str, code: str) -> None:
    found = find_areas([label], "country")
    assert found is not None
    assert (found[0], found[1][label].code) == ("countries", code)


def test_the_columns_name_decides_what_two_letters_mean() -> None:
    codes = ["CA", "DE", "IN", "AL"]
    assert [area.name for area in (find_areas(codes, "state") or ("", {}))[1].values()]
    assert (find_areas(codes, "state") or ("",))[0] == "us_states"
    assert (find_areas(codes, "ship_country") or ("",))[0] == "countries"


def test_one_unknown_name_among_known_ones_is_left_out_and_all_unknown_are_no_map() -> None:
    found = find_areas(["France", "Spain", "Atlantis"], "country")
    assert found is not None
    assert set(found[1]) == {"France", "Spain"}
    assert find_areas(["red", "green", "blue"], "country") is None
    assert find_areas([], "country") is None


@pytest.mark.parametrize("atlas", ATLASES)
def test_outlines_lie_around_their_middles(atlas: str) -> None:
    areas = read_atlas(atlas)
    assert len({area.code for area in areas if area.code}) >= 50
    for area in areas:
        for ring in area.rings:
            assert len(ring) >= 3
            assert max(abs(x - y) for (x, _), (y, _) in pairwise(ring)) < 400, area.name
