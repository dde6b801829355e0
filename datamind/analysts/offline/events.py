"""What did not happen, named by a verb alone: "customers who never bought anything" goes in, "customers without invoices" comes out.

The verb names an event whose rows this data keeps under another word. It is put in their place only where exactly one table
of the family is there; everything else is left for the patterns, which say what they do not know.
"""

from __future__ import annotations

import re

from datamind.linking.index import CatalogIndex

_FAMILIES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("buy|bought|order|ordered|purchase|purchased|shop|shopped", ("order", "purchase", "invoice", "sale", "transaction", "receipt")),
    ("rent|rented|borrow|borrowed", ("rental", "loan", "checkout")),
    ("book|booked|reserve|reserved", ("booking", "reservation")),
    ("pay|paid", ("payment",)),
    ("complain|complained", ("complaint", "ticket")),
    ("claim|claimed", ("claim",)),
    ("log in|logged in|sign in|signed in", ("login", "session")),
)  # fmt: skip
_PATTERN = (
    r"(?:\b(?:who|that|which)\s+)?\b(?:(?:have|has|had|did|do|does)\s*(?:n't|not|never)|never|not)\s+(?:yet\s+|ever\s+)?(?:{verbs})"
    r"(?:\s+(?:anything|something))?(?=\s*(?:$|[?.,!]|(?:in|since|during|before|after|this|last|yet|at)\b))"
)
_COMPILED = tuple((re.compile(_PATTERN.format(verbs=verbs), re.IGNORECASE), nouns) for verbs, nouns in _FAMILIES)


def name_events(text: str, index: CatalogIndex) -> str:
    """The question with each such verb replaced by the table that keeps its event."""
    for pattern, nouns in _COMPILED:
        if pattern.search(text):
            table = _find_table(nouns, index)
            text = pattern.sub(f" without any {table} ", text) if table else text
    return text


def _find_table(nouns: tuple[str, ...], index: CatalogIndex) -> str | None:
    """The words of the one table that is called by the first of these nouns that names any."""
    for noun in nouns:
        named = [table for table in index.tables if table.words and table.words == (noun,)]
        named = named or [table for table in index.tables if table.words and table.words[-1] == noun]
        if len(named) == 1:
            return " ".join(named[0].words)
        if named:
            return None
    return None
