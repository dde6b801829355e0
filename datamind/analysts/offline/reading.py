"""A tagged question comes in, a draft goes out: some forty patterns over the words and placeholders, most special first.

Each pattern eats the words that it explains; what is left are the columns to show, values to filter by, and words that nobody
understood. To add one: a line in PATTERNS at its place, and a handler that returns what stays in the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from datamind.analysts.offline.draft import Absent, Asked, Counted, Draft, Grouped, Most, Ordered, Test
from datamind.analysts.offline.frame import Aggregate, Grain, Operator
from datamind.analysts.offline.tagging import Tagged
from datamind.linking.morphology import base_adjective
from datamind.linking.vocabulary import QUALITIES

GREATER = r"(?:more|greater|higher|larger|bigger|better) than|over|above|exceed(?:s|ing|ed)?|in excess of|beyond|after|upwards of|>"
LESS = r"(?:less|fewer|lower|smaller|worse) than|under|below|before|<"
AT_LEAST = r"at least|no (?:less|fewer|lower|smaller) than|not (?:less|fewer|lower|below|under|younger|smaller|shorter)(?: than)?|a minimum of|minimum of|>=|greater than or equal to|more than or equal to"
AT_MOST = r"at most|no (?:more|greater|higher|larger|older) than|not (?:more|greater|higher|larger|above|over|older|bigger|longer|taller)(?: than)?|up to|a maximum of|maximum of|<=|less than or equal to"
EXACTLY = r"exactly|equal to|equals|="
OPERATORS: tuple[tuple[str, Operator], ...] = (
    (AT_LEAST, ">="),
    (AT_MOST, "<="),
    (GREATER, ">"),
    (LESS, "<"),
    (r"!=|<>|not equal to", "!="),
    (EXACTLY, "="),
)
OP = "(?:" + "|".join(pattern for pattern, _ in OPERATORS) + ")"
T, C, V, N, Q, D = (rf"(?:[A-Z]*{letter}[A-Z]*\d+)" for letter in "TCVNQD")
TC, TCV, ANY = r"(?:[TCV]*[TC][TCV]*\d+)", r"(?:[TCV]+\d+)", r"(?:[A-Z]+\d+)"
AGG = r"(?:average|avg|mean|total|sum|summed|combined|overall|maximum|max|minimum|min|median|highest|lowest|largest|smallest|greatest)"
BE = r"(?:is|are|was|were|be|been|being)"
HAVE = r"(?:have|has|had|having|with|own|owns|owned|got|get|gets|received|receive|receives|placed|made|make|makes|contain|contains|include|includes)"
THE = r"(?:the|a|an|all|any|some|their|its|his|her|our|these|those|of)"
MOST = r"(?:most|highest number of|largest number of|greatest number of|maximum number of|most number of|highest amount of|largest amount of|biggest number of)"
FEWEST = r"(?:fewest|least|lowest number of|smallest number of|minimum number of|least number of|fewest number of)"
HIGH = r"(?:highest|largest|greatest|biggest|maximum|max|most|best|top|longest|latest|greatest)"
LOW = r"(?:lowest|smallest|minimum|min|least|worst|fewest|bottom|shortest|earliest)"
SUPER = r"(?:highest|largest|greatest|biggest|most|best|lowest|smallest|least|worst|fewest)"
GRAINS: dict[str, Grain] = {
    "year": "year", "yearly": "year", "annual": "year", "annually": "year", "quarter": "quarter", "quarterly": "quarter", "month": "month", "monthly": "month", "week": "week", "weekly": "week",
    "day": "day", "daily": "day", "date": "day", "hour": "hour", "hourly": "hour", "weekday": "weekday", "day of week": "weekday", "day of the week": "weekday", "hour of the day": "hour", "hour of day": "hour",
    "calendar month": "month_of_year", "month of the year": "month_of_year", "month of year": "month_of_year", "time": "month",
}  # fmt: skip
GRAIN = "(?:" + "|".join(sorted(GRAINS, key=len, reverse=True)) + ")"
MONEY = r"(?:sales|sale|revenue|revenues|turnover|spending|spend|spent|income|amount|amounts|money|earned|earnings|takings|proceeds|payments?|paid|value|cost|costs|total|expense|expenses|expenditure|purchases)"
Handler = Callable[[Draft, "re.Match[str]"], str]


def number_of(placeholder: str | None) -> int:
    """The slot of a placeholder: "TC12" → 12."""
    return int(re.sub(r"\D", "", placeholder or "0"))


def operator_of(words: str) -> Operator:
    for pattern, operator in OPERATORS:
        if re.fullmatch(pattern, words.strip()):
            return operator
    return "="


NEGATED: dict[Operator, Operator] = {"=": "!=", "!=": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}


def aggregate_of(word: str) -> Aggregate | None:
    if word in ("average", "avg", "mean"):
        return "avg"
    if word in ("total", "sum", "combined", "overall", "summed"):
        return "sum"
    if word in ("maximum", "max", "highest", "largest", "greatest"):
        return "max"
    return "min" if word in ("minimum", "min", "lowest", "smallest") else "median" if word == "median" else None


def read(tagged: Tagged) -> Draft:
    """The draft of one reading of the words."""
    draft = Draft(tagged)
    text = " " + re.sub(r"\s+", " ", tagged.text.replace("?", " . ").replace("!", " . ")) + " "
    draft.which = bool(
        re.match(r"^ (?:in |for |from |on |at |of )?(?:which|who|whose|what (?!is|are|was|were)|where)", text)
    )
    draft.how_much = " how much " in text
    for pattern, words in CLEAN:
        text = pattern.sub(words, text)
    text = _heads_only(draft, text)
    for rule, handler in COMPILED:
        text = _apply(draft, text, rule, handler)
    draft.text = re.sub(r"\s+", " ", text)
    return draft


def _heads_only(draft: Draft, text: str) -> str:
    """ "population density", "ticket expense": of two number columns side by side of one table the last is meant."""

    def keep_last(match: re.Match[str]) -> str:
        first, second = draft.slot(number_of(match[1])), draft.slot(number_of(match[2]))
        if first.columns and not first.tables and second.columns and not second.tables and first.end == second.start:
            keep, drop = (2, first) if second.score >= first.score - 0.35 else (1, second)
            draft.used.add(drop.number)
            return match[keep]
        return match.group()

    def keep_last_table(match: re.Match[str]) -> str:
        first, second = draft.slot(number_of(match[1])), draft.slot(number_of(match[2]))
        draft.used.add(first.number)
        return match[2] if first.end == second.start and first.tables[0].id != second.tables[0].id else match.group()

    text = re.sub(r"(?<= )(TC*\d+) (TC*\d+)(?= )", keep_last_table, text)
    return re.sub(rf"(?<= )({C}) ({C})(?= )", keep_last, text)


def _apply(draft: Draft, text: str, rule: re.Pattern[str], handler: Handler) -> str:
    """All matches from the left, each once; a handler that returns the match unchanged has declined."""
    at = 0
    for _ in range(12):
        match = rule.search(text, at)
        if match is None:
            return text
        kept = handler(draft, match)
        if kept == match.group():
            at = match.start() + 1
            continue
        text = re.sub(r" {2,}", " ", text[: match.start()] + " " + kept + " " + text[match.end() :])
        at = max(0, match.start() - 1)
    return text


# ── before the patterns: ways to say the same ────────────────────────────────────────────────────────────────────────────

CLEAN = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (
            r" (?:please|kindly|also|there|database|respectively|currently|overall(?= ,)|whatsoever|at all|exactly same) ",
            " ",
        ),
        (r" (?:can|could|would) you (?:please )?(?:tell|show|give|list|find)(?: me| us)? ", " show "),
        (r" i (?:want|would like|need|wish) to (?:know|see|find|get) ", " show "),
        (
            r" (?:do|does|did|have|has|had|is|are|was|were|can|could|will|would) (?:not|never)(?: yet)? (?:been |be |yet )?",
            " not ",
        ),
        (r" (?:never|not)(?: yet| ever)? (?:been |be )?", " not "),
        (r" (?:do|does|did) (?=[a-z]+ )", " "),
        (r" as well as ", " and "),
        (r" along with (?:their |its |the )?", " and "),
        (r" together with (?:their |its |the )?", " and "),
        (r" (?:order|ordered|sort|sorted) the (?:results?|list|names?|output|rows|answers?|data)? ?", " ordered "),
        (r" in terms of (?:the )?", " by "),
        (r" (?:more|greater) than or equal to ", " at least "),
        (r" (?:less|fewer) than or equal to ", " at most "),
        (r" (?:amount|quantity) of (?=[A-Z]*T)", " number of "),
        (r" # of ", " number of "),
        (r" no\. of ", " number of "),
        (r" count of ", " number of "),
        (
            r" (?:what s|what is|what are|what was|what were|whats|tell me|show me|give me|show)(?: me| us| out)? (?:the |all |a |an )*",
            " show ",
        ),
        (
            r"(?:(?<=^)|(?<=[.,;] )|(?<=and )) ?(?:list|find|display|return|get|retrieve|provide|give|report|compute|calculate|state|show|count)(?: me| us| out)? (?:the |all |a |an )*(?!number of)",
            " show ",
        ),
        (r" (?:caused |each |every |at each |at every )+time ", " "),
        (r" in (?:\S+ )?per square (?:kilometers?|miles?|km) ", " "),
        (r" in (?:square |cubic )?(?:meters?|kilometers?|miles|feet|inches|pounds|kilograms|km|kg) ", " "),
        (r" (?:starting|beginning) (?=(?:from|with) the )", " , "),
        (r" how old (?:is|are) ", " show age of "),
    )
)


# ── order ────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _direction(words: str) -> bool | None:
    """Whether descending; None when no direction is said."""
    if re.search(
        r"\b(descending|desc|decreasing|reverse|reversed|high(?:est)? to low|old(?:est)? to young|most to|large(?:st)? to|(?:best|highest|largest|most) \S+ to|best to|long(?:est)? to|new(?:est)? to|(?:highest|largest|most|newest|latest|oldest|biggest|best|longest|top) first|(?:starting )?(?:from|with) the (?:highest|largest|most|best|oldest|longest|newest|latest))\b",
        words,
    ):
        return True
    if re.search(
        r"\b(ascending|asc|increasing|alphabetical|alphabetically|alphabetic|lexicographical|lexicographic|lexicographically|chronological|chronologically|low(?:est)? to|young(?:est)? to|least to|small(?:est)? to|short(?:est)? to|old(?:est)? to new|(?:lowest|smallest|least|earliest|youngest|shortest|fewest) first)\b",
        words,
    ):
        return False
    return None


_ORDER_WORDS = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "by",
        "in",
        "on",
        "to",
        "from",
        "and",
        "then",
        "first",
        "last",
        "order",
        "ordered",
        "ascending",
        "descending",
        "asc",
        "desc",
        "alphabetical",
        "alphabetically",
        "reverse",
        "number",
        "numbers",
        "count",
        "value",
        "values",
        "their",
        "its",
        "his",
        "her",
        "they",
        "have",
        "has",
        "made",
        "each",
        "high",
        "highest",
        "low",
        "lowest",
        "large",
        "largest",
        "small",
        "smallest",
        "old",
        "oldest",
        "young",
        "youngest",
        "new",
        "newest",
        "most",
        "least",
        "best",
        "worst",
        "long",
        "longest",
        "short",
        "shortest",
        "latest",
        "earliest",
        "increasing",
        "decreasing",
        "results",
        "result",
        "them",
        "it",
        "down",
        "up",
        "average",
        "total",
        "respectively",
        "is",
        "are",
        "do",
        "does",
    ]
)


def _unread(rest: str) -> str:
    """The words of an order clause that name nothing: they count as not understood."""
    return " ".join(word for word in re.findall(r"(?<![A-Z\w])[a-z]{3,}\b(?!\d)", rest) if word not in _ORDER_WORDS)


def on_order(draft: Draft, match: re.Match[str]) -> str:
    rest = match["rest"] or ""
    if not re.search(r"[A-Z]+\d", rest) and (inside := re.search(rf" ({C})(?= to )", match.group())):
        rest = f" {inside[1]} "
    before = match.groupdict().get("dir") or ""
    descending = _direction(f" {before} {match.group()} ")
    if descending is None and draft.direction is not None:
        descending, draft.direction = draft.direction, None  # "in descending order" stood before "ordered by"
    stop = re.search(r" (?:whose|who|that|which|where|having|with (?=[TC])|limit|, and show|and show) ", rest)
    tail = ""
    if stop:
        rest, tail = rest[: stop.start()] + " ", rest[stop.start() :]
    count = re.search(rf"(?:number|count|numbers) of (?:the )?(?:different |distinct )?({TC})", rest)
    if count:
        draft.ordered.append(Ordered(number_of(count[1]), bool(descending), count=True))
        draft.used.add(number_of(count[1]))
        return "| " + tail
    tail = f" {_unread(rest)} {tail}"
    found = False
    for part in re.finditer(
        rf"(?:({AGG}) (?:of )?(?:the |their )?)?({TCV})(?: (?:in )?(ascending|descending|asc|desc))?", rest
    ):
        own = _direction(f" {part[3]} ") if part[3] else descending
        draft.ordered.append(
            Ordered(number_of(part[2]), bool(own), aggregate=aggregate_of(part[1]) if part[1] else None)
        )
        draft.used.add(number_of(part[2]))
        found = True
        if not re.match(r"\s*(?:,|and|then)", rest[part.end() :]):
            break
    if not found:
        quality = re.search(r"(?:from (?:the )?)?(\w+) to (?:the )?\w+", rest)
        adjective = (base_adjective(quality[1]) or quality[1]) if quality else ""
        if adjective in QUALITIES:
            draft.ordered.append(
                Ordered(None, descending if descending is not None else QUALITIES[adjective][1] > 0, quality=adjective)
            )
            draft.direction = draft.ordered[-1].descending
        else:
            draft.direction = bool(descending)
    return "| " + tail


def on_high_first(draft: Draft, match: re.Match[str]) -> str:
    draft.direction = _direction(f" {match.group()} ")
    return "|"


# ── counting linked rows ─────────────────────────────────────────────────────────────────────────────────────────────────


def _is_counting_slot(draft: Draft, placeholder: str) -> bool:
    """Whether "more than 5 X" counts rows of X: X is a table, and not better a numeric column."""
    slot = draft.slot(number_of(placeholder))
    return bool(slot.tables) and (not slot.columns or slot.tables[0].score >= slot.columns[0].score - 0.05)


def on_counted(draft: Draft, match: re.Match[str]) -> str:
    if not _is_counting_slot(draft, match["t"]):
        return match.group()
    slot = number_of(match["t"])
    number = draft.slot(number_of(match["n"])).value
    operator = operator_of(match["op"]) if match.groupdict().get("op") else "="
    if match.groupdict().get("post"):
        operator = ">=" if match["post"] in ("more", "greater", "higher", "above") else "<="
    draft.counted.append(Counted(slot, operator, float(number or 0), slot))
    draft.used.add(slot)
    return "|"


def on_times(draft: Draft, match: re.Match[str]) -> str:
    word = match["times"]
    number = {"once": 1.0, "twice": 2.0, "one time": 1.0}.get(word)
    if number is None:
        number = float(draft.slot(number_of(word.split()[0])).value or 0)
    before = [number_of(text) for text in re.findall(T, match.string[: match.start()])]
    draft.counted.append(
        Counted(before[-1] if before else None, operator_of(match["op"] or "="), number, before[-1] if before else 0)
    )
    return "|"


def on_several(draft: Draft, match: re.Match[str]) -> str:
    draft.counted.append(Counted(number_of(match["t"]), ">", 1.0, number_of(match["t"])))
    draft.used.add(number_of(match["t"]))
    return "|"


# ── absence ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def on_absent(draft: Draft, match: re.Match[str]) -> str:
    slot = draft.slot(number_of(match["t"]))
    earlier = [other for other in draft.tagged.slots[: slot.number] if other.tables]
    if not slot.tables or (not earlier and slot.number == 0):
        return match.group()
    rest = match.string[match.end() :]
    stop = re.search(r" (?:and(?! [A-Z]+\d+ (?:or|and))|but|,|\.|\||order) ", rest)
    inside = re.findall(r"[A-Z]+(\d+)", rest[: stop.start()] if stop else rest)
    draft.absent.append(Absent(slot.number, slot.number, max([slot.number, *map(int, inside)])))
    draft.used.add(slot.number)
    return "~"


def on_absent_value(draft: Draft, match: re.Match[str]) -> str:
    """ "who do not own cats": a value of another table's column, negated; bound once the entity is known."""
    draft.negated_slots.add(number_of(match["v"]))
    return " " + match["v"] + " "


