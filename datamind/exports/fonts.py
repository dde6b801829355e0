"""The letters of files: DejaVu where it is installed (Debian: fonts-dejavu-core), else the 14 fonts that every PDF reader has.

In: any text. Out: the same with □ for what the font has no letter for, and in `Missing` what that was, to be told in words.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

FOLDERS = ("/usr/share/fonts/truetype/dejavu", "/usr/share/fonts/dejavu", "/usr/share/fonts/TTF", "/Library/Fonts")
FILES = {"regular": "DejaVuSans.ttf", "bold": "DejaVuSans-Bold.ttf", "mono": "DejaVuSansMono.ttf"}
BOX = "□"
_SCRIPTS = {
    "CJK": "Chinese or Japanese", "HIRAGANA": "Japanese", "KATAKANA": "Japanese", "HANGUL": "Korean",
    "DEVANAGARI": "Devanagari", "THAI": "Thai", "BENGALI": "Bengali", "TAMIL": "Tamil",
}  # fmt: skip


@dataclass(frozen=True)
class Fonts:
    """Names as reportlab knows them; `covered` are the code points that the regular one has letters for."""

    regular: str
    bold: str
    mono: str
    covered: frozenset[int]


@dataclass
class Missing:
    """What could not be shown so far, by script; and whether text that runs from right to left was met."""

    scripts: Counter[str] = field(default_factory=Counter)
    right_to_left: bool = False

    def tell(self) -> tuple[str, ...]:
        notes = [
            f"{count:,} {script} characters are shown as {BOX}: the fonts of this file do not have them."
            for script, count in self.scripts.most_common()
        ]
        if self.right_to_left:
            notes.append(
                "Arabic and Hebrew letters are shown one by one, not joined; Excel, CSV and HTML hold them as they are."
            )
        return tuple(notes)


@cache
def load_fonts() -> Fonts:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    folder = next((Path(path) for path in FOLDERS if (Path(path) / FILES["regular"]).is_file()), None)
    if folder is None:
        latin = frozenset(ord(bytes([code]).decode("cp1252", "ignore") or " ") for code in range(32, 256))
        return Fonts("Helvetica", "Helvetica-Bold", "Courier", latin)
    names = {}
    for style, file in FILES.items():
        path = folder / file if (folder / file).is_file() else folder / FILES["regular"]
        names[style] = file.removesuffix(".ttf")
        pdfmetrics.registerFont(TTFont(names[style], str(path)))
    face = pdfmetrics.getFont(names["regular"]).face
    return Fonts(names["regular"], names["bold"], names["mono"], frozenset(face.charToGlyph))


def fit_letters(text: str, missing: Missing) -> str:
    """The text with nothing in it that the font cannot show; control characters become spaces."""
    if text.isascii() and text.isprintable():
        return text
    fonts, letters = load_fonts(), []
    for letter in text:
        if letter.isspace() or not letter.isprintable():
            letters.append(" " if letter.isspace() else "")
        elif ord(letter) in fonts.covered:
            missing.right_to_left |= unicodedata.bidirectional(letter) in ("R", "AL")
            letters.append(letter)
        else:
            missing.scripts[_script(letter)] += 1
            letters.append(BOX if ord(BOX) in fonts.covered else "?")
    return "".join(letters)


def width_of(text: str, font: str, size: float) -> float:
    from reportlab.pdfbase.pdfmetrics import stringWidth

    return float(stringWidth(text, font, size))


def cut_to(text: str, font: str, size: float, width: float) -> str:
    """The text, or as much of it as fits with an ellipsis."""
    if width_of(text, font, size) <= width:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if width_of(text[:middle].rstrip() + "…", font, size) <= width:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + "…" if low else ""


def break_lines(text: str, font: str, size: float, width: float) -> list[str]:
    """Lines no wider than `width`: broken at spaces, and inside a word that alone is wider."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split(" "):
            joined = f"{line} {word}" if line else word
            if width_of(joined, font, size) <= width:
                line = joined
                continue
            if line:
                lines.append(line)
            line = word
            while width_of(line, font, size) > width and len(line) > 1:
                head = cut_to(line, font, size, width).removesuffix("…") or line[0]
                lines.append(head)
                line = line[len(head) :]
        lines.append(line)
    return lines


def _script(letter: str) -> str:
    first = unicodedata.name(letter, "UNKNOWN").split()[0]
    if unicodedata.category(letter) == "So":
        return "emoji or symbol"
    return _SCRIPTS.get(first, first.capitalize())
