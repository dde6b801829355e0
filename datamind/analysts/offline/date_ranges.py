"""Periods beside each other come in, "from February 2022 to April 2022" goes out as one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from datamind.linking.lexing import Token

if TYPE_CHECKING:
    from datamind.analysts.offline.dates import PeriodMention

_UNTIL = ("to", "until", "till", "through", "-")


def joined(found: list[PeriodMention], tokens: tuple[Token, ...]) -> list[PeriodMention]:
    """The mentions, an open "from …" and the closed period after "to" made one range."""
    result: list[PeriodMention] = []
    for mention in found:
        before = result[-1] if result else None
        between = [token.lower for token in tokens[before.end : mention.start]] if before is not None else []
        if (
            before is not None
            and before.first is not None
            and before.last is None
            and mention.first is not None
            and mention.last is not None
            and before.first < mention.last
            and between[:1] in [[word] for word in _UNTIL]
            and len(between) == 1
        ):
            words = f"{before.words} {between[0]} {mention.words}"
            result[-1] = replace(before, end=mention.end, last=mention.last, words=words, years=False)
        else:
            result.append(mention)
    return result