# ── the most and the least ───────────────────────────────────────────────────────────────────────────────────────────────


def on_most_counted(draft: Draft, match: re.Match[str]) -> str:
    slot = number_of(match["t"])
    said = draft.tagged.tokens[draft.slot(slot).start].lower
    if (
        said in ("sales", "revenue", "income", "spending", "earnings", "turnover")
        and "number of" not in match.group()
        and draft.slot(slot).score < 0.9
    ):
        draft.most.append(Most("money", None, bool(re.search(rf" {MOST} | most ", match.group())), word=said, at=999))
        draft.used.add(slot)
        return "|"
    if not draft.slot(slot).tables and "number of" not in match.group():
        return match.group()
    if draft.slot(slot).columns and not draft.slot(slot).tables and "number of" in match.group() and False:
        return match.group()
    if draft.slot(slot).tables and not _is_counting_slot(draft, match["t"]) and "number of" not in match.group():
        return match.group()
    descending = bool(re.search(rf" {MOST} | most ", match.group()))
    draft.most.append(Most("count", slot, descending, at=slot))
    draft.used.add(slot)
    return "|"


def on_most_common(draft: Draft, match: re.Match[str]) -> str:
    slot = number_of(match["t"])
    draft.most.append(Most("common", slot, match["dir"] != "least" and "rare" not in match.group(), at=slot))
    return f" show {match['t']} "


