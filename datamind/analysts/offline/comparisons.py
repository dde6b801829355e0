"""Patterns of comparison: numbers, texts, columns, aggregates, qualities."""

from __future__ import annotations

import re

from datamind.analysts.offline.draft import Draft, Test
from datamind.analysts.offline.frame import Operator
from datamind.analysts.offline.phrases import (
    ANY,
    NEGATED,
    aggregate_of,
    number_of,
    operator_of,
)
from datamind.linking.morphology import base_adjective, is_verb_form
from datamind.linking.vocabulary import QUALITIES


def amount_of(draft: Draft, placeholder: str) -> float:
    return float(draft.slot(number_of(placeholder)).value or 0)


def hold_against(
    draft: Draft, slot: int | None, operator: Operator, other: str, negated: bool = False, quality: str | None = None
) -> None:
    number = number_of(other)
    if other.startswith("N"):
        draft.tests.append(
            Test(slot, operator, number=amount_of(draft, other), quality=quality, at=number, negated=negated)
        )
    else:
        draft.tests.append(Test(slot, operator, other=number, quality=quality, at=number, negated=negated))
        draft.used.add(number)
    if slot is not None:
        draft.used.add(slot)


def names_column(draft: Draft, placeholder: str) -> bool:
    """Whether a slot is a column rather than a table of that name."""
    slot = draft.slot(number_of(placeholder))
    return bool(slot.columns) and (not slot.tables or slot.columns[0].score >= slot.tables[0].score - 0.05)


def on_compare(draft: Draft, match: re.Match[str]) -> str:
    operator = operator_of(match["op"])
    if not names_column(draft, match["c"]):
        return match.group()
    if match.groupdict().get("neg"):
        operator = NEGATED[operator]
    if match["o"].startswith("D") and operator in ("<", ">"):
        return match.group()
    hold_against(draft, number_of(match["c"]), operator, match["o"])
    return "~"


def on_compare_columns(draft: Draft, match: re.Match[str]) -> str:
    left, right = draft.slot(number_of(match["c"])), draft.slot(number_of(match["o"]))
    if not left.columns or not right.columns:
        return match.group()
    draft.tests.append(Test(left.number, operator_of(match["op"]), other=right.number, how="column", at=right.number))
    draft.used |= {left.number, right.number}
    return "~"


def on_versus_aggregate(draft: Draft, match: re.Match[str]) -> str:
    slot = number_of(match["c"]) if match.groupdict().get("c") else None
    of = number_of(match["o"]) if match.groupdict().get("o") else None
    quality = None
    if slot is None and match.groupdict().get("adj"):
        quality = base_adjective(match["adj"])
    operator = (
        operator_of(match["op"])
        if match.groupdict().get("op")
        else (">" if QUALITIES.get(quality or "", ((), 1))[1] > 0 else "<")
    )
    draft.tests.append(
        Test(
            slot,
            operator,
            other=of,
            aggregate=aggregate_of(match["agg"]),
            quality=quality,
            how="aggregate",
            at=of if of is not None else (slot or 999),
        )
    )
    draft.used |= {number for number in (slot, of) if number is not None}
    return "~"


def on_versus_others(draft: Draft, match: re.Match[str]) -> str:
    """ "larger than that of any nation in Africa": more than one of them, so more than the least."""
    operator = operator_of(match["op"])
    least = (match["q"] in ("any", "some")) == (operator in (">", ">="))
    slot = number_of(match["c"])
    within = number_of(match["v"]) if match["v"] else None
    draft.tests.append(
        Test(slot, operator, aggregate="min" if least else "max", how="aggregate", at=slot, within=within)
    )
    draft.used |= {number for number in (slot, within) if number is not None}
    return "~"


def on_having(draft: Draft, match: re.Match[str]) -> str:
    """ "with an average price above 10": the aggregate of a group is compared."""
    words = match["op"]
    quality = QUALITIES.get(base_adjective(words.split()[0]) or "", ((), 0))[1] if words.endswith(" than") else 0
    operator = operator_of(words)
    if operator == "=" and quality:
        operator = ">" if quality > 0 else "<"
    slot = number_of(match["c"])
    draft.tests.append(
        Test(slot, operator, amount_of(draft, match["o"]), aggregate=aggregate_of(match["agg"]), how="having", at=slot)
    )
    draft.used.add(slot)
    return "~"


def on_post_compare(draft: Draft, match: re.Match[str]) -> str:
    operator: Operator = (
        ">=" if match["post"] in ("more", "greater", "higher", "above", "older", "later", "over") else "<="
    )
    slot = number_of(match["c"]) if match.groupdict().get("c") else None
    hold_against(
        draft,
        slot,
        operator,
        match["n"],
        quality="old" if slot is None and match["post"] in ("older", "younger") else None,
    )
    return "~"


def on_between(draft: Draft, match: re.Match[str]) -> str:
    slot = number_of(match["c"]) if match.groupdict().get("c") else None
    low, high = sorted((amount_of(draft, match["a"]), amount_of(draft, match["b"])))
    draft.tests.append(Test(slot, ">=", number=low, high=high, at=number_of(match["b"])))
    if slot is not None:
        draft.used.add(slot)
    return "~"


