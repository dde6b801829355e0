"""English word forms and the taking apart of names: a word or a name comes in, its lemma, stem or words go out.

`lemma` undoes inflection (cities, sold, paid), `stem` also derivation (citizenship, opening), so that names and questions
meet. To add an irregular form: a pair in IRREGULAR.
"""

from __future__ import annotations

import re
from functools import lru_cache

_IRREGULAR_TEXT = """
people person, men man, women woman, children child, feet foot, teeth tooth, mice mouse, geese goose, data data, criteria criterion,
indices index, matrices matrix, analyses analysis, series series, species species, lives life, wives wife, knives knife, leaves leaf,
halves half, shelves shelf, statuses status, buses bus, bonuses bonus, campuses campus, viruses virus, aliases alias, news news,
status status, bonus bonus, campus campus, address address, basis basis, gas gas, lens lens, movies movie, cookies cookie, calories calorie,
ties tie, zombies zombie, prairies prairie, lies lie, pies pie, sales sale, shoes shoe, canoes canoe, toes toe,
sold sell, bought buy, made make, paid pay, spent spend, taught teach, born birth, won win, lost lose, gave give, given give,
got get, gotten get, took take, taken take, went go, gone go, came come, did do, done do, had have, has have, was be, were be, is be,
are be, been be, being be, am be, wrote write, written write, sang sing, sung sing, ran run, led lead, held hold, left leave, met meet,
sent send, built build, kept keep, began begin, begun begin, grew grow, grown grow, flew fly, flown fly, drove drive, driven drive,
rode ride, ridden ride, ate eat, eaten eat, drank drink, drunk drink, spoke speak, spoken speak, chose choose, chosen choose,
broke break, broken break, knew know, known know, saw see, seen see, brought bring, lent lend, shot shoot, fought fight,
hired hire, owed owe, used use, died die, dying die, lying lie, tied tie, rated rate, using use, related relate, placed place, based base,
released release, named name, aged age, priced price, dated date, produced produce, purchased purchase, leased lease, served serve,
located locate, created create, updated update, closed close, moved move, saved save, changed change, charged charge, invoiced invoice,
received receive, issued issue, licensed license, scored score, invited invite, completed complete, cancelled cancel, canceled cancel,
shipped ship, stopped stop, planned plan, referred refer, controlled control, travelled travel, traveled travel, submitted submit,
living live, having have, making make, giving give, taking take, serving serve, containing contain, earning earn, rating rating,
building building, spending spending, booking booking, listing listing, ranking ranking, meeting meeting, training training, wedding wedding,
closing close, arriving arrive, leaving leave, coming come, hiring hire, selling sell, buying buy, offering offer, opening opening,
beginning begin, running run, winning win, shipping shipping, costing cost, during during, pricing price, rating rating,
evening evening, morning morning, thing thing, something something, nothing nothing, king king, ring ring, string string, spring spring,
wing wing, sing sing, bring bring, bed bed, red red, need need, feed feed, seed seed, speed speed, breed breed, hundred hundred,
united united, invited invite, cited cite, limited limited, species species, this this, his his, its its, always always, yes yes, us us, bus bus, plus plus,
less less, unless unless, business business, process process, access access, class class, pass pass, success success, express express,
loss loss, boss boss, cross cross, gross gross, press press, glass glass, grass grass, mass mass, kiss kiss, miss miss, dress dress,
tennis tennis, paris paris, texas texas, kansas kansas, arkansas arkansas, illinois illinois, massachusetts massachusetts,
previous previous, various various, serious serious, famous famous, religious religious, versus versus, minus minus, census census,
focus focus, menus menu, gpus gpu, physics physics, mathematics mathematics, maths math, statistics statistic, economics economics,
ids id, pks pk, canvas canvas, atlas atlas, christmas christmas, pancreas pancreas, whereas whereas, corps corps, chess chess, stress stress
"""
IRREGULAR = dict(pair.split() for pair in _IRREGULAR_TEXT.replace("\n", " ").split(",") if len(pair.split()) == 2)
_IRREGULAR_NOUNS = frozenset(
    ("people", "men", "women", "children", "feet", "teeth", "mice", "geese", "data", "criteria", "statistics")
)
_PLURALS = {
    one: many
    for many, one in IRREGULAR.items()
    if one != many and (many in _IRREGULAR_NOUNS or re.search(r"fe?$", one))
}
_SAME = frozenset(
    ("data", "info", "information", "news", "series", "species", "staff", "equipment", "feedback", "stock")
)
_VOWEL = re.compile(r"[aeiouy]")
_CAMEL = re.compile(
    r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[^A-Za-z0-9À-ɏͰ-ϿЀ-ӿ#%]+|(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Za-z]{2})"
)
_SUFFIXES = (
    "ization", "isation", "ational", "fulness", "ousness", "ability", "ibility", "ments", "ation", "ition", "ement", "ship", "ness", "able",
    "ible", "ment", "ance", "ence", "ical", "ings", "ures", "ity", "ing", "ion", "ive", "ize", "ise", "ful", "ous", "ant",
    "ent", "ate", "ure", "ist", "ery", "al", "er", "or", "ed", "ly", "ic", "ee", "cy", "e", "y",
)  # fmt: skip


@lru_cache(maxsize=20_000)
def lemma(word: str) -> str:
    """The base form of a lower-case word: cities → city, sold → sell, shipped → ship."""
    if word in IRREGULAR:
        return IRREGULAR[word]
    if len(word) <= 3 or not word.isalpha():
        return word
    if word.endswith("s"):
        return _singular(word)
    if word.endswith("ing") and len(word) > 5 and _VOWEL.search(word[:-3]):
        return _undouble(word[:-3])
    if word.endswith("ied") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("ed") and len(word) > 4 and _VOWEL.search(word[:-2]):
        return _undouble(word[:-2])
    return word


def _singular(word: str) -> str:
    if word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes", "zzes", "oes")):
        return word[:-2]
    return word[:-1]


def plural(text: str) -> str:
    """A name with its last word in the plural, as it was if it is one: order line → order lines, person → people."""
    before, space, last = text.rpartition(" ")
    word = last.lower()
    if word in _SAME or (word.endswith("s") and lemma(word) != word) or word in _IRREGULAR_NOUNS:
        return text
    if word in _PLURALS:
        many = _PLURALS[word]
    elif re.search(r"[^aeiou]y$", word):
        many = f"{last[:-1]}ies"
    else:
        many = f"{last}es" if word.endswith(("s", "x", "z", "ch", "sh")) else f"{last}s"
    return f"{before}{space}{many}"


def singular(text: str) -> str:
    """A name with its last word in the singular: countries → country, order items → order item."""
    before, space, last = text.rpartition(" ")
    is_many = last.lower().endswith("s") or last.lower() in _IRREGULAR_NOUNS
    return f"{before}{space}{lemma(last.lower())}" if is_many and last.lower() not in _SAME else text


def _undouble(base: str) -> str:
    if len(base) > 3 and base[-1] == base[-2] and base[-1] not in "lsz":
        return base[:-1]
    if re.search(
        r"[^aeiou][aeiou][cgsuvz]$|[^aeiou]at$|[aeiou]r[cgsv]$|[rl]e?v$|[dlnr]g$|[bcdfgkptz]l$|nc$|[iou]r$|[^aeiou]i[dnsk]$|[^aeiou]u[cdmst]$",
        base,
    ):
        return base + "e"
    return base


def is_verb_form(word: str) -> bool:
    """Whether a word looks like what was done: sold, spoken, awarded, arriving."""
    if word in IRREGULAR:
        return IRREGULAR[word] != word and not word.endswith("s") and word not in _IRREGULAR_NOUNS
    return len(word) > 4 and word.endswith(("ed", "ing")) and lemma(word) != word


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The part that a family of words shares: citizenship, citizens → citizen; opening, opened → open."""
    base = lemma(word)
    if base in _WHOLE:
        return base
    for _ in range(3):
        shorter = _strip_suffix(base)
        if shorter == base:
            break
        base = shorter
    return base


_WHOLE = frozenset(
    [
        "rating",
        "building",
        "meeting",
        "training",
        "wedding",
        "evening",
        "morning",
        "string",
        "general",
        "university",
        "nature",
        "station",
        "organization",
    ]
)


def _strip_suffix(word: str) -> str:
    for suffix in _SUFFIXES:
        if word.endswith(suffix):
            rest = word[: -len(suffix)]
            least = 3 if suffix in ("e", "y", "ing", "ed", "er", "or") else 4
            if len(rest) >= least and _VOWEL.search(rest):
                if len(rest) > 3 and rest[-1] == rest[-2] and rest[-1] not in "lsz":
                    rest = rest[:-1]
                return rest
    return word


@lru_cache(maxsize=20_000)
def split_name(name: str) -> tuple[str, ...]:
    """The lower-case words of an identifier: "InvoiceLineId" → invoice, line, id; "t_fed_rev" → t, fed, rev."""
    return tuple(part.lower() for part in _CAMEL.split(name) if part)


_COMPARATIVES = {
    "older": "old", "oldest": "old", "elder": "old", "eldest": "old", "younger": "young", "youngest": "young", "newer": "new", "newest": "new",
    "better": "good", "best": "good", "worse": "bad", "worst": "bad", "more": "many", "most": "many", "fewer": "few", "fewest": "few",
    "less": "few", "least": "few", "further": "far", "furthest": "far", "farthest": "far", "farther": "far", "latest": "late", "later": "late",
    "earliest": "early", "earlier": "early", "bigger": "big", "biggest": "big", "hotter": "hot", "hottest": "hot", "thinner": "thin", "thinnest": "thin",
}  # fmt: skip


_PLAIN_IN_E = frozenset(["large", "wide", "late", "strange", "sparse", "scarce"])


def base_adjective(word: str) -> str | None:
    """The plain form of a comparative or superlative ("heaviest" → heavy); None when `word` does not look like one."""
    if word in _COMPARATIVES:
        return _COMPARATIVES[word]
    for suffix in ("est", "er"):
        if word.endswith(suffix) and len(word) > len(suffix) + 2:
            rest = word[: -len(suffix)]
            if rest.endswith(("rg", "id", "at", "ng", "rs")) and rest + "e" in _PLAIN_IN_E:
                return rest + "e"
            return rest[:-1] + "y" if rest.endswith("i") else rest
    return None
