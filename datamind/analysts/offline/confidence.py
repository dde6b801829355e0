"""A read draft comes in, how much of the question it explains goes out: the words that nothing accounts for, and their weight."""

# ruff: noqa: SIM905 - word lists read better as text
from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from datamind.analysts.offline.draft import Draft
from datamind.linking.index import CatalogIndex
from datamind.linking.morphology import base_adjective, is_verb_form, lemma
from datamind.linking.vocabulary import QUALITIES, STOP_WORDS, USUAL_VERBS

# Verbs and nouns that tie parts together and carry no condition of their own.
_WEAK = frozenset(
    """live live's place take receive serve work attend go come belong contain include involve hold happen occur start begin end run play do be have own
    sell buy order purchase pay spend cost earn bring offer provide use produce release perform cause lead end up become call name title know identify
    represent describe correspond relate associate link connect assign register enrol enroll join member visit travel fly arrive depart leave
    stay locate base situate site born raise grow teach study learn write read sing direct star act feature appear see look watch like love win lose
    score rank rate reach make create build found establish open close publish post send get give put set keep add need want ask tell say mean think
    ever already still yet both either respectively too together least per corresponding total overall actual current available general
    people person someone anyone everybody everyone thing stuff way case fact part kind type sort form example item entity instance
    time date day year number amount value level name id list report overview summary breakdown distribution table chart graph plot figure
    different various several multiple single certain given specific particular respective individual own same similar other another else
    compare comparison relation base sure well good right us our we i you my me can could would should will may might must
    flow collect generate process contribute handle manage bring yield account produce carry ship deliver achieve attract operate employ issue accept support cover form host fall exceed require consist
    sold paid made placed spent held given taken using among amongst within across throughout via under over above below between up down out off in
    every each any all some many much more most few less least enough only just even also again once twice often usually always never
    calculate compute determine find show get return list display give retrieve provide tell state count sort order group rank arrange
    ascending descending alphabetical alphabetically lexicographical order result database dataset data record row column entry
    whose which what who whom where when why how than then so because since if while though although however
    instead only just same ones one split break broken further about drop remove filter switch change keep restrict exclude include excluding including
    company business system exist there here highest lowest dollar dollars usd euro euros percent percentage
    anything something anyone someone everything
    become perform departure arrival host participate compete involve compose conduct manage hire employ hold grant broadcast premiere award
    world worldwide globe planet acre hectare tonne degree
    square kilometer kilometers meter meters km kg mile miles pound pounds year years old unit units hour hours minute minutes day days""".split()
)


_EATEN = frozenset(["share", "howmuch", "show", "but", "please"])
_MAYBE = frozenset(
    [
        "name",
        "names",
        "number",
        "total",
        "count",
        "amount",
        "average",
        "list",
        "show",
        "order",
        "like",
        "rank",
        "value",
        "time",
        "times",
        "date",
        "have",
        "has",
        "had",
        "result",
        "results",
        "last",
        "first",
    ]
)
_PEOPLE = frozenset(
    [
        "people",
        "person",
        "persons",
        "times",
        "time",
        "are",
        "there",
        "did",
        "does",
        "have",
        "has",
        "had",
        "were",
        "was",
        "been",
        "of",
        "the",
        "is",
        "each",
        "who",
        "that",
        "in",
        "for",
        "with",
        "and",
    ]
)
# Words that change the meaning: when one is left over, something was not understood.
_TELLING = {
    "most": 0.2, "least": 0.2, "average": 0.3, "mean": 0.1, "highest": 0.3, "lowest": 0.3, "maximum": 0.3, "minimum": 0.3, "not": 0.3, "no": 0.15, "never": 0.3, "without": 0.3, "except": 0.3,
    "more": 0.2, "less": 0.2, "than": 0.15, "fewer": 0.2, "between": 0.12, "ratio": 0.4, "percentage": 0.4, "percent": 0.3, "same": 0.2, "per": 0.1, "before": 0.12, "after": 0.12, "best": 0.2, "worst": 0.2,
    "top": 0.2, "median": 0.4, "deviation": 0.6, "correlation": 0.8, "difference": 0.4, "growth": 0.4, "increase": 0.3, "decrease": 0.4, "forecast": 0.8, "predict": 0.8, "why": 0.6, "earliest": 0.2, "latest": 0.2, "first": 0.06, "last": 0.06,
    "instead": 0.1, "neither": 0.3, "nor": 0.2, "consecutive": 0.5, "rank": 0.2, "only": 0.05,
}  # fmt: skip
_MEASURED = re.compile(
    r"\b(?:average|avg|mean|total|maximum|minimum|max|min|median|highest|lowest|largest|most|fewest|number of|how many|sum of)(?: of| the| all| different)* ([a-z]{3,})\b(?!\d)"
)

