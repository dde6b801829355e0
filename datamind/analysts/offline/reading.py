"""A tagged question comes in, a draft goes out: some forty patterns over the words and placeholders, most special first.

Each pattern eats the words that it explains; what is left are the columns to show, values to filter by, and words that nobody
understood. To add one: a line in PATTERNS at its place, and a handler that returns what stays in the text.
"""

from __future__ import annotations

import re

from datamind.analysts.offline import (
    comparisons,
    counting,
    group_words,
    ordering,
    quantities,
    rephrasing,
    spans,
    superlatives,
)
from datamind.analysts.offline.draft import Draft
from datamind.analysts.offline.phrases import (
    AGG,
    ANY,
    BE,
    FEWEST,
    GRAIN,
    HAVE,
    LIST_X,
    MONEY,
    MOST,
    NS,
    OP,
    QS,
    SUPER,
    TC,
    THE,
    UNITS,
    C,
    D,
    Handler,
    N,
    Q,
    T,
    V,
    number_of,
)
from datamind.analysts.offline.tagging import Tagged
from datamind.linking.morphology import is_verb_form
from datamind.linking.vocabulary import USUAL_VERBS


def read(tagged: Tagged) -> Draft:
    """The draft of one reading of the words."""
    draft = Draft(tagged)
    text = " " + re.sub(r"\s+", " ", tagged.text.replace("?", " . ").replace("!", " . ")) + " "
    draft.which = bool(
        re.match(r"^ (?:in |for |from |on |at |of )?(?:which|who|whose|what (?!is|are|was|were)|where)", text)
    )
    draft.how_much = " how much " in text
    for pattern, words in rephrasing.CLEAN:
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
            said = draft.tagged.tokens[second.start].lower
            trails = is_verb_form(said) or said in ("name", "names")  # "quantity sold", "government form name"
            keep, drop = (2, first) if second.score >= first.score - 0.35 and not trails else (1, second)
            draft.used.add(drop.number)
            return match[keep]
        return match.group()

    def keep_last_table(match: re.Match[str]) -> str:
        first, second = draft.slot(number_of(match[1])), draft.slot(number_of(match[2]))
        verbs = {verb for all_verbs in USUAL_VERBS.values() for verb in all_verbs}
        if (
            first.end == second.start
            and second.end - second.start == 1
            and draft.tagged.tokens[second.start].lower in verbs
        ):
            draft.used.add(second.number)
            return match[1]  # "did each author write"
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


# ── order ────────────────────────────────────────────────────────────────────────────────────────────────────────────────


# ── counting linked rows ─────────────────────────────────────────────────────────────────────────────────────────────────


# ── absence ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


# ── the most and the least ───────────────────────────────────────────────────────────────────────────────────────────────


# ── numbers that are asked for ───────────────────────────────────────────────────────────────────────────────────────────


# ── groups ───────────────────────────────────────────────────────────────────────────────────────────────────────────────


# ── tests ────────────────────────────────────────────────────────────────────────────────────────────────────────────────