def on_most_verbed(draft: Draft, match: re.Match[str]) -> str:
    """ "the museum visited most often": the table that the verb names is counted."""
    slot = number_of(match["t"])
    draft.most.append(Most("count", slot, "least" not in match.group() and "fewest" not in match.group(), at=slot))
    draft.used.add(slot)
    return "|"


def on_most_column(draft: Draft, match: re.Match[str]) -> str:
    slot = number_of(match["c"])
    word = match["dir"]
    descending = bool(re.fullmatch(HIGH, word))
    before = match.string[: match.start()].strip()
    named_before = bool(re.search(r"[A-Z]+\d+|who|which", before))
    select = not (match.group().strip().startswith(("with", "has", "have", "had", "by")) or named_before)
    aggregate = aggregate_of(match["agg"]) if match.groupdict().get("agg") else None
    draft.most.append(Most("column", slot, descending, word=word, aggregate=aggregate, at=slot, select=select))
    draft.used.add(slot)
    return "|"


def on_first_last(draft: Draft, match: re.Match[str]) -> str:
    slot = number_of(match["c"])
    draft.most.append(Most("column", slot, match["dir"] not in ("first", "earliest"), word=match["dir"], at=slot))
    draft.used.add(slot)
    return "|"


def on_average_value(draft: Draft, match: re.Match[str]) -> str:
    """ "average order value": the amount of one row of the table."""
    slot = number_of(match["t"])
    draft.asked.append(Asked(aggregate_of(match["agg"]), slot, at=slot, word="amount"))
    draft.used.add(slot)
    return f" ^ {match['t']} "