_LEFT_NEGATIONS = re.compile(
    r"\b((?:not|never|without|neither) [a-z]{3,}(?: (?:anything|something|anyone|anybody|any))?)\b"
)


@dataclass(frozen=True)
class Coverage:
    """`unknown` are content words that nothing explains; `share` is 1 less their weight."""

    unknown: tuple[str, ...]
    share: float


def cover(draft: Draft, index: CatalogIndex, named: Mapping[str, float] = MappingProxyType({})) -> Coverage:
    """What is left of the question's words once patterns and slots have taken theirs."""
    words = re.findall(r"(?<![A-Z\w])[a-z][a-z'\-]*\b(?!\d)", draft.text)
    measured = set(_MEASURED.findall(draft.text))
    things = {token.lemma for token in draft.tagged.tokens}
    things |= {
        word for slot in draft.tagged.slots for mention in slot.values for word in index.columns[mention.id].own_words
    }
    goes_with = {verb for thing in things for verb in USUAL_VERBS.get(thing, ())}
    unknown: list[str] = []
    weight = 0.0
    for word in words:
        base = lemma(word)
        if word in _EATEN:
            continue
        if named.get(word, 0.0) >= 0.85 and word not in _MAYBE:
            weight += 0.3
            continue
        if word == "new" and any(grouped.grain for grouped in draft.groups):
            weight += 0.04  # the new ones of a month are those dated in it
        elif word in _TELLING:
            weight += _TELLING[word]
        elif word.endswith("ly") and word not in (
            "only",
            "family",
            "monthly",
            "daily",
            "weekly",
            "yearly",
            "july",
            "assembly",
            "supply",
            "reply",
        ):
            weight += 0.04  # how, not what
        elif word in STOP_WORDS or base in STOP_WORDS or len(word) < 3:
            continue
        elif word in measured and word not in _PEOPLE and not is_verb_form(word):
            unknown.append(word)
            weight += 0.45
        elif base in _WEAK or word in _WEAK or (base_adjective(word) or "") in STOP_WORDS:
            weight += 0.15 if word in named else 0.03
        elif _tells_which(word, draft.text):
            unknown.append(word)  # "cancelled orders" are not all orders
            weight += 0.45
        elif is_verb_form(word) and re.search(rf"\b{word} (?:[a-z]+ )?(?:[a-z]+ )?[A-Z~|]", draft.text):
            weight += 0.12  # a verb between two things that are understood
        elif base in goes_with:
            weight += 0.05  # what one does with a thing of the question: languages are spoken
        elif base_adjective(word) in QUALITIES:
            weight += 0.3
        else:
            unknown.append(word)
            weight += 0.3
    for negation in _LEFT_NEGATIONS.finditer(draft.text):
        unknown.append(negation[1])  # leaving it out would say the opposite
        weight += 0.3
    for slot in draft.tagged.slots:
        if not slot.mentions and isinstance(slot.value, str) and not slot.quoted and slot.number not in draft.used:
            unknown.append(slot.value)
            weight += 0.3
    return Coverage(tuple(dict.fromkeys(unknown)), max(0.0, 1.0 - weight))


def _tells_which(word: str, text: str) -> bool:
    """Whether a participle stands right before a thing and nothing before it that could have done it."""
    return word.endswith("ed") and bool(
        re.search(
            rf"(?:^|[.,]|\b(?:all|the|many|of|number|count|show|list|by|per|for|each|every|a|an))\s+{word} TC?\d", text
        )
    )


KNOWN_WORDS = _WEAK | frozenset(_TELLING)
