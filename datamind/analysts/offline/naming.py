"""Which mentions may stand for what their words say: keys, verbs, counting words and numbers are sorted out."""

from __future__ import annotations

from collections.abc import Iterable

from datamind.linking.index import CatalogIndex
from datamind.linking.lexing import Token
from datamind.linking.mentions import Mention
from datamind.linking.morphology import is_verb_form
from datamind.linking.vocabulary import QUALITIES, STOP_WORDS

COUNTING = frozenset(
    [
        "total",
        "average",
        "count",
        "number",
        "amount",
        "sum",
        "mean",
        "maximum",
        "minimum",
        "max",
        "min",
        "rank",
        "order",
        "rate",
        "avg",
        "percentage",
        "percent",
        "share",
        "ratio",
        "proportion",
    ]
)


NEVER_NAMES = STOP_WORDS - {
    "name",
    "names",
    "id",
    "ids",
    "number",
    "numbers",
    "total",
    "count",
    "amount",
    "order",
    "orders",
    "like",
    "likes",
    "rank",
    "value",
    "values",
    "result",
    "results",
    "type",
    "detail",
    "details",
    "information",
}


KEY_WORDS = frozenset(
    ["id", "ids", "identifier", "identifiers", "key", "code", "codes", "number", "numbers", "no", "#"]
)


def counts_rows(mention: Mention, tokens: tuple[Token, ...], index: CatalogIndex) -> bool:
    """ "number of matches" asks how many; it is not `match_number`."""
    if mention.kind != "column" or index.columns[mention.id].kind != "id" or mention.length < 3:
        return False
    return tokens[mention.start].lower == "number" and tokens[mention.start + 1].lower == "of"


def is_grain(mention: Mention, tokens: tuple[Token, ...], index: CatalogIndex) -> bool:
    """ "monthly revenue" is by month, also where a plan is stored as monthly, unless its column is spoken of."""
    if mention.kind != "value" or mention.length != 1 or tokens[mention.start].kind == "quoted":
        return False
    if tokens[mention.start].lower not in ("monthly", "yearly", "weekly", "daily", "quarterly", "annual", "annually"):
        return False
    entry = index.columns[mention.id]
    after = tokens[mention.end].lemma if mention.end < len(tokens) else ""
    return (
        not {token.lemma for token in tokens} & set(entry.own_words) and after not in index.tables[entry.table_id].words
    )


def without_keys(mentions: tuple[Mention, ...], tokens: tuple[Token, ...], index: CatalogIndex) -> Iterable[Mention]:
    """ "restaurants" is not `restaurant_id`, but the table that this points at; numbers alone are no stored text."""
    named = {(mention.start, mention.end) for mention in mentions if mention.kind == "table" and mention.score > 0.55}
    for mention in mentions:
        if counts_rows(mention, tokens, index) or is_grain(mention, tokens, index):
            continue
        if mention.kind == "value" and all(tokens[at].kind == "number" for at in range(mention.start, mention.end)):
            continue
        if (
            mention.kind != "column"
            or index.columns[mention.id].kind != "id"
            or {tokens[at].lower for at in mention.covered} & KEY_WORDS
        ):
            yield mention
            continue
        if (mention.start, mention.end) in named:
            continue
        entry = index.columns[mention.id]
        target = next((key for key in entry.table.foreign_keys if key.columns[0].lower() == entry.name.lower()), None)
        said = {tokens[at].lemma for at in mention.covered}
        own = [word for word in entry.words if word not in ("id", "key", "code", "number", "no")]
        if target is None:
            if mention.score > 0.9 or not set(entry.words[-1:]) & {"id", "key"}:
                yield mention
            continue
        table = index.table_id(target.ref_table, target.ref_schema)
        if table is not None and len(own) == len(said) and mention.score > 0.6:
            yield Mention(
                mention.start,
                mention.end,
                "table",
                table,
                mention.score * 0.95,
                role_column=entry.id,
                covered=mention.covered,
            )


VERBS = frozenset(
    [
        "placed",
        "made",
        "received",
        "completed",
        "ordered",
        "sold",
        "returned",
        "shipped",
        "opened",
        "closed",
        "paid",
        "visited",
        "won",
        "lost",
    ]
)