def on_quality(draft: Draft, match: re.Match[str]) -> str:
    word = match["adj"].split()[-1]
    adjective = base_adjective(word) or word
    if adjective not in QUALITIES:
        return match.group()
    sign = QUALITIES[adjective][1]
    if match["adj"].startswith("least "):
        sign = -sign
    of = number_of(match["x"]) if match["x"] else None
    draft.most.append(Most("quality", None, sign > 0, word=adjective, of=of, at=of if of is not None else 999))
    return f" {match['x'] or '|'} "


def on_top(draft: Draft, match: re.Match[str]) -> str:
    number = draft.slot(number_of(match["n"])).value
    draft.limit = int(float(number or 1))
    word = match.groupdict().get("dir") or "top"
    if word in ("top", "best", "first", "most", "leading", "highest", "largest", "biggest"):
        draft.direction = True
    elif word in ("bottom", "worst", "least", "lowest", "smallest", "fewest"):
        draft.direction = False
    return " | "


# ── numbers that are asked for ───────────────────────────────────────────────────────────────────────────────────────────


def on_count(draft: Draft, match: re.Match[str]) -> str:
    slot = number_of(match["x"])
    distinct = bool(re.search(r"\b(different|distinct|unique)\b", match.group()))
    draft.asked.append(Asked("count_distinct" if distinct else "count", slot, distinct, at=slot))
    draft.used.add(slot)
    return f" ^ {match['keep']} " if match.groupdict().get("keep") else " ^ "


def on_aggregate(draft: Draft, match: re.Match[str]) -> str:
    aggregates = [aggregate_of(word) for word in re.findall(AGG, match["aggs"])]
    columns = [number_of(found) for found in re.findall(ANY, match["cols"])]
    for column in columns:
        draft.used.add(column)
        draft.asked.extend(Asked(aggregate, column, at=column, word=match["aggs"].strip()) for aggregate in aggregates)
    return " ^ "


def on_plain_aggregate(draft: Draft, match: re.Match[str]) -> str:
    before = match.string[: match.start()].split()
    if (before and before[-1] in ("with", "has", "have", "had", "who", "which", "by")) or (
        draft.which and not re.search(r" each | per ", match.string)
    ):
        return match.group()
    return on_aggregate(draft, match)


def on_most_money(draft: Draft, match: re.Match[str]) -> str:
    draft.most.append(
        Most("money", None, match["dir"] not in ("least", "smallest", "lowest"), word=match["money"], at=999)
    )
    return "|"


def on_aggregate_table(draft: Draft, match: re.Match[str]) -> str:
    """ "total sales": the amount of a table, or the number of its rows."""
    slot = draft.slot(number_of(match["t"]))
    aggregate = aggregate_of(match["agg"])
    if aggregate not in ("sum", "avg") or slot.columns:
        return match.group()
    draft.asked.append(Asked(aggregate, slot.number, at=slot.number, word="table"))
    draft.used.add(slot.number)
    return " ^ "


def on_money_alone(draft: Draft, match: re.Match[str]) -> str:
    if draft.asked or draft.most:
        return match.group()
    draft.asked.append(Asked("sum", None, word=match["money"], at=len(draft.tagged.slots)))
    return " ^ "


def on_rows_counted(draft: Draft, match: re.Match[str]) -> str:
    draft.count_rows = True
    return " . "


def on_where(draft: Draft, match: re.Match[str]) -> str:
    draft.where = True
    return " show "


def on_aggregate_count(draft: Draft, match: re.Match[str]) -> str:
    """ "average number of X": X is a column that holds a number, else the count per entity."""
    slot = draft.slot(number_of(match["c"]))
    for word in re.findall(AGG, match["aggs"]):
        aggregate = aggregate_of(word)
        if slot.tables and not slot.columns and aggregate == "sum":
            draft.asked.append(Asked("count", slot.number, at=slot.number))
        else:
            draft.asked.append(Asked(aggregate, slot.number, at=slot.number, word="number"))
    draft.used.add(slot.number)
    return " ^ "


def on_money(draft: Draft, match: re.Match[str]) -> str:
    """An amount that no column is called by: the main amount of the table is meant."""
    words = match.group()
    aggregate: Aggregate = "avg" if re.search(r"average|avg|mean", words) else "sum"
    draft.asked.append(Asked(aggregate, None, word=match["money"], at=len(draft.tagged.slots)))
    return " ^ "


def on_share(draft: Draft, match: re.Match[str]) -> str:
    draft.share = True
    return " ^share "


def on_change(draft: Draft, match: re.Match[str]) -> str:
    draft.change = "percent" if re.search(r"percent|growth rate|%|rate", match.group()) else "difference"
    if re.search(r"year|yoy|annual", match.group()):
        draft.groups.append(Grouped(None, "year"))
    elif re.search(r"month|mom", match.group()):
        draft.groups.append(Grouped(None, "month"))
    elif re.search(r"week|wow", match.group()):
        draft.groups.append(Grouped(None, "week"))
    elif re.search(r"quarter|qoq", match.group()):
        draft.groups.append(Grouped(None, "quarter"))
    return " ^ "


def on_running(draft: Draft, match: re.Match[str]) -> str:
    draft.running = True
    found = re.search(r"N(\d+)", match.group())
    draft.window = (
        int(float(draft.slot(int(found[1])).value or 3))
        if found
        else (3 if "moving" in match.group() or "rolling" in match.group() else None)
    )
    return " total " if "moving" not in match.group() and "rolling" not in match.group() else " "


