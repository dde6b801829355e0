"""Words that stand for something other than themselves: errors, nothing, true and false, months; all in small letters.

To add one: its word in its set. A null word holds only in columns of values; `columns.py` says which hold in text.
"""

from __future__ import annotations

ERRORS = frozenset(
    ("#n/a", "#na", "#ref!", "#value!", "#div/0!", "#name?", "#null!", "#num!", "#error!", "#getting_data")
)
NULL_WORDS = frozenset(
    (
        *(
            "na",
            "n/a",
            "n.a.",
            "n.a",
            "null",
            "(null)",
            "<null>",
            "[null]",
            "none",
            "nan",
            "-nan",
            "nil",
            "<na>",
            "\\n",
        ),
        *("-", "--", "---", "–", "—", "−", ".", "..", "...", "…", "?", "??", "*", "**", ":", "/", "x", "xx"),
        *(
            "missing",
            "not available",
            "not applicable",
            "no data",
            "unknown",
            "undefined",
            "blank",
            "(blank)",
            "empty",
            "tbd",
        ),
        *(
            "k.a.",
            "k. a.",
            "keine angabe",
            "n.v.",
            "nicht verfügbar",
            "s.o.",
            "n.d.",
            "nd",
            "n/d",
            "s/d",
            "sin datos",
            "nc",
            "n.c.",
        ),
    )
)
BOOLEAN_WORDS = {
    **dict.fromkeys(
        ("true", "yes", "y", "t", "ja", "oui", "wahr", "vrai", "sí", "si", "verdadero", "vero", "sim"), True
    ),
    **dict.fromkeys(("false", "no", "n", "f", "nein", "non", "falsch", "faux", "falso", "não", "nao"), False),
}

MONTHS = {
    month: number
    for number, names in enumerate(
        (
            "jan january januar janvier janv enero ene gennaio gen janeiro januari",
            "feb february februar février fevrier févr fevr fév fev febrero febbraio fevereiro februari",
            "mar march märz maerz mrz mär mars marzo março maart mrt",
            "apr april avril avr abril abr aprile",
            "may mai mayo maggio mag maio mei",
            "jun june juni juin junio giugno giu junho",
            "jul july juli juillet juil julio luglio lug julho",
            "aug august août aout agosto ago augustus",
            "sep sept september septembre septiembre settembre set setembro",
            "oct october oktober okt octobre octubre ottobre ott outubro out",
            "nov november novembre noviembre novembro",
            "dec december dezember dez décembre decembre déc diciembre dic dicembre dezembro des",
        ),
        start=1,
    )
    for month in names.split()
}
