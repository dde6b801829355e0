"""Short names from questions: "Show me the monthly revenue in 2025, please" in, "Monthly revenue in 2025" out.

Also the two phrases that template sentences are built from: what "how many …" counts, and what "what is the …" asks for.
"""

from __future__ import annotations

import re

LONGEST_TITLE = 70
_POLITE = re.compile(
    r"^(?:(?:please|hey|hi|hello|ok|okay|so|and|now)\b[, ]*)*"
    r"(?:(?:can|could|would|will) you (?:please )?(?:tell|show|give|list|find|get|calculate|compute|plot|draw)?(?: me)?\b|"
    r"(?:i (?:want|need|would like|'d like) (?:to (?:see|know|have))?)\b|let me (?:see|know)\b|"
    r"(?:show|give|tell|list|find|get|display|return|plot|draw|visuali[sz]e|calculate|compute)(?: me| us)?\b)[, ]*",
    re.IGNORECASE,
)
_QUESTION = re.compile(
    r"^(?:what(?:'s| is| are| was| were| has been)?|which (?:is|are|was|were)|how (?:is|are|was|were))\s+",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"^(?:a|an|the|all|all the|of)\s+", re.IGNORECASE)
_VERBS = (
    "are|is|were|was|do|does|did|have|has|had|can|will|would|there|in|with|from|of|per|by|for|on|at|each|we|"
    "made|placed|sold|bought|ordered|spent|came|left|joined|live|lived|work|earn|cost"
)
_HOW_MANY = re.compile(
    rf"how many (?:different |distinct |unique )?((?:[\w'-]+ ){{0,3}}?[\w'-]+?)(?= (?:{_VERBS})\b|[?.!,]|$)",
    re.IGNORECASE,
)
_NUMBER_OF = re.compile(
    r"(?:number|count) of (?:different |distinct |unique )?((?:[a-z'-]+ ){0,2}?[a-z'-]+?)"
    r"(?= (?:by|per|in|for|each|that|who|with|from|on|of)\b|[?.!,]|$)",
    re.IGNORECASE,
)


def write_title(question: str) -> str:
    """A heading of at most 70 characters: the question without its politeness, its question words and its full stop."""
    text = " ".join(question.split()).rstrip("?!. ")
    text = re.sub(r",?\s*please$", "", text, flags=re.IGNORECASE)
    shorter = _POLITE.sub("", text)
    shorter = _QUESTION.sub("", shorter)
    if re.match(r"how (many|much)\b", shorter, re.IGNORECASE):
        shorter = _title_of_count(shorter)
    shorter = _ARTICLE.sub("", shorter).strip() or text
    if len(shorter) > LONGEST_TITLE:
        shorter = shorter[: LONGEST_TITLE - 1].rsplit(" ", 1)[0].rstrip(",;: ") + "…"
    return shorter[:1].upper() + shorter[1:]


def counted_noun(question: str) -> str | None:
    """What is counted: "How many new customers joined in May?" → "new customers"; None when nothing is."""
    match = _HOW_MANY.search(question) or _NUMBER_OF.search(question)
    if not match:
        return None
    noun = re.sub(r"^(?:the|all|all the)\s+", "", match[1].strip(), flags=re.IGNORECASE)
    return noun if noun and not re.fullmatch(_VERBS, noun, re.IGNORECASE) else None


def measured_phrase(question: str) -> str | None:
    """What is measured: "Total sales per country" → "total sales", "Top 5 customers by spending" → "spending"; else None."""
    text = _QUESTION.sub("", _POLITE.sub("", " ".join(question.split()).rstrip("?!. ")))
    text = re.sub(r"^(?:the|our|all)\s+", "", text, flags=re.IGNORECASE)
    share = re.match(
        r"(?:percentage|share|proportion) of (?:the )?([\w ]{3,40}?) (?:comes?|came|is|are|was|were|does)\b",
        text,
        re.IGNORECASE,
    )
    if share:
        return f"share of {share[1]}"
    if change := re.search(
        r"\b(?:change|growth|increase|decrease|difference) (?:in|of) (?:the )?\w+(?: \w+)?", text, re.IGNORECASE
    ):
        return change[0].lower()
    by = re.match(r"(?:top|bottom|best|worst|first|\d+)\b.*\bby (?:the )?([\w' -]+)$", text, re.IGNORECASE)
    phrase = (
        by[1] if by else re.split(r"\s(?:per|by|for|over|across|in|from|since|during|and|of each|each|, )\b|,", text)[0]
    )
    phrase = re.sub(r"\s+in (?:dollars|euros|usd|eur|minutes|hours|percent)$", "", phrase, flags=re.IGNORECASE).strip()
    words = phrase.split()
    if not 1 <= len(words) <= 5 or re.match(
        r"(?:which|who|how|list|top|best|what|where|when|does|do|is|are)\b", phrase, re.IGNORECASE
    ):
        return None
    if re.fullmatch(r"(?:year|quarter|month|week|day|hour)s?", phrase, re.IGNORECASE):
        return None
    phrase = re.sub(r"^(?:daily|weekly|monthly|quarterly|yearly|annual)\s+", "", phrase, flags=re.IGNORECASE)
    return phrase if phrase.isupper() else phrase[:1].lower() + phrase[1:]


def asked_noun(question: str) -> str | None:
    """What is asked for, with its article: "What is the average price of a room?" → "the average price of a room"."""
    match = re.match(
        r"(?:and )?(?:what(?:'s| is| was)) ((?:the|our|their) [^?]+?)\??$", " ".join(question.split()), re.IGNORECASE
    )
    return match[1].strip(" .") if match and len(match[1]) <= 110 else None


def _title_of_count(text: str) -> str:
    noun = counted_noun(text)
    rest = re.sub(r"^how (?:many|much)\s+", "", text, flags=re.IGNORECASE)
    rest = re.sub(r"\s+(?:are|were|is|was) there\b", "", rest, flags=re.IGNORECASE)
    return (
        f"Number of {rest}" if noun and rest.lower().startswith(noun.lower()) and rest.lower() == noun.lower() else rest
    )
