"""Tokens and mentions come in, readings of the words go out: each covers the question with slots, the best first.

A slot is a span that names something; a tagged text is the question with each slot as a placeholder such as `TC3`: its
letters say what the words can be (T table, C column, V stored value, N number, Q other text, D period), the number which slot.
"""

from __future__ import annotations

from dataclasses import dataclass

from datamind.analysts.offline import naming
from datamind.analysts.offline.dates import PeriodMention
from datamind.linking.index import CatalogIndex
from datamind.linking.lexing import Token
from datamind.linking.mentions import Mention
from datamind.linking.vocabulary import STOP_WORDS

COVERS = 4


@dataclass(frozen=True)
class Slot:
    """A span of tokens and everything it can name, best first."""

    number: int
    start: int
    end: int
    mentions: tuple[Mention, ...] = ()
    value: float | str | None = None
    period: PeriodMention | None = None
    quoted: bool = False
    percent: bool = False

    @property
    def tables(self) -> list[Mention]:
        return [mention for mention in self.mentions if mention.kind == "table"]

    @property
    def columns(self) -> list[Mention]:
        return [mention for mention in self.mentions if mention.kind == "column"]

    @property
    def values(self) -> list[Mention]:
        return [mention for mention in self.mentions if mention.kind == "value"]

    @property
    def score(self) -> float:
        return self.mentions[0].score if self.mentions else 1.0


@dataclass(frozen=True)
class Tagged:
    """One reading of the words: `text` with placeholders, the slots by number, and how good the cover is."""

    text: str
    slots: tuple[Slot, ...]
    tokens: tuple[Token, ...]
    score: float


def tag(
    tokens: tuple[Token, ...], mentions: tuple[Mention, ...], periods: list[PeriodMention], index: CatalogIndex
) -> list[Tagged]:
    """The best covers of the question, at most COVERS."""
    spans = _spans(tokens, tuple(naming.without_keys(mentions, tokens, index)), periods)
    covers = _best_covers(spans, len(tokens))
    return [_tagged(cover, score, tokens, periods) for score, cover in covers]


def _spans(
    tokens: tuple[Token, ...], mentions: tuple[Mention, ...], periods: list[PeriodMention]
) -> dict[tuple[int, int], list[Mention]]:
    in_period = {at for period in periods for at in range(period.start, period.end)}
    spans: dict[tuple[int, int], list[Mention]] = {}
    for mention in mentions:
        if set(range(mention.start, mention.end)) & in_period and not (
            mention.kind == "value" and mention.exact and mention.length > 1
        ):
            continue
        if not naming.may_name(mention, tokens) or naming.is_verb_before_count(mention, tokens):
            continue
        spans.setdefault((mention.start, mention.end), []).append(mention)
    for span, found in spans.items():
        best = max(mention.score for mention in found)
        spans[span] = [mention for mention in found if mention.score >= best - 0.3]
    return spans


def _best_covers(
    spans: dict[tuple[int, int], list[Mention]], length: int
) -> list[tuple[float, tuple[tuple[int, int, tuple[Mention, ...]], ...]]]:
    """k-best weighted interval scheduling, from the left."""
    ending: dict[int, list[tuple[tuple[int, int], list[Mention]]]] = {}
    for span, found in spans.items():
        ending.setdefault(span[1], []).append((span, found))
    best: list[list[tuple[float, tuple[tuple[int, int, tuple[Mention, ...]], ...]]]] = [[(0.0, ())]]
    for end in range(1, length + 1):
        options = list(best[end - 1])
        for (start, _), found in ending.get(end, ()):
            weight = max(_weight(mention) for mention in found)
            options.extend((score + weight, (*cover, (start, end, tuple(found)))) for score, cover in best[start])
        options.sort(key=lambda option: (-option[0], len(option[1])))
        best.append(options[:COVERS])
    return best[length]


def _weight(mention: Mention) -> float:
    said = len(mention.covered)
    return said * mention.score**1.4 + 0.16 * (said - 1) + (0.05 if mention.kind != "value" or mention.exact else 0.0)


def _tagged(
    cover: tuple[tuple[int, int, tuple[Mention, ...]], ...],
    score: float,
    tokens: tuple[Token, ...],
    periods: list[PeriodMention],
) -> Tagged:
    starts: dict[int, tuple[int, str, dict[str, object]]] = {}
    covered: set[int] = set()
    for start, end, mentions in cover:
        letters = "".join(
            letter
            for letter, kind in (("T", "table"), ("C", "column"), ("V", "value"))
            if any(mention.kind == kind for mention in mentions)
        )
        starts[start] = (end, letters, {"mentions": mentions})
        covered |= set(range(start, end))
    for period in periods:
        if not set(range(period.start, period.end)) & covered:
            starts[period.start] = (period.end, "D", {"period": period})
            covered |= set(range(period.start, period.end))
    slots: list[Slot] = []
    words: list[str] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if at in starts:
            end, letters, fields = starts[at]
            quoted = tokens[at].kind == "quoted"
            words.append(f"{letters}{len(slots)}")
            slots.append(Slot(len(slots), at, end, quoted=quoted, **fields))  # type: ignore[arg-type]
            at = end
            continue
        if token.kind == "number":
            words.append(f"N{len(slots)}")
            slots.append(Slot(len(slots), at, at + 1, value=token.value, percent=token.percent))
        elif token.kind in ("quoted", "date"):
            words.append(f"Q{len(slots)}")
            slots.append(Slot(len(slots), at, at + 1, value=token.value, quoted=True))
        elif _starts_name(tokens, at, covered):
            end = at + 1
            while end < len(tokens) and end not in covered and tokens[end].capital:
                end += 1
            words.append(f"Q{len(slots)}")
            slots.append(Slot(len(slots), at, end, value=" ".join(part.text for part in tokens[at:end])))
            at = end
            continue
        else:
            words.append(token.lower)
        at += 1
    return Tagged(" ".join(words), tuple(slots), tokens, score)


def _starts_name(tokens: tuple[Token, ...], at: int, covered: set[int]) -> bool:
    token = tokens[at]
    return (
        token.capital
        and at > 0
        and token.lower not in STOP_WORDS
        and tokens[at - 1].lower not in (".", "?", "!")
        and len(token.text) > 1
    )
