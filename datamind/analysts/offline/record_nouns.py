"""Words for what a row records, in data whose table is called otherwise: "how many matches" over `football_data`.

Comes in: the tokens and their mentions; goes out: a mention of the one table that all the other words speak of.
"""

from __future__ import annotations

from datamind.linking.index import CatalogIndex
from datamind.linking.lexing import Token
from datamind.linking.mentions import Mention
from datamind.linking.morphology import is_verb_form, split_name

NOUNS = frozenset(
    [
        "match",
        "game",
        "case",
        "incident",
        "event",
        "occurrence",
        "entry",
        "instance",
        "observation",
        "crime",
        "offence",
        "offense",
        "accident",
        "measurement",
        "reading",
        "sighting",
        "transaction",
        "case",
        "report",
    ]
)
SCORE = 0.72


def rows_named(tokens: tuple[Token, ...], mentions: tuple[Mention, ...], index: CatalogIndex) -> tuple[Mention, ...]:
    """The mentions with one more where a record noun names nothing else, without dates that only sound like a table's rows."""
    mentions = tuple(
        mention
        for mention in mentions
        if not _sounds_like_rows(mention, tokens, mentions, index) and not _is_a_count(mention, tokens, mentions, index)
    )
    taken = {at for mention in mentions if mention.kind != "value" and mention.score > 0.5 for at in mention.covered}
    places = [
        at for at, token in enumerate(tokens) if token.kind == "word" and token.lemma in NOUNS and at not in taken
    ]
    table = _spoken_of(mentions, index) if places else None
    if table is None:
        return mentions
    return (*mentions, *(Mention(at, at + 1, "table", table, SCORE, covered=(at,)) for at in places))


def _sounds_like_rows(
    mention: Mention, tokens: tuple[Token, ...], mentions: tuple[Mention, ...], index: CatalogIndex
) -> bool:
    """ "more than 10 orders" speaks of rows of sales_order, not of the date `ordered_on`."""
    if mention.kind != "column" or mention.length != 1 or index.columns[mention.id].kind != "time":
        return False
    token = tokens[mention.start]
    if (
        token.lower == token.lemma
        or token.lemma in split_name(index.columns[mention.id].name)
        or is_verb_form(token.lower)
    ):
        return False
    return any(
        other.kind == "table" and (other.start, other.end) == (mention.start, mention.end) and other.role_column is None
        for other in mentions
    )


def _is_a_count(
    mention: Mention, tokens: tuple[Token, ...], mentions: tuple[Mention, ...], index: CatalogIndex
) -> bool:
    """ "the number of claims" counts them, though `claim_number` is what each is called by."""
    if mention.kind != "column" or index.columns[mention.id].kind == "measure" or mention.length < 3:
        return False
    first, of, last = tokens[mention.start], tokens[mention.start + 1], tokens[mention.end - 1]
    return (
        first.lower == "number"
        and of.lower == "of"
        and last.lower != last.lemma
        and any(other.kind == "table" and other.end == mention.end and other.score > 0.8 for other in mentions)
    )


def _spoken_of(mentions: tuple[Mention, ...], index: CatalogIndex) -> int | None:
    """The only table, or the largest one that every other mention has something in; it must be most of the data."""
    if len(index.tables) == 1:
        return 0
    largest = max(index.tables, key=lambda table: table.rows)
    if largest.rows * 2 < sum(table.rows for table in index.tables):
        return None
    spans: dict[tuple[int, int], set[int]] = {}
    for mention in mentions:
        table = mention.id if mention.kind == "table" else index.columns[mention.id].table_id
        spans.setdefault((mention.start, mention.end), set()).add(table)
    return largest.id if all(largest.id in tables for tables in spans.values()) else None