# ── groups ───────────────────────────────────────────────────────────────────────────────────────────────────────────────


_PARTICIPLES = frozenset(
    [
        "written",
        "taught",
        "made",
        "given",
        "held",
        "sung",
        "led",
        "won",
        "driven",
        "sold",
        "bought",
        "paid",
        "sent",
        "built",
        "born",
        "done",
        "taken",
        "lost",
        "drawn",
        "shot",
        "run",
    ]
)


def _is_doer(draft: Draft, match: re.Match[str]) -> bool:
    """ "published by publishers in London": who did it, not a group; "each" always makes a group."""
    if not match.group().strip().startswith(("by ", "across ", "according")) or re.search(
        r" (?:each|every|per) ", match.group()
    ):
        return False
    slot = draft.slot(number_of(re.findall(ANY, match["x"])[0]))
    by = slot.start - 1
    tokens = draft.tagged.tokens
    while by > 0 and tokens[by].lower in ("the", "by", "a", "all"):
        by -= 1
    word = tokens[by].lower if by >= 0 else ""
    if (
        word.endswith("ed")
        and word
        not in (
            "grouped",
            "segmented",
            "divided",
            "split",
            "bucketed",
            "summarized",
            "aggregated",
            "categorized",
            "averaged",
        )
    ) or word in _PARTICIPLES:
        return True
    return bool(slot.tables) and bool(
        re.match(
            rf" (?:from|in|with|who|whose|that|located in|living in) (?:the )?(?:{V}|{C})", match.string[match.end() :]
        )
    )


def on_group(draft: Draft, match: re.Match[str]) -> str:
    if _is_doer(draft, match):
        return match.group()
    kept = "¦"
    for found in re.findall(ANY, match["x"]):
        slot = draft.slot(number_of(found))
        draft.groups.append(Grouped(slot.number))
        draft.used.add(slot.number)
        if slot.values and not slot.tables and not slot.columns:
            kept = f"{found} ¦"
    return f" {kept} "


def on_grain(draft: Draft, match: re.Match[str]) -> str:
    draft.groups.append(Grouped(None, GRAINS[match["grain"]]))
    return " ¦ "


def on_grain_asked(draft: Draft, match: re.Match[str]) -> str:
    draft.groups.append(Grouped(None, GRAINS[match["grain"]]))
    draft.which = True
    return " ^ "


# ── tests ────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _number(draft: Draft, placeholder: str) -> float:
    return float(draft.slot(number_of(placeholder)).value or 0)


def _test_against(
    draft: Draft, slot: int | None, operator: Operator, other: str, negated: bool = False, quality: str | None = None
) -> None:
    number = number_of(other)
    if other.startswith("N"):
        draft.tests.append(
            Test(slot, operator, number=_number(draft, other), quality=quality, at=number, negated=negated)
        )
    else:
        draft.tests.append(Test(slot, operator, other=number, quality=quality, at=number, negated=negated))
        draft.used.add(number)
    if slot is not None:
        draft.used.add(slot)


def _names_column(draft: Draft, placeholder: str) -> bool:
    """Whether a slot is a column rather than a table of that name."""
    slot = draft.slot(number_of(placeholder))
    return bool(slot.columns) and (not slot.tables or slot.columns[0].score >= slot.tables[0].score - 0.05)


def on_compare(draft: Draft, match: re.Match[str]) -> str:
    operator = operator_of(match["op"])
    if not _names_column(draft, match["c"]):
        return match.group()
    if match.groupdict().get("neg"):
        operator = NEGATED[operator]
    if match["o"].startswith("D") and operator in ("<", ">"):
        return match.group()
    _test_against(draft, number_of(match["c"]), operator, match["o"])
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


def on_post_compare(draft: Draft, match: re.Match[str]) -> str:
    operator: Operator = (
        ">=" if match["post"] in ("more", "greater", "higher", "above", "older", "later", "over") else "<="
    )
    slot = number_of(match["c"]) if match.groupdict().get("c") else None
    _test_against(
        draft,
        slot,
        operator,
        match["n"],
        quality="old" if slot is None and match["post"] in ("older", "younger") else None,
    )
    return "~"


def on_between(draft: Draft, match: re.Match[str]) -> str:
    slot = number_of(match["c"]) if match.groupdict().get("c") else None
    low, high = sorted((_number(draft, match["a"]), _number(draft, match["b"])))
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
        _test_against(draft, slot, "!=" if negated else "=", found)
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
            number=_number(draft, match["n"]),
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
    if column and _names_column(draft, column):
        _test_against(draft, number_of(column), operator, match["o"])
        return "~"
    if column:
        _test_against(draft, None, operator, match["o"], quality=adjective)
        return f"{column} ~"
    _test_against(draft, None, operator, match["o"], quality=adjective)
    return "~"


def on_aged(draft: Draft, match: re.Match[str]) -> str:
    for found in re.findall(r"N\d+", match.group()):
        _test_against(draft, None, "=", found, quality="old")
    return "~"


def on_loose_compare(draft: Draft, match: re.Match[str]) -> str:
    _test_against(draft, None, operator_of(match["op"]), match["n"])
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
    if not draft.slot(slot).columns or not _may_equal(draft, slot, match):
        return match.group()
    for found in re.findall(ANY, match["qs"]):
        draft.tests.append(
            Test(slot, "!=" if negated else "=", other=number_of(found), at=number_of(found), negated=negated)
        )
        draft.used |= {slot, number_of(found)}
    return "~"


def _may_equal(draft: Draft, slot: int, match: re.Match[str]) -> bool:
    """ "population of California" is no comparison: the stored value must be one of the column's own, or be quoted."""
    columns = {mention.id for mention in draft.slot(slot).columns}
    others = [draft.slot(number_of(found)) for found in re.findall(ANY, match["qs"])]
    if all(columns & {mention.id for mention in other.values} for other in others):
        return True
    if " of " in match.group() or any(other.values and not other.quoted for other in others):
        return False
    return all(other.quoted or re.search(r" (?:is|are|was|=|equal|named|called) ", match.group()) for other in others)


def on_named(draft: Draft, match: re.Match[str]) -> str:
    for found in re.findall(ANY, match["qs"]):
        draft.tests.append(Test(None, "=", other=number_of(found), how="named", at=number_of(found)))
        draft.used.add(number_of(found))
    return "~"


