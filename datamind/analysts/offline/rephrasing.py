"""Ways to say the same, made one before the patterns are tried."""

from __future__ import annotations

import re

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
        (
            r" (?:for|across) (?:all )?(?:the )?(?:different|various) (?:number of |numbers of |kinds of |types of )?",
            " for each ",
        ),
        (r" each of the (?:listed |different |given )?", " each "),
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
            r"(?:(?<=^)|(?<=[.,;] )|(?<=and )) ?(?:list|find|display|return|get|retrieve|provide|give|report|compute|calculate|state|show|count)(?: me| us| out)? (?:the |all |a |an )*(?!number of)(?=[^ .])(?!(?:by|per|of|in|for|from) )",
            " show ",
        ),
        (r" (?:caused |each |every |at each |at every )+time ", " "),
        (r" in (?:\S+ )?per square (?:kilometers?|miles?|km) ", " "),
        (r" in (?:square |cubic )?(?:meters?|kilometers?|miles|feet|inches|pounds|kilograms|km|kg) ", " "),
        (r" (?:starting|beginning) (?=(?:from|with) the )", " , "),
        (r" how old (?:is|are) ", " show age of "),
    )
)
