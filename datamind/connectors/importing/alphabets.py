"""Which older encoding some bytes are written in, when they are not UTF-8.

Comes in: lines that are not ASCII. Goes out: a key of `LABELS`. Windows-1252 unless another reads clearly better and what it
reads are letters; a handful of bytes proves nothing. To add an encoding: a line in `LABELS`.
"""

from __future__ import annotations

LABELS = {
    "cp1252": "Windows-1252 (Western European)",
    "cp1250": "Windows-1250 (Central European)",
    "cp1251": "Windows-1251 (Cyrillic)",
    "cp1253": "Windows-1253 (Greek)",
    "cp1254": "Windows-1254 (Turkish)",
    "koi8_r": "KOI8-R (Cyrillic)",
    "cp932": "Shift-JIS (Japanese)",
    "gb18030": "GB 18030 (Chinese)",
    "big5": "Big5 (Chinese)",
    "cp949": "EUC-KR (Korean)",
    "mac_roman": "Mac Roman (Western European)",
    "cp850": "DOS 850 (Western European)",
}
CLEARLY = 0.08
LETTERS_NEEDED = 3
HALF_WIDTH = "\uff61"
_ALSO_FINE = frozenset("“”„‘’–—…€°§«»·、。「」（）：；，")


def guess_legacy(lines: bytes) -> str:
    from charset_normalizer import from_bytes

    found = list(from_bytes(lines, cp_isolation=list(LABELS)))
    western = next((each for each in found if each.encoding == "cp1252"), None)
    if not found or found[0] is western:
        return "cp1252"
    best = found[0]
    strange = [letter for letter in str(best) if not letter.isascii()]
    spoken = (
        best.encoding == "cp1250" and best.coherence >= 0.3 and len(set(strange)) >= 6
    )  # its letters differ by language only
    if western and (str(western) == str(best) or (western.chaos <= best.chaos + CLEARLY and not spoken)):
        return "cp1252"
    if best.encoding == "cp1250" and not spoken:
        return "cp1252"
    if best.encoding in ("cp932", "gb18030", "big5", "cp949"):
        strange = [letter if letter < HALF_WIDTH else "?" for letter in strange]  # where lone bytes end up
    letters = sum(letter.isalpha() for letter in strange)
    fine = letters + sum(letter in _ALSO_FINE for letter in strange)
    return best.encoding if letters >= LETTERS_NEEDED and fine >= 0.9 * len(strange) else "cp1252"