def on_is_number(draft: Draft, match: re.Match[str]) -> str:
    numbers = re.findall(r"N\d+", match["ns"])
    slot = number_of(match["c"])
    if not draft.slot(slot).columns:
        return match.group()
    negated = bool(match.groupdict().get("neg"))
    for found in numbers:
        hold_against(draft, slot, "!=" if negated else "=", found)
    return "~"


def on_reverse_compare(draft: Draft, match: re.Match[str]) -> str:
    """ "more than 100 employees" where employees is a number of each row."""
    slot = draft.slot(number_of(match["c"]))
    if not slot.columns:
        return match.group()
    draft.tests.append(
        Test(
            slot.number,
            operator_of(match["op"]),
            number=amount_of(draft, match["n"]),
            at=slot.number,
            how="sum" if match["sum"] else "",
        )
    )
    draft.used.add(slot.number)
    return "~"


def on_quality_compare(draft: Draft, match: re.Match[str]) -> str:
    adjective = base_adjective(match["adj"]) or match["adj"]
    if adjective not in QUALITIES:
        return match.group()
    operator: Operator = ">" if QUALITIES[adjective][1] > 0 else "<"
    if match.groupdict().get("neg"):
        operator = NEGATED[operator]
    column = match.groupdict().get("c")
    if column and names_column(draft, column):
        hold_against(draft, number_of(column), operator, match["o"])
        return "~"
    if column:
        hold_against(draft, None, operator, match["o"], quality=adjective)
        return f"{column} ~"
    hold_against(draft, None, operator, match["o"], quality=adjective)
    return "~"


def on_aged(draft: Draft, match: re.Match[str]) -> str:
    for found in re.findall(r"N\d+", match.group()):
        hold_against(draft, None, "=", found, quality="old")
    return "~"


def on_so_many(draft: Draft, match: re.Match[str]) -> str:
    """ "with 2 wheels": the column holds that number."""
    hold_against(draft, number_of(match["c"]), "=", match["ns"])
    return "~"


def on_none_left(draft: Draft, match: re.Match[str]) -> str:
    """ "out of stock": nothing of it is left."""
    slot = number_of(match["c"])
    draft.tests.append(Test(slot, "=", number=0.0, at=slot))
    draft.used.add(slot)
    return "~"


def on_old_compare(draft: Draft, match: re.Match[str]) -> str:
    hold_against(draft, None, operator_of(match["op"]), match["n"], quality="old")
    return "~"


def on_loose_compare(draft: Draft, match: re.Match[str]) -> str:
    hold_against(draft, None, operator_of(match["op"]), match["n"])
    return "~"


def on_like(draft: Draft, match: re.Match[str]) -> str:
    slot = number_of(match["c"]) if match.groupdict().get("c") else None
    words = match.group()
    how = "starts" if re.search(r"\b(start|begin)", words) else "ends" if re.search(r"\bend", words) else "contains"
    draft.tests.append(
        Test(slot, "=", other=number_of(match["q"]), how=how, at=number_of(match["q"]), negated=" not " in words)
    )
    draft.used.add(number_of(match["q"]))
    if slot is not None:
        draft.used.add(slot)
    return "~"


def on_is_text(draft: Draft, match: re.Match[str]) -> str:
    slot = number_of(match["c"])
    negated = bool(match["neg"])
    if not draft.slot(slot).columns or not may_equal(draft, slot, match):
        return match.group()
    done = is_verb_form(draft.tagged.tokens[draft.slot(slot).start].lower)
    if " by " in match.group() and not done:
        return match.group()  # "albums by X" speaks of who made them, "directed by X" of the column
    for found in re.findall(ANY, match["qs"]):
        draft.tests.append(
            Test(slot, "!=" if negated else "=", other=number_of(found), at=number_of(found), negated=negated)
        )
        draft.used |= {slot, number_of(found)}
    return "~"


def may_equal(draft: Draft, slot: int, match: re.Match[str]) -> bool:
    """ "population of California" is no comparison: the stored value must be one of the column's own, or be quoted."""
    columns = {mention.id for mention in draft.slot(slot).columns}
    others = [draft.slot(number_of(found)) for found in re.findall(ANY, match["qs"])]
    if all(columns & {mention.id for mention in other.values} for other in others):
        return True
    if " of " in match.group() or any(other.values and not other.quoted for other in others):
        return False
    return all(other.quoted or re.search(r" (?:is|are|was|=|equal|named|called) ", match.group()) for other in others)


def on_still(draft: Draft, match: re.Match[str]) -> str:
    """ "still open": not ended, by the date that tells."""
    slot = draft.slot(number_of(match["c"])) if match["c"] else None
    if slot is not None and slot.values:
        return f" {match['c']} "
    draft.tests.append(Test(None, "=", how="still", at=slot.number if slot is not None else 999))
    return "~"


def on_named(draft: Draft, match: re.Match[str]) -> str:
    for found in re.findall(ANY, match["qs"]):
        draft.tests.append(Test(None, "=", other=number_of(found), how="named", at=number_of(found)))
        draft.used.add(number_of(found))
    return "~"