def on_missing(draft: Draft, match: re.Match[str]) -> str:
    slot = draft.slot(number_of(match["c"]))
    if not slot.columns or slot.tables:
        return match.group()
    draft.tests.append(Test(slot.number, "=", how="null", at=slot.number))
    draft.used.add(slot.number)
    return "~"


def on_not_happened(draft: Draft, match: re.Match[str]) -> str:
    """ "not yet shipped": the date of the event is empty, when the verb names a date; bound later."""
    slot = draft.slot(number_of(match["c"]))
    word = draft.tagged.tokens[slot.start].lower
    if (
        slot.end - slot.start > 1
        or not slot.columns
        or slot.values
        or not (word.endswith("ed") or word in ("paid", "sold", "sent", "left", "met", "made", "begun", "seen"))
    ):
        return match.group()
    draft.tests.append(Test(slot.number, "=", how="not happened", at=slot.number))
    draft.used.add(slot.number)
    return "~"


def on_not_value(draft: Draft, match: re.Match[str]) -> str:
    draft.negated_slots.add(number_of(match["v"]))
    return " " + match["v"] + " "


def on_distinct(draft: Draft, match: re.Match[str]) -> str:
    draft.distinct = True
    return " "


def on_both(draft: Draft, match: re.Match[str]) -> str:
    draft.both = True
    return " "


def on_either(draft: Draft, match: re.Match[str]) -> str:
    draft.either = True
    return f" {match['a']} or {match['b']} " if "a" in match.groupdict() else " "


def on_minutes(draft: Draft, match: re.Match[str]) -> str:
    draft.unit = match["unit"]
    return " "


