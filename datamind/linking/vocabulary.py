"""Words of questions that do a job: qualities and what measures them, verbs that go with things, words that say nothing."""

# ruff: noqa: SIM905 - word lists read better as text
from __future__ import annotations

# What a quality is measured by: (words of the column, +1 when more of it is a larger number).
QUALITIES: dict[str, tuple[tuple[str, ...], int]] = {
    "old": (("age", "year", "birth", "date", "founded", "built", "start", "opening"), 1), "young": (("age", "birth", "year"), -1), "tall": (("height",), 1), "short": (("length", "height", "duration", "time", "distance"), -1),
    "long": (("length", "duration", "time", "milliseconds", "distance", "minutes", "runtime"), 1), "heavy": (("weight",), 1), "light": (("weight",), -1), "large": (("size", "area", "population", "capacity", "amount", "total"), 1),
    "big": (("size", "area", "population", "capacity", "amount", "total"), 1), "small": (("size", "area", "population", "capacity", "amount", "total"), -1), "expensive": (("price", "cost", "fee", "rate", "amount"), 1), "costly": (("price", "cost", "fee"), 1), "pricey": (("price", "cost"), 1),
    "cheap": (("price", "cost", "fee", "fare", "rate", "amount"), -1), "fast": (("speed", "time", "horsepower"), 1), "slow": (("speed",), -1), "rich": (("wealth", "net worth", "income", "money", "earning"), 1), "poor": (("wealth", "income"), -1),
    "high": (("height", "elevation", "altitude", "score"), 1), "low": (("height", "elevation", "altitude", "score"), -1), "deep": (("depth",), 1), "wide": (("width",), 1), "populous": (("population",), 1), "populated": (("population",), 1), "dense": (("density",), 1),
    "new": (("year", "date", "created", "release", "start", "founded"), 1), "recent": (("date", "time", "year", "created"), 1), "late": (("date", "time", "year", "created"), 1), "early": (("date", "time", "year", "created"), -1), "hot": (("temperature",), 1), "cold": (("temperature",), -1),
    "powerful": (("horsepower", "power"), 1), "strong": (("power", "strength"), 1), "experienced": (("experience", "years"), 1), "profitable": (("profit", "margin", "income"), 1), "far": (("distance",), 1), "near": (("distance",), -1), "close": (("distance",), -1), "busy": ((), 1), "popular": ((), 1),
    "crowded": (("attendance", "population"), 1), "senior": (("age", "birth"), 1), "junior": (("age", "birth"), -1),
}  # fmt: skip

# What is usually done with a thing: beside it the verb says nothing of its own.
USUAL_VERBS: dict[str, frozenset[str]] = {
    noun: frozenset(verbs.split())
    for noun, verbs in (
        ("language", "speak use talk"), ("song", "sing perform play release record"), ("book", "write read publish borrow print"), ("paper", "write publish cite author submit"), ("flight", "fly depart arrive land leave operate"),
        ("course", "take teach study attend offer enrol enroll"), ("award", "win receive award give"), ("match", "play win lose hold"), ("game", "play win lose hold"), ("concert", "perform hold play attend host"), ("film", "direct watch release rent star"),
        ("movie", "direct watch release rent star"), ("car", "make drive produce sell build"), ("product", "sell order buy make offer purchase"), ("order", "place make ship deliver"), ("ticket", "open close raise file buy"), ("invoice", "issue pay send"),
        ("payment", "make receive process"), ("claim", "file settle open close make place"), ("policy", "hold sell issue buy"), ("treatment", "give perform receive undergo go"), ("test", "take run perform"), ("goal", "score concede"), ("vote", "cast receive get"),
        ("account", "sign create open register close"), ("user", "sign register join"), ("customer", "sign register join buy purchase spend"), ("student", "enrol enroll register study attend"), ("degree", "offer award"), ("employee", "hire employ work"), ("pet", "own keep"), ("dog", "own keep"), ("visit", "make pay"), ("transaction", "make process send receive"), ("fire", "burn start cause"),
    )
}  # fmt: skip

STOP_WORDS = frozenset(
    """a an the of in on at to for from by with and or as is are was were be been being am do does did done have has had having can could
    will would shall should may might must i me my we us our you your he him his she her it its they them their theirs this that these those
    which what who whom whose where when why how there here please show list find give get tell display return retrieve fetch provide
    select present report compute calculate determine let want need like know see all any some every each both either per about into out
    up down off than then so if also just only too very much many more most less least few fewer not no nor none never without one ones
    respectively corresponding correspond associated associate along together overall entire whole across within among between during
    record records row rows entry entries data database table tables information info detail details result results value values thing
    exist exists existing available currently current different distinct unique various given certain specific particular belong belongs
    belonging following following same other another such own via using use used make made made do does got getting gotten
    total average mean maximum minimum max min sum count number amount highest lowest largest smallest top bottom best worst first last
    order ordered sort sorted ascending descending alphabetical alphabetically lexicographic lexicographical group grouped rank ranked
    name names id ids but then through towards toward via upon onto against until since while what's who's list listing lists shows showing number numbers""".split()
)