_EXTENTS = frozenset(
    ("minimum", "maximum", "average", "highest", "lowest", "largest", "smallest", "mean", "max", "min")
)


def is_verb_before_count(mention: Mention, tokens: tuple[Token, ...]) -> bool:
    """ "placed more than 2 orders": the verb, not a status called "placed"."""
    if mention.kind != "value" or mention.length != 1 or tokens[mention.start].lower not in VERBS:
        return False
    after = tokens[mention.end].lower if mention.end < len(tokens) else ""
    return after in ("more", "at", "less", "fewer", "over", "a", "an", "the", "any", "exactly", "most") or (
        mention.end < len(tokens) and tokens[mention.end].kind == "number"
    )


def is_participle(word: str) -> bool:
    return word.endswith("ed") or word in (
        "written",
        "taught",
        "sung",
        "led",
        "won",
        "sold",
        "bought",
        "paid",
        "held",
        "made",
        "given",
        "taken",
    )


def may_name(mention: Mention, tokens: tuple[Token, ...]) -> bool:
    said = [tokens[at] for at in mention.covered]
    if len(said) == 1 and mention.kind != "value":
        word = said[0].lower
        if word == "ordered":
            after = tokens[mention.end] if mention.end < len(tokens) else None
            before = tokens[mention.start - 1].lower if mention.start else ""
            return (
                after is None
                or after.kind == "sign"
                or (
                    before in ("not", "never", "have", "has", "had", "who", "been", "were", "was", "also")
                    and after.lower != "by"
                )
            )
        if word == "total" and mention.start and tokens[mention.start - 1].lower == "in":
            return False
        if mention.role_column is not None and is_verb_form(word):
            return False  # "sent" is no sender
        if (
            word == "make"
            and mention.score >= 0.95
            and mention.start
            and tokens[mention.start - 1].lower not in ("to", "that", "who", "which", "not")
        ):
            return True
        if word in NEVER_NAMES and not (mention.score >= 0.95 and said[0].capital and mention.start > 0):
            return False
        if word in QUALITIES and mention.score < 0.8:
            return False
        if mention.kind == "table" and mention.score < 0.95 and is_participle(word) and mention.role_column is None:
            words_before = {token.lower for token in tokens[max(0, mention.start - 3) : mention.start]}
            if not {
                "not",
                "never",
                "have",
                "has",
                "had",
                "who",
                "that",
                "been",
                "were",
                "was",
                "are",
                "is",
                "get",
                "got",
            } & words_before or (mention.end < len(tokens) and tokens[mention.end].lower == "by"):
                return False
        if word in COUNTING:
            after = tokens[mention.end] if mention.end < len(tokens) else None
            previous = tokens[mention.start - 1] if mention.start else None
            if (
                previous is not None
                and previous.lower in _EXTENTS
                and word in ("share", "rate", "rank", "percentage", "percent", "ratio", "amount")
            ):
                return mention.score >= 0.85
            opens = previous is None or previous.lower in (
                "the",
                "a",
                "show",
                "find",
                "what",
                "is",
                "list",
                "in",
                "by",
                "are",
            )
            if (
                word in ("total", "count")
                and previous is not None
                and previous.kind == "word"
                and previous.lower not in STOP_WORDS
            ):
                return mention.score >= 0.95 and (
                    after is None or after.kind == "sign" or after.lower in STOP_WORDS - {"of"}
                )
            if after is not None and after.kind == "word" and (after.lower == "of" or after.lower not in STOP_WORDS):
                return False
            return mention.score >= 0.95 and not (opens and word in ("count", "number"))
        if word in ("like", "likes", "order", "orders", "ordered", "rank") and mention.kind == "table":
            after = tokens[mention.end] if mention.end < len(tokens) else None
            if (
                word in ("order", "ordered")
                and after is not None
                and after.lower in ("by", "of", "the")
                and word != "orders"
            ):
                return False
    return not all(token.lower in NEVER_NAMES for token in said) or mention.kind == "value"