LIST_X = rf"{TC}(?:(?: ,| and| , and|,)(?: (?:the|each|by|per))? {TC})*"
NS = r"N\d+(?:(?: ,| or| and| , or) N\d+)*"
QS = rf"(?:{Q}|{V})(?:(?: ,| or| and| , or)(?: the)? (?:{Q}|{V}))*"
UNITS = r"(?: (?:years? old|years|year|dollars?|usd|euros?|people|km|kilometers?|square kilometers|meters?|kg|pounds?|points?|times|minutes?|seconds?|hours?|days?|percent|cents?|units?|miles?|feet))?"
PATTERNS: tuple[tuple[str, Handler], ...] = (
    # order
    (r"(?:,|and|\.)? ?(?:in|by) (?:an? |the )?(?P<dir>(?:reverse )?(?:ascending|descending|increasing|decreasing|alphabetical|lexicographical|lexicographic|chronological|alphaetical)(?: (?:alphabetical|lexicographical|alphaetical))?) (?:alphabetical |lexicographical )?order(?P<rest>(?: (?:of|by|for|according to|based on) [^.;|]*)?)", on_order),
    (r"(?:,|and|\.|\|)? ?(?:ordered|order|sorted|sort|ranked|rank|arranged|arrange|ordering|sorting|listed) (?:(?:the|them|it|these|results?|by|in|according to|on|based on|alphabetically|of|your|ascending|descending|asc|desc) )+(?P<rest>[^.;|]*)", on_order),
    (r"(?:,|and|\.|starting)? ?(?:from|with) (?:the )?(?:high|highest|low|lowest|large|largest|small|smallest|old|oldest|young|youngest|most|least|best|worst|long|longest|short|shortest|new|newest|latest|earliest)(?: [A-Z]*\w+)? to (?:the )?\w+(?P<rest>(?: [A-Z]*C[A-Z]*\d+)?) ", on_order),
    (r"(?:,|and)? (?:alphabetically|descending|ascending)(?P<rest>(?: (?:by|order) [^.;|]*)?)", on_order),
    (rf", {SUPER} first | (?:highest|largest|newest|latest|oldest|lowest|smallest|most|best|earliest|biggest) first ", on_high_first),
    # change, running, share
    (r"(?:year over year|year on year|yoy|month over month|month on month|mom|week over week|wow|quarter over quarter|qoq|yearly|annual|monthly|weekly|quarterly)?(?: percentage| percent| %)? ?(?:growth rate|growth|change|increase|difference)(?: rate)? (?:of|in|for) ", on_change),
    (r"(?: percentage| percent| %| rate of)? (?:growth|change)(?: rate)?(?= by| per| over| each| ?\.| month| year| in | from | between | ¦| since|$)", on_change),
    (r"(?:running|cumulative|rolling|moving|N\d+ (?:month|day|week|year) (?:moving|rolling)) (?:total|sum|average|count)?", on_running),
    (r"(?:what )?(?:percentage|percent|share|proportion|fraction|%) (?:of|share of) ", on_share),
    (r" as (?:a )?(?:percentage|percent|share|proportion) of (?:the )?total ", on_share),
    (r" how many(?: of (?:them|these|those))?(?: are| is)?(?: of (?:them|these|those))?(?: in total| such)? (?=\.|$)", on_rows_counted),
    (r"^ where (?:is|are|was|were|do|does|did) ", on_where),
    # absence
    (rf" not (?:{HAVE} |be |yet |visit |attend |win |lose |lost |teach |arranged to teach |assigned |to )*(?:(?!more|less|fewer|higher|lower|greater|older|younger|in |from )[a-z]+ ){{0,2}}(?:any |a |an |the |one |single |yet )*(?P<t>{T})(?! (?:{OP}|{BE}) )", on_absent),
    (rf" (?:without|with no|have no|has no|had no|having no|lack|lacking|with zero|no) (?:any |a |an )?(?P<t>{T})", on_absent),
    (rf" not (?:{HAVE} |live |lives |like )+(?:any |a |an |the )?(?P<v>{V})", on_absent_value),
    (rf" not (?P<c>{C})(?! (?:{OP}|{BE}|{N}|{Q}|{V}|{D}|and|or) )", on_not_happened),
    (rf" (?:without|with no|have no|has no|missing|lacking|with missing|with unknown) (?:any |a |an )?(?P<c>{C})", on_missing),
    # counting linked rows
    (rf"(?: {HAVE}| that| which| who| for which| where)* (?P<op>{OP}) (?P<n>{N}) (?:different |distinct )?(?P<t>{T})", on_counted),
    (rf"(?: {HAVE}| that| which| who| for which)* (?P<n>{N}) or (?P<post>more|greater|fewer|less|higher|above) (?:different )?(?P<t>{T})", on_counted),
    (rf"(?: that| which| who| for which)* {HAVE} (?:exactly |only |just )?(?P<n>{N}) (?:different )?(?P<t>{T})", on_counted),
    (rf" (?P<op>{OP}) (?P<times>once|twice|one time|N\d+ times?)", on_times),
    (rf" {HAVE} (?:multiple|several|many) (?P<t>{T})", on_several),
    # several aggregates of one column, or words that are only aggregates
    (rf" (?P<aggs>{AGG}(?:(?: ,| and| , and|/)(?: the)? {AGG})+)(?: number)?(?: of| value of| values of| amount of| number of)?(?: {THE})*(?: {T})? (?P<cols>{C})", on_aggregate),
    (rf"(?<! with)(?<! has)(?<! have)(?<! had)(?: the)? (?P<aggs>maximum|minimum|max|min)(?: number)?(?: of| value of| values of)?(?: {THE})*(?: {T})? (?P<cols>{C})", on_plain_aggregate),
    # the most and the least
    (rf"(?: {HAVE}|who|that|which)* (?:the )?(?P<dir>most|largest|highest|greatest|least|smallest|lowest|biggest)(?: total)?(?: amount of| amount in| sum of)? (?P<money>money|spending|revenue|sales|income)(?: in total| overall)?(?= )", on_most_money),
    (rf"(?: {HAVE}| that| which| who| by| of)* (?:the )?(?:{MOST}|{FEWEST}) (?:of )?(?:different |distinct |the )?(?P<t>{T})", on_most_counted),
    (rf"(?: {HAVE}| that| which| who| by)* (?:the )?(?:highest|largest|greatest|most|lowest|smallest|least|maximum|minimum|biggest) number of (?:different |distinct |the )?(?P<t>{TC})", on_most_counted),
    (rf"(?:the )?(?P<dir>most|least) (?:common|commonly used|popular|frequent|frequently \w+|commmon|often \w+|prevalent|widely \w+|used)(?: used)?(?: return| order| listed)? (?P<t>{TC})", on_most_common),
    (rf" (?P<t>{T}) (?:the )?(?:most|least)(?: often| times| frequently| number of times)? (?=[.,|¦]|$|in |on |at |during |for |D\d)", on_most_verbed),
    (rf" (?P<c>{C}) (?:the )?(?P<dir>most|least)(?: often| times)? (?=[.,|¦]|$|in |on |at |during |for |D\d)", on_most_column),
    (rf" (?:the )?(?:most|least)(?: often| frequently)? (?P<t>{T}) (?={TC})", on_most_verbed),
    (rf"(?P<dir>top|bottom|first|best|worst|leading|highest|largest|smallest|lowest|biggest) (?P<n>{N})(?=\s)", on_top),
    (rf" (?P<n>{N}) (?P<dir>(?=(?:most|least|highest|lowest|largest|smallest|biggest|best|worst|cheapest|\w+est) ))", on_top),
    (rf" (?:which|what|show|list|find|give)(?: the| me)* (?P<n>{N}) (?={TC})", on_top),
    (rf" (?P<c>{C}) (?P<dir>first|last|earliest|latest|most recently)(?= (?:[.¦|]|$|in |by ))", on_first_last),
    (rf"(?P<t>{TC}) (?:{BE} |has been |have been )?(?:[a-z]+ed) (?:the )?(?P<dir>most|least)(?: often| frequently| commonly)?(?= )", on_most_common),
    (rf" limit (?:to )?(?P<n>{N})", on_top),
    (rf"(?: {HAVE}| that| which| who| by)* (?:the )?(?P<dir>highest|largest|greatest|biggest|most|best|lowest|smallest|least|worst|fewest|maximum|minimum|max|min|longest|shortest|latest|earliest) (?:(?P<agg>average|avg|mean|total|sum|combined|overall) )?(?:of |amount of |the |number of |value of )*(?P<c>{C})", on_most_column),
    (rf" (?:the )?(?P<adj>(?:most|least) [a-z]+|[a-z]+est)(?: (?P<x>{ANY}))?", on_quality),
    # numbers compared
    (rf"(?:(?P<c>{C})(?: {BE})?)?(?P<neg> not)? (?P<adj>(?!great|high|low|few|large|small)[a-z]+er) than (?P<o>{N}){UNITS}", on_quality_compare),
    (rf" (?P<op>{OP}) (?:the )?(?P<c>{C}) (?:of )?(?P<o>{N}){UNITS}", on_compare),
    (rf"(?P<c>{C}) (?:{BE} )?(?P<op>{OP}) (?:than )?(?:the )?(?P<agg>average|avg|mean|maximum|minimum|max|min|median|highest|lowest)(?: of(?: all)?)?(?: (?P<o>{C}))?", on_versus_aggregate),
    (rf" (?P<op>{OP}) (?:the )?(?P<agg>average|avg|mean|maximum|minimum|median) (?P<o>{C})", on_versus_aggregate),
    (rf" (?P<adj>[a-z]+er) than (?:the )?(?P<agg>average|avg|mean|median)(?: (?P<o>{C}))?", on_versus_aggregate),
    (rf"(?P<c>{C}) (?:{BE} )?(?:in the range |range |ranges |ranging )?(?:between|from) (?P<a>{N}) (?:and|to) (?P<b>{N}){UNITS}", on_between),
    (rf" between (?P<a>{N}) and (?P<b>{N})(?: (?P<c>{C}))?{UNITS}", on_between),
    (rf"(?P<c>{C})(?: that| which| value| values| number)?(?: {BE}| of)?(?P<neg> not)?(?: higher| {BE}| of)? (?P<op>{OP}) (?P<o>{N}|{D}){UNITS}", on_compare),
    (rf"(?P<c>{C}) (?:{BE} )?(?P<op>{OP}) (?:the |their |its )?(?P<o>{C})", on_compare_columns),
    (rf"(?P<c>{C})(?: {BE}| of)? (?P<n>{N}){UNITS} (?:or|and) (?P<post>more|greater|higher|above|older|less|lower|below|younger|fewer|over|under|later|earlier)", on_post_compare),
    (rf" (?P<n>{N}){UNITS} (?:or|and) (?P<post>more|greater|higher|above|older|less|lower|below|younger|fewer|over|under)(?: (?P<c>{C}))?", on_post_compare),
    (rf"(?: {HAVE}| a| an)* (?P<op>{OP}) (?P<n>{N})(?: people| persons| times| dollars| usd| euros)? (?P<c>{C})(?P<sum> in total)?", on_reverse_compare),
    (r" (?:aged|age|ages) (?:either )?N\d+(?: or N\d+)*", on_aged),
    (r" N\d+ years? old", on_aged),
    (rf" (?P<op>{OP}) (?P<n>{N}){UNITS}", on_loose_compare),
    # texts compared
    (rf"(?:(?P<c>{C}) )?(?:that |which |whose |with |{HAVE} )*(?:not )?(?:contains?|containing|contained|includes?|including|like|has|have|having|with)(?: the| a)? (?:substring|words?|letters?|string|characters?|phrase|text|prefix) (?P<q>{Q}|{V})(?: in (?:their|its|the) (?P<c2>{C}))?", on_like),
    (rf"(?P<c>{C}) (?:that |which )?(?:not )?(?:contains?|containing|like|includes?|including) (?P<q>{Q})", on_like),
    (rf"(?:(?P<c>{C}) )?(?:that |which |whose name )?(?:not )?(?:starts?|starting|begins?|beginning|ends?|ending)(?: with)?(?: the| a)?(?: letters?| prefix| word)? (?P<q>{Q}|{V})", on_like),
    (rf" (?:{BE} )?(?:named|called|titled|entitled|known as) (?P<qs>{QS})", on_named),
    (rf"(?P<c>{C}) (?:{BE} |of |= |equal to |equals |as |named |called |either )*(?P<neg>(?:not |other than |!= |different from |except )?)(?:{BE} |either |the |equal to )*(?P<ns>{NS})(?! [A-Z]*T)", on_is_number),
    (rf"(?P<c>{C}) (?:{BE} |of |= |equal to |equals |as |named |called |either )*(?P<neg>(?:not |other than |!= |different from |except )?)(?:{BE} |either |the |equal to )*(?P<qs>{QS})", on_is_text),
    (rf" (?:not|except|excluding|exclude|other than|non|outside|besides|apart from)(?: -)?(?: (?!more|less)[a-z]+(?= in | from | by | at | as ))?(?: {BE}| in| from| for| of| the| a| an| by| as| at)* (?P<v>{V})", on_not_value),
    # groups
    (rf"(?:,|and)? ?(?:for|in|of|by|per|within|across|from|at|to|on|with|grouped by|group by|broken down by|split by)? ?(?:each|every|per)(?: one)?(?: of| the| different| distinct| unique| individual| calendar)* (?P<grain>{GRAIN})(?= )(?! [A-CE-Z])", on_grain),
    (rf" (?:by|per|grouped by|group by)(?: the)? (?P<grain>{GRAIN})(?= )", on_grain),
    (r" (?:over|across|by) (?P<grain>time)(?= )", on_grain),
    (r" (?P<grain>yearly|annual|annually|quarterly|monthly|weekly|daily|hourly)(?= )", on_grain),
    (r" (?:which|what) (?P<grain>year|quarter|month|week|day of the week|day|hour of the day|hour|weekday)(?= )", on_grain_asked),
    (rf"(?:,|and)? ?(?:for|in|of|by|per|within|across|from|at|to|on|with|grouped by|group by|broken down by|split by)? ?(?:each|every|per)(?: one)?(?: of| the| different| distinct| unique| individual)* (?P<x>{LIST_X}|{V})", on_group),
    (rf" (?:grouped by|group by|broken down by|split by|by|across|according to)(?: the| each| different)* (?P<x>{LIST_X})", on_group),
    (rf"¦ (?:and|,) (?:by |per |each )?(?P<grain>{GRAIN})(?= )", on_grain),
    (rf"¦ (?:and|,) (?:by |per |each )?(?P<x>{LIST_X})(?= )(?! (?:{OP}))", on_group),
    # counts and aggregates
    (rf" (?P<aggs>{AGG}(?:(?: ,| and| , and) (?:the )?{AGG})*) number of (?:the |all |different )?(?P<c>{TC})", on_aggregate_count),
    (rf" (?:how many|number of|numbers of|count of|count|total number of|count the number of|total count of)(?: all| the| total| available| of)*(?: different| distinct| unique)*(?: number of| types? of)? (?P<keep>(?:V+\d+|C+\d+) (?={T}))?(?P<x>{TC})", on_count),
    (rf" (?:how many|number of|count) (?:different |distinct |unique )?(?P<x>{V})", on_count),
    (rf" (?P<aggs>{AGG}(?:(?: ,| and| , and|/)(?: the)? {AGG})*)(?: of| value of| values of| amount of| number of)?(?: {THE})*(?: {T}(?= {C}))? (?P<cols>{C}(?:(?: ,| and| , and)(?: the| their)? (?!{AGG}){C})*)", on_aggregate),
    (rf" (?P<unit_>(?:{AGG} )(?:order |basket |transaction |purchase |invoice |gross |net |sales )?)(?P<money>{MONEY})(?= )", on_money),
    (rf" (?P<agg>{AGG})(?: of)?(?: {THE})* (?P<t>{T}) (?:value|amount|size|total|spend|cost|values|amounts)(?= )", on_average_value),
    (rf" (?P<agg>{AGG})(?: of)?(?: {THE})* (?P<t>{T})(?! (?:{C}))", on_aggregate_table),
    (r"(?: (?:in|by|of|the|total|gross|net|our))* (?P<money>revenue|revenues|sales|turnover|spending|spend|earnings|proceeds|takings)(?= )", on_money_alone),
    (rf" (?:how much) (?:{MONEY} |money |in )?(?:is |are |was |were |did )?", lambda draft, match: " howmuch "),
    # flags
    (r" (?:in|as) (?P<unit>minutes|seconds|hours|days|thousands|millions|dollars)(?= )", on_minutes),
    (r" (?:different|distinct|unique)(?= )", on_distinct),
    (r" both(?= )| (?:that are )?shared by(?= )", on_both),
    (rf" either (?P<a>{ANY}) or (?P<b>{ANY})", on_either),
)  # fmt: skip
COMPILED = tuple((re.compile(pattern), handler) for pattern, handler in PATTERNS)
