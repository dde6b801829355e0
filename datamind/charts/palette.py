"""Colours for light and dark pages, told apart by people with any kind of colour vision.

In: "light" or "dark". Out: a Palette of hex colours. Series take `series` in order; each has at least 3:1 contrast against
its background, and neighbours stay apart when simulated for protanopia, deuteranopia and tritanopia (held by the tests).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Theme = Literal["light", "dark"]


@dataclass(frozen=True)
class Palette:
    """`scale` runs from few to many, `diverging` from below to above zero; `background` is the page's, for contrast only."""

    series: tuple[str, ...]
    text: str
    muted: str
    grid: str
    background: str
    others: str
    scale: tuple[str, ...]
    diverging: tuple[str, ...]


PALETTES: dict[Theme, Palette] = {
    "light": Palette(
        series=("#2563C9", "#D9730D", "#0B8A77", "#8A1C63", "#7A7412", "#6B4FC4", "#C23B32", "#4A7C9E"),
        text="#1F2733",
        muted="#5F6B7A",
        grid="#E6E9EE",
        background="#FFFFFF",
        others="#858E9B",
        scale=("#EEF4FC", "#B7D0F2", "#7BA7E4", "#3F7BD3", "#1D4FA3", "#0E2F68"),
        diverging=("#B2500B", "#F0B27A", "#F4F4F2", "#8DB4EA", "#1D4FA3"),
    ),
    "dark": Palette(
        series=("#6FA8F7", "#F2A154", "#3CC4AC", "#D65FA8", "#C9C14A", "#A793F0", "#F0857B", "#8FBEDC"),
        text="#E8ECF2",
        muted="#9AA6B5",
        grid="#2B3442",
        background="#0F1620",
        others="#7C8796",
        scale=("#16263D", "#1F4478", "#2F66B3", "#5A90DE", "#9CC1F5", "#DCEAFD"),
        diverging=("#F2A154", "#8A5A2B", "#2B3442", "#3A66A8", "#9CC1F5"),
    ),
}


def find_palette(theme: str) -> Palette:
    """The palette of a theme; whatever is not "dark" is light."""
    return PALETTES["dark" if theme == "dark" else "light"]


def fade(colour: str, opacity: float) -> str:
    """A hex colour with an opacity 0..1, as plotly takes it."""
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity:g})"