PATTERNS: tuple[tuple[str, Handler], ...] = (
    (spans.PATTERN, spans.on_span),
    # order
    (r"(?:,|and|\.)? ?(?:ordered |sorted )?(?:in |by )?(?:the )?(?P<dir>ascending |descending |increasing |decreasing )?(?:order )?(?:of |by )?(?:the |their |its )*(?:frequency|frequencies|number of occurrences|number of appearances)(?: (?:in )?(?P<dir2>ascending|descending)(?: order)?)?", ordering.on_frequency),
    (r"(?:,|and|\.)? ?(?:in|by) (?:an? |the )?(?P<dir>(?:reversed? )?(?:ascending|descending|increasing|decreasing|alphabetical|lexicographical|lexicographic|chronological|alphaetical)(?: (?:alphabetical|lexicographical|alphaetical))?) (?:alphabetical |lexicographical )?order(?P<rest>(?: (?:of|by|for|according to|based on) [^.;|]*)?)", ordering.on_order),
    (r"(?:,|and|\.|\|)? ?(?:ordered|order|sorted|sort|ranked|rank|arranged|arrange|ordering|sorting|listed(?! (?:on|in|at|by) (?:the |each |every )*[A-Z])) (?:(?:the|them|it|these|results?|by|in|according to|on|based on|alphabetically|of|your|ascending|descending|asc|desc) )+(?P<rest>[^.;|]*)", ordering.on_order),
    (r"(?:,|and|\.|starting)? ?(?:from|with) (?:the )?(?:high|highest|low|lowest|large|largest|small|smallest|old|oldest|young|youngest|most|least|best|worst|long|longest|short|shortest|new|newest|latest|earliest)(?: [A-Z]*\w+)? to (?:the )?\w+(?P<rest>(?: [A-Z]*C[A-Z]*\d+)?) ", ordering.on_order),
    (r"(?:,|and)? (?:alphabetically|descending|ascending)(?P<rest>(?: (?:by|order) [^.;|]*)?)", ordering.on_order),
    (rf", {SUPER} first | (?:highest|largest|newest|latest|oldest|lowest|smallest|most|best|earliest|biggest) first ", ordering.on_high_first),
    # change, running, share
    (r"(?:year over year|year on year|yoy|month over month|month on month|mom|week over week|wow|quarter over quarter|qoq|yearly|annual|monthly|weekly|quarterly)?(?: percentage| percent| %)? ?(?:growth rate|growth|change|increase|difference)(?: rate)? (?:of|in|for) ", quantities.on_change),
    (r"(?: percentage| percent| %| rate of)? (?:growth|change)(?: rate)?(?= by| per| over| each| ?\.| month| year| in | from | between | ¦| since|$)", quantities.on_change),
    (r"(?:running|cumulative|rolling|moving|N\d+ (?:month|day|week|year) (?:moving|rolling)) (?:total|sum|average|count)?", quantities.on_running),
    (r"(?:what )?(?:percentage|percent|share|proportion|fraction|%) (?:of|share of) ", quantities.on_share),
    (r" as (?:a )?(?:percentages?|percent|shares?|proportions?)(?: of (?:the )?total)?(?= (?:[.,|]|$)| ?$)", quantities.on_share),
    (r" how many(?: of (?:them|these|those))?(?: are| is)?(?: of (?:them|these|those))?(?: in total| such)? (?=\.|$)", quantities.on_rows_counted),
    (r"^ where (?:is|are|was|were|do|does|did) ", quantities.on_where),
    # absence
    (rf" not (?:{HAVE} |be |yet |visit |attend |win |lose |lost |teach |arranged to teach |assigned |to )*(?:(?!more|less|fewer|higher|lower|greater|older|younger|in |from )[a-z]+ ){{0,2}}(?:any |a |an |the |one |single |yet )*(?P<t>{T})(?! (?:{OP}|{BE}) )", counting.on_absent),
    (rf" not (?P<c>{C}) (?:any |a |an |the )*(?P<v>{V}) (?P<t>{T})", counting.on_absent_with),
    (rf" (?:without|with no|have no|has no|had no|having no|lack|lacking|with zero|no) (?:any |a |an )?(?P<t>{T})", counting.on_absent),
    (rf" (?:neither|not(?: [a-z]+)?(?: either)?) (?P<v>{V})(?: ,| nor| or) (?P<v2>{V})", counting.on_neither),
    (rf" (?:except|excluding|other than|but not|besides)(?: for)?(?: the| those| all| any| ones)* (?:{T} )?(?:that |which |who |{HAVE} )+(?:a |an |the |any )*(?P<t>{T})", counting.on_absent),
    (rf" not (?:(?!more|less)[a-z]+ ){{0,3}}(?:any |a |an |the )*{C} (?:in|from|by|at|on|of|for|during) (?:the |any |a )*(?P<t>{T})", counting.on_absent),
    (rf" not (?:{HAVE} |live |lives |like )+(?:any |a |an |the )?(?P<v>{V})", counting.on_absent_value),
    (rf" not (?P<c>{C})(?! (?:{OP}|{BE}|{N}|{Q}|{V}|{D}|and|or) )", counting.on_not_happened),
    (rf" (?:without|with no|have no|has no|missing|lacking|with missing|with unknown) (?:any |a |an )?(?P<c>{C})", counting.on_missing),
    # counting linked rows
    (rf"(?: {HAVE}| that| which| who| between| from)+ (?P<n>{N}) (?:to|and|-) (?P<n2>{N}) (?:different |distinct )?(?P<t>{T})", counting.on_counted_between),
    (rf"(?: {HAVE}| that| which| who| for which| where)* (?P<op>{OP}) (?P<n>{N}) (?:different |distinct )?(?P<t>{T})", counting.on_counted),
    (rf"(?: {HAVE}| that| which| who| for which)* (?P<n>{N}) or (?P<post>more|greater|fewer|less|higher|above) (?:different )?(?P<t>{T})", counting.on_counted),
    (rf"(?: that| which| who| for which)* {HAVE} (?:exactly |only |just )?(?P<n>{N}) (?:different )?(?P<t>{T})", counting.on_counted),
    (rf" (?P<op>{OP}) (?P<times>once|twice|one time|N\d+ times?)", counting.on_times),
    (rf" {HAVE} (?:multiple|several|many) (?P<t>{T})", counting.on_several),
    # totals of groups compared
    (rf"(?: that| which| who| for which| in which| where| whose| with| {HAVE})+ (?:the |an? |their |its )*(?P<agg>average|avg|mean|total|sum|maximum|minimum|combined) (?:of )?(?:{T} (?={C}))?(?P<c>{C})(?: of| value| values)*(?: {BE})?(?: of)? (?P<op>{OP}|[a-z]+er than) (?P<o>{N}){UNITS}", comparisons.on_having),
    (rf"(?P<t>{T})(?: {C})?(?: [a-z]+){{0,3}} {V} and (?:the )?(?P<t2>{T})(?: {C})?(?: [a-z]+){{0,3}} {V}", quantities.on_parallel),
    # several aggregates of one column, or words that are only aggregates
    (rf" (?P<aggs>{AGG}(?:(?: ,| and| , and|/)(?: the)? {AGG})+)(?: number)?(?: of| value of| values of| amount of| number of)?(?: {THE})*(?: {T})? (?P<cols>{C})", quantities.on_aggregate),
    (rf"(?<! with)(?<! has)(?<! have)(?<! had)(?: the)? (?P<aggs>maximum|minimum|max|min)(?: number)?(?: of| value of| values of)?(?: {THE})*(?: {T})? (?P<cols>{C})", quantities.on_plain_aggregate),
    # the most and the least
    (rf"(?: {HAVE}|who|that|which)* (?:the )?(?P<dir>most|largest|highest|greatest|least|smallest|lowest|biggest)(?: total)?(?: amount of| amount in| sum of)? (?P<money>money|spending|revenue|sales|income)(?: in total| overall)?(?= )", superlatives.on_most_money),
    (rf"(?: {HAVE}| that| which| who| by| of)* (?:the )?(?:{MOST}|{FEWEST}) (?:of )?(?:different |distinct |the )?(?P<t>{T})", superlatives.on_most_counted),
    (rf"(?: {HAVE}| that| which| who| by)* (?:the )?(?:highest|largest|greatest|most|lowest|smallest|least|maximum|minimum|biggest) number of (?:different |distinct |the )?(?P<t>{TC})", superlatives.on_most_counted),
    (rf"(?:the )?(?P<dir>most|least) (?:common|commonly used|popular|frequent|frequently \w+|commmon|often \w+|prevalent|widely \w+|used)(?: used)?(?: return| order| listed)? (?P<t>{TC})", superlatives.on_most_common),
    (rf" (?P<t>{T}) (?:the )?(?:most|least)(?: often| times| frequently| number of times)? (?=[.,|¦]|$|in |on |at |during |for |D\d)", superlatives.on_most_verbed),
    (rf" (?P<c>{C}) (?:the )?(?P<dir>most|least)(?: often| times)? (?=[.,|¦]|$|in |on |at |during |for |D\d)", superlatives.on_most_column),
    (rf" (?:the )?(?:most|least)(?: often| frequently)? (?P<t>{T}) (?={TC})", superlatives.on_most_verbed),
    (rf"(?P<dir>top|bottom|first|best|worst|leading|highest|largest|smallest|lowest|biggest) (?P<n>{N})(?=\s)", superlatives.on_top),
    (rf" (?P<n>{N}) (?P<dir>(?=(?:most|least|highest|lowest|largest|smallest|biggest|best|worst|cheapest|\w+est) ))", superlatives.on_top),
    (rf" (?:which|what|show|list|find|give)(?: the| me)* (?P<n>{N}) (?={TC})", superlatives.on_top),
    (rf" (?P<c>{C}) (?P<dir>first|last|earliest|latest|most recently)(?= (?:[.¦|]|$|in |by ))", superlatives.on_first_last),
    (rf"(?P<t>{TC}) (?:{BE} |has been |have been )?(?:[a-z]+ed) (?:the )?(?P<dir>most|least)(?: often| frequently| commonly)?(?= )", superlatives.on_most_common),
    (r" (?:show )?(?:all |every |the |full |complete )*(?:information|details|columns|attributes|fields) (?:about|of|on|for|regarding)(?= )", quantities.on_everything),
    (rf" limit (?:to )?(?P<n>{N})", superlatives.on_top),
    (rf" (?:the )?(?P<dir>first|last|earliest|latest) (?P<t>{T})(?: who| that)? to [a-z]+ ", superlatives.on_first_to),
    (rf" (?:the )?(?P<dir>highest|lowest|best|worst|most|least) (?:- )?(?P<c>{C}) (?={T})", superlatives.on_done_most),
    (rf"(?: whose| where| with| that {HAVE}| which {HAVE})? (?:the |their |its )?(?:(?P<agg>average|avg|mean|total|sum|combined) )?(?P<c>{C}) (?:{BE}|{HAVE}) (?:the )?(?P<dir>highest|largest|greatest|biggest|most|lowest|smallest|least|maximum|minimum|longest|shortest|latest|earliest)(?= (?:[.,|¦~]|$|among |of all |in ))", superlatives.on_most_column),
    (rf"(?: {HAVE}| that| which| who| by)* (?:the )?(?P<dir>highest|largest|greatest|biggest|most|best|lowest|smallest|least|worst|fewest|maximum|minimum|max|min|longest|shortest|latest|earliest) (?:(?P<agg>average|avg|mean|total|sum|combined|overall) )?(?:of |amount of |the |number of |value of )*(?P<c>{C})", superlatives.on_most_column),
    (rf" (?:the )?(?P<adj>(?:most|least) [a-z]+|[a-z]+est)(?: (?P<x>{ANY}))?", superlatives.on_quality),
    # numbers compared
    (rf"(?P<c>{C}) (?:that |which )?(?:{BE} )?(?P<op>{OP}) (?:the |that |those )?(?:{C} )?(?:of )?(?P<q>any|all|every|some)(?: other)?(?: of)?(?: the)? {T}(?:(?: that| which| who)?(?: {BE}| {HAVE})?(?: located| based)? (?:in|from|of|with|for|by|on)(?: the)? (?P<v>{V}))?", comparisons.on_versus_others),
    (rf"(?:(?P<c>{C})(?: {BE})?)?(?P<neg> not)? (?P<adj>(?!great|high|low|few|large|small)[a-z]+er) than (?P<o>{N}){UNITS}", comparisons.on_quality_compare),
    (rf" (?P<op>{OP}) (?:the )?(?P<c>{C}) (?:of )?(?P<o>{N}){UNITS}", comparisons.on_compare),
    (rf"(?P<c>{C}) (?:{BE} )?(?P<op>{OP}) (?:than )?(?:the )?(?P<agg>average|avg|mean|maximum|minimum|max|min|median|highest|lowest)(?: of(?: all)?)?(?: (?P<o>{C}))?", comparisons.on_versus_aggregate),
    (rf" (?P<op>{OP}) (?:the )?(?P<agg>average|avg|mean|maximum|minimum|median) (?P<o>{C})", comparisons.on_versus_aggregate),
    (rf" (?P<adj>[a-z]+er) than (?:the )?(?P<agg>average|avg|mean|median)(?: (?P<o>{C}))?", comparisons.on_versus_aggregate),
    (rf"(?P<c>{C}) (?:{BE} )?(?:in the range |range |ranges |ranging )?(?:between|from) (?P<a>{N}) (?:and|to) (?P<b>{N}){UNITS}", comparisons.on_between),
    (rf" between (?P<a>{N}) and (?P<b>{N})(?: (?P<c>{C}))?{UNITS}", comparisons.on_between),
    (rf"(?P<c>{C})(?: that| which| value| values| number)?(?: {BE}| of)?(?P<neg> not)?(?: higher| {BE}| of)? (?P<op>{OP}) (?P<o>{N}|{D}){UNITS}", comparisons.on_compare),
    (rf"(?P<c>{C}) (?:{BE} )?(?P<op>{OP}) (?:the |their |its )?(?P<o>{C})", comparisons.on_compare_columns),
    (rf"(?P<c>{C})(?: {BE}| of)? (?P<n>{N}){UNITS} (?:or|and) (?P<post>more|greater|higher|above|older|less|lower|below|younger|fewer|over|under|later|earlier)", comparisons.on_post_compare),
    (rf" (?P<n>{N}){UNITS} (?:or|and) (?P<post>more|greater|higher|above|older|less|lower|below|younger|fewer|over|under)(?: (?P<c>{C}))?", comparisons.on_post_compare),
    (rf"(?: {HAVE}| a| an)* (?P<op>{OP}) (?P<n>{N})(?: people| persons| times| dollars| usd| euros)? (?P<c>{C})(?P<sum> in total)?", comparisons.on_reverse_compare),
    (rf" (?P<op>{OP}) (?:the age of )?(?P<n>{N}) years? (?:old|of age)", comparisons.on_old_compare),
    (rf" out of (?P<c>{C})", comparisons.on_none_left),
    (rf" (?:with|{HAVE}) (?:exactly |only )?(?P<ns>{N}) (?P<c>C+\d+)(?= )", comparisons.on_so_many),
    (r" (?:aged|age|ages) (?:either )?N\d+(?: or N\d+)*", comparisons.on_aged),
    (r" N\d+ years? old", comparisons.on_aged),
    (rf" (?P<op>{OP}) (?P<n>{N}){UNITS}", comparisons.on_loose_compare),
    # texts compared
    (rf"(?:(?P<c>{C}) )?(?:that |which |whose name )?(?:not )?(?:starts?|starting|begins?|beginning|ends?|ending)(?: with)?(?: the| a)?(?: letters?| prefix| word)? (?P<q>{Q}|{V})", comparisons.on_like),
    (rf"(?:(?P<c>{C}) )?(?:that |which |whose |with |{HAVE} )*(?:not )?(?:contains?|containing|contained|includes?|including|like|has|have|having|with)(?: the| a)? (?:substring|words?|letters?|string|characters?|phrase|text|prefix) (?P<q>{Q}|{V})(?: in (?:their|its|the) (?P<c2>{C}))?", comparisons.on_like),
    (rf"(?P<c>{C}) (?:that |which )?(?:not )?(?:contains?|containing|like|includes?|including) (?P<q>{Q})", comparisons.on_like),
    (rf" (?:{BE} )?still (?:(?P<c>{C})|open|active|ongoing|pending|running|unresolved)(?= (?:[.,|¦]|$|in |on |at |for ))", comparisons.on_still),
    (rf" (?:{BE} )?(?:named|called|titled|entitled|known as) (?P<qs>{QS})", comparisons.on_named),
    (rf"(?P<c>{C}) (?:{BE} |of |= |equal to |equals |as |named |called |either )*(?P<neg>(?:not |other than |!= |different from |except )?)(?:{BE} |either |the |equal to )*(?P<ns>{NS})(?! [A-Z]*T)", comparisons.on_is_number),
    (rf"(?P<c>{C}) (?:{BE} |of |= |equal to |equals |as |named |called |either |by )*(?P<neg>(?:not |other than |!= |different from |except )?)(?:{BE} |either |the |equal to )*(?P<qs>{QS})", comparisons.on_is_text),
    (rf" (?:not|except|excluding|exclude|other than|non|outside|besides|apart from)(?: -)?(?: (?!more|less)[a-z]+(?= in | from | by | at | as ))?(?: {BE}| in| from| for| of| the| a| an| by| as| at)* (?P<v>{V})", counting.on_not_value),
    (rf" (?:the )?(?P<aggs>first|earliest|latest|last|most recent) (?:{T} (?={C}))?(?P<cols>{C})(?= (?:of|for|per|by) (?:each|every|per) )", quantities.on_ends_each),
    # groups
    (rf"(?:,|and)? ?(?:for|in|of|by|per|within|across|from|at|to|on|with|grouped by|group by|broken down by|split by)? ?(?:each|every|per)(?: one)?(?: of| the| different| distinct| unique| individual| calendar)* (?P<grain>{GRAIN})(?= )(?! [A-CE-Z])", group_words.on_grain),
    (rf" (?:by|per|grouped by|group by)(?: the)? (?P<grain>{GRAIN})(?= )", group_words.on_grain),
    (r" (?:over|across|by) (?P<grain>time)(?= )", group_words.on_grain),
    (r" (?P<grain>yearly|annual|annually|quarterly|monthly|weekly|daily|hourly)(?= )", group_words.on_grain),
    (r" (?:which|what) (?P<grain>year|quarter|month|week|day of the week|day|hour of the day|hour|weekday)(?= )", group_words.on_grain_asked),
    (rf"(?:,|and)? ?(?:for|in|of|by|per|within|across|from|at|to|on|with|grouped by|group by|broken down by|split by)? ?(?:each|every|per)(?: one)?(?: of| the| different| distinct| unique| individual)* (?:{T} (?={C}))?(?P<x>{LIST_X}|{V})", group_words.on_group),
    (rf" (?:grouped by|group by|broken down by|split by|by|across|according to)(?: the| each| different)* (?:{T} (?={C}))?(?P<x>{LIST_X})", group_words.on_group),
    (rf"¦ (?:and|,) (?:by |per |each )?(?P<grain>{GRAIN})(?= )", group_words.on_grain),
    (rf"¦ (?:and|,) (?:by |per |each )?(?P<x>{LIST_X})(?= )(?! (?:{OP}))", group_words.on_group),
    # counts and aggregates
    (r"(?: and|,)* (?:how many|the number of|number of) times (?:is |are |was |were |do |does |did )?(?:each|it|they|every)(?: one)?(?: of (?:them|these))?(?: (?:is|are|was|were))?(?: used| appears?| occurs?| comes?| happened)?", quantities.on_times_each),
    (rf" (?P<aggs>{AGG}(?:(?: ,| and| , and) (?:the )?{AGG})*) number of (?:the |all |different )?(?P<c>{TC})", quantities.on_aggregate_count),
    (rf" (?:how many|number of|numbers of|count of|count|total number of|count the number of|total count of)(?: all| the| total| available| of)*(?: different| distinct| unique)*(?: number of| types? of)? (?P<keep>(?:V+\d+|C+\d+) (?={T}))?(?P<t>{T} (?={C}))?(?P<x>{TC})", quantities.on_count),
    (rf" (?:how many|number of|count) (?:different |distinct |unique )?(?P<x>{V})", quantities.on_count),
    (rf" \\^ (?:and|,) (?:different |distinct |unique )(?P<x>{TC})", quantities.on_count),
    (rf" (?P<aggs>{AGG}(?:(?: ,| and| , and|/)(?: the)? {AGG})*)(?: of| value of| values of| amount of| number of)?(?: {THE})*(?: {T}(?= {C}))? (?P<cols>{C}(?:(?: ,| and| , and)(?: the| their)? (?!{AGG}){C})*)", quantities.on_aggregate),
    (rf" (?P<unit_>(?:{AGG} )(?:order |basket |transaction |purchase |invoice |gross |net |sales )?)(?P<money>{MONEY})(?= )", quantities.on_money),
    (rf" (?P<agg>{AGG})(?: of)?(?: {THE})* (?P<t>{T}) (?:value|amount|size|total|spend|cost|values|amounts)(?= )", quantities.on_average_value),
    (rf" (?P<agg>{AGG})(?: of)?(?: {THE})* (?P<t>{T})(?! (?:{C}))", quantities.on_aggregate_table),
    (r"(?: (?:in|by|of|the|total|gross|net|our))* (?P<money>revenue|revenues|sales|turnover|spending|spend|earnings|proceeds|takings)(?= )", quantities.on_money_alone),
    (rf" (?:how much) (?:{MONEY} |money |in )?(?:is |are |was |were |did )?", lambda draft, match: " howmuch "),
    # flags
    (r" (?:in|as) (?P<unit>minutes|seconds|hours|days|thousands|millions|dollars)(?= )", quantities.on_minutes),
    (r" (?:different|distinct|unique)(?= )", quantities.on_distinct),
    (r" both(?= )| (?:that are )?shared by(?= )", quantities.on_both),
    (rf" either (?P<a>{ANY}) or (?P<b>{ANY})", quantities.on_either),
)  # fmt: skip
COMPILED = tuple((re.compile(pattern), handler) for pattern, handler in PATTERNS)
