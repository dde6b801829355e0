"""General English and business words: which mean the same, which abbreviate which, which say nothing. No database's words.

To add a group of synonyms: a line in SYNONYMS (the first word is the group's name); an abbreviation: a pair in ABBREVIATIONS.
"""

# ruff: noqa: SIM905 - word lists read better as text
from __future__ import annotations

from collections.abc import Iterable

from datamind.linking.morphology import lemma

SYNONYMS = """
price cost fee fare rate charge tariff expense
sale revenue turnover income proceeds takings
amount value total sum
spend spent paid pay payment expenditure expense spending
earning salary wage pay compensation income remuneration stipend
employee worker staff personnel
customer client buyer shopper purchaser consumer patron
user account member subscriber customer
person people individual human
product item article good merchandise goods
order purchase transaction
purchase buy bought order sale
sale order transaction purchase invoice
transaction sale order purchase
sell sold sale order invoice purchase
invoice bill receipt
supplier vendor provider
vendor seller merchant
company firm business organization corporation organisation enterprise manufacturer maker
manufacturer maker producer
shop store outlet branch
department division unit
manager supervisor boss chief head
country nation nationality
state province region
city town municipality location
address street residence
region area territory zone
gender sex
title name
name title label called named
phone telephone mobile
email mail
birthday birth birthdate born dob
age old young
height tall
weight heavy weigh light
length long duration millisecond second minute
duration length runtime time millisecond second minute
width wide
area size surface
size big large
population people inhabitant resident citizen
capacity seat size hold
speed fast quick velocity
horsepower power
year annual
begin start open commence
end finish close terminate expire
date day time when
hire join recruit employ
leave quit depart resign
create make add register
quantity number count amount unit
stock inventory
rating score review stars rank
score point grade mark
rank ranking position place
grade level class
level grade tier
category type kind genre class sort group
type category kind sort variety style
status state condition
description detail summary info information text
comment note remark
teacher instructor professor faculty lecturer tutor
student pupil learner
course class subject module
school college university institution
university college institution
major specialization
car vehicle auto automobile
maker manufacturer brand make
brand make label
model version
plane aircraft airplane
flight trip
airline carrier
airport terminal
film movie picture
song track music
singer artist musician vocalist performer
artist musician band singer performer
band group ensemble
album record release
writer author
author writer
show series program programme
stadium arena venue
concert event performance
team club squad
player athlete
coach trainer
match game
win victory won
tournament competition contest
pet animal
dog puppy
owner proprietor holder
doctor physician
patient client
illness disease sickness condition diagnosis
treatment procedure therapy
drug medicine medication
hospital clinic
house home residence
apartment flat
property real estate
room bedroom
building house
ship vessel boat
dead death killed died casualty
injury injured hurt wounded
language tongue
government govern
continent region
independence independent
book title publication
paper article publication
message text post
friend buddy
kid child
job occupation profession position role
position role post job
percent percentage pct proportion
percentage percent rate proportion share
discount reduction rebate
profit margin gain income
tax vat
refund return
return refund
delivery shipment shipping
ship send dispatch deliver
shipment delivery
budget funding
funding fund grant revenue
loan credit lending borrow checkout
review comment feedback rate
account balance
deposit payment
claim case
policy contract
premium price
agent representative rep
representative rep agent
campaign promotion
channel medium source
source origin
destination arrival
origin source departure
departure leave
visit trip
visitor guest tourist
ticket pass
reservation booking
hotel lodging accommodation
restaurant eatery diner
food cuisine dish meal
dish meal food
driver pilot
election vote
candidate contestant nominee
party group
file document
document file paper
template form
version revision
tv television
network channel
audience viewer
viewer audience
net worth wealth fortune
wealth fortune
wage salary
bonus reward
seat capacity
attendance audience turnout
elevation altitude height
altitude elevation height
temperature temp
distance far mileage
mileage mpg economy
consumption usage
crime offense offence
abbreviation acronym short
code abbreviation
id identifier identification
identifier id
surname last
forename given first
lifespan expectancy
expectancy life
founder founded
found establish start
member membership
membership member
commander leader captain
leader head chief
president head
winner champion
loser runner
hometown birthplace
sponsor donor
debt liability
asset property
currency money
money cash amount
gnp gdp
gdp gnp product
question query
answer response reply
ticket case issue
result outcome
outcome result
active enabled current
""".strip()

ABBREVIATIONS = {
    "qty": "quantity", "amt": "amount", "num": "number", "no": "number", "nbr": "number", "nr": "number", "cnt": "count", "dept": "department", "addr": "address",
    "desc": "description", "descr": "description", "cat": "category", "cust": "customer", "emp": "employee", "mgr": "manager", "org": "organization",
    "prod": "product", "inv": "invoice", "acct": "account", "acc": "account", "tot": "total", "avg": "average", "min": "minimum", "max": "maximum",
    "pct": "percent", "perc": "percent", "yr": "year", "mon": "month", "mth": "month", "dob": "birthdate", "dt": "date", "ts": "time", "tel": "telephone",
    "fname": "first name", "lname": "last name", "mname": "middle name", "firstname": "first name", "lastname": "last name", "surname": "last name", "fullname": "full name", "rev": "revenue",
    "lang": "language", "msg": "message", "pwd": "password", "usr": "user", "uid": "user id", "stu": "student", "univ": "university",
    "loc": "location", "lat": "latitude", "lng": "longitude", "lon": "longitude", "temp": "temperature", "hp": "horsepower", "mpg": "miles per gallon",
    "info": "information", "ref": "reference", "src": "source", "dest": "destination", "dst": "destination", "dep": "departure", "arr": "arrival", "std": "standard",
    "pop": "population", "gov": "government", "fed": "federal", "tv": "television", "txn": "transaction", "trans": "transaction", "tx": "transaction",
    "pay": "payment", "pmt": "payment", "stat": "status", "sts": "status", "typ": "type", "nm": "name", "cd": "code", "ht": "height", "wt": "weight",
    "bday": "birthday", "birthdate": "birth date", "hometown": "home town", "zip": "postal code", "zipcode": "postal code", "postcode": "postal code", "img": "image", "pic": "picture",
    "pos": "position", "lvl": "level", "grp": "group", "ctry": "country", "st": "street", "apt": "apartment", "bldg": "building", "co": "company",
    "corp": "corporation", "div": "division", "mfr": "manufacturer", "mfg": "manufacturer", "prc": "price", "val": "value", "vol": "volume", "wk": "week", "hr": "hour",
    "approx": "approximate", "est": "estimate", "orig": "original", "prev": "previous", "curr": "current", "doc": "document", "docs": "document",
    "auth": "author", "cont": "continent", "gnp": "gross national product", "gdp": "gross domestic product", "sur": "surname", "feat": "feature", "oth": "other", "reg": "region", "exp": "experience",
    "uom": "unit of measure", "sku": "product code", "pk": "id", "fk": "id", "idx": "index", "seq": "sequence", "sess": "session", "tckt": "ticket", "rx": "prescription",
    "ins": "insurance", "diag": "diagnosis", "proc": "procedure", "pt": "patient", "dr": "doctor", "spec": "specialty", "cogs": "cost of goods sold", "arpu": "average revenue per user",
}  # fmt: skip

DEMONYMS = {
    "american": "united states", "british": "united kingdom", "english": "england", "french": "france", "german": "germany", "italian": "italy", "spanish": "spain",
    "portuguese": "portugal", "dutch": "netherlands", "belgian": "belgium", "swiss": "switzerland", "austrian": "austria", "swedish": "sweden", "norwegian": "norway",
    "danish": "denmark", "finnish": "finland", "polish": "poland", "czech": "czech republic", "hungarian": "hungary", "romanian": "romania", "bulgarian": "bulgaria",
    "greek": "greece", "turkish": "turkey", "russian": "russia", "ukrainian": "ukraine", "irish": "ireland", "scottish": "scotland", "welsh": "wales",
    "canadian": "canada", "mexican": "mexico", "brazilian": "brazil", "argentinian": "argentina", "argentine": "argentina", "chilean": "chile", "colombian": "colombia",
    "peruvian": "peru", "venezuelan": "venezuela", "cuban": "cuba", "chinese": "china", "japanese": "japan", "korean": "south korea", "indian": "india",
    "pakistani": "pakistan", "bangladeshi": "bangladesh", "thai": "thailand", "vietnamese": "vietnam", "indonesian": "indonesia", "malaysian": "malaysia",
    "filipino": "philippines", "singaporean": "singapore", "taiwanese": "taiwan", "australian": "australia", "egyptian": "egypt", "moroccan": "morocco",
    "nigerian": "nigeria", "kenyan": "kenya", "ethiopian": "ethiopia", "israeli": "israel", "iranian": "iran", "iraqi": "iraq", "saudi": "saudi arabia",
    "european": "europe", "asian": "asia", "african": "africa", "icelandic": "iceland", "croatian": "croatia", "serbian": "serbia", "slovak": "slovakia",
    "slovenian": "slovenia", "estonian": "estonia", "latvian": "latvia", "lithuanian": "lithuania", "nepalese": "nepal", "afghan": "afghanistan",
}  # fmt: skip

_US_STATES = (
    "al alabama,ak alaska,az arizona,ar arkansas,ca california,co colorado,ct connecticut,de delaware,dc district of columbia,fl florida,ga georgia,hi hawaii,"
    "id idaho,il illinois,in indiana,ia iowa,ks kansas,ky kentucky,la louisiana,me maine,md maryland,ma massachusetts,mi michigan,mn minnesota,ms mississippi,"
    "mo missouri,mt montana,ne nebraska,nv nevada,nh new hampshire,nj new jersey,nm new mexico,ny new york,nc north carolina,nd north dakota,oh ohio,ok oklahoma,"
    "or oregon,pa pennsylvania,ri rhode island,sc south carolina,sd south dakota,tn tennessee,tx texas,ut utah,vt vermont,va virginia,wa washington,"
    "wv west virginia,wi wisconsin,wy wyoming"
)
_ALIAS_SETS: tuple[tuple[str, ...], ...] = (
    ("united states", "usa", "us", "u.s.", "u.s", "u.s.a.", "u.s.a", "america", "united states of america"),
    ("united kingdom", "uk", "u.k.", "great britain", "britain"),
    ("united arab emirates", "uae"), ("south korea", "korea", "republic of korea"), ("czech republic", "czechia"), ("russia", "russian federation"),
    ("netherlands", "holland", "the netherlands"), ("new york city", "nyc"), ("los angeles", "la"), ("san francisco", "sf"), ("european union", "eu"),
    ("female", "f", "woman", "women", "girl", "girls"), ("male", "m", "man", "men", "boy", "boys"),
    ("yes", "y", "true", "t", "1"), ("no", "n", "false", "f", "0"),
    ("january", "jan"), ("february", "feb"), ("march", "mar"), ("april", "apr"), ("june", "jun"), ("july", "jul"), ("august", "aug"),
    ("september", "sep", "sept"), ("october", "oct"), ("november", "nov"), ("december", "dec"),
    ("cancelled", "canceled"), ("mathematics", "math", "maths"), ("television", "tv"),
    *(tuple(pair.split(" ", 1)[::-1]) for pair in _US_STATES.split(",")),
)  # fmt: skip


def _index_groups(lines: Iterable[str]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for line in lines:
        words = {lemma(word) for word in line.split()}
        first = lemma(line.split()[0])
        for word in words - {first}:
            found.setdefault(word, set()).add(first)
            found.setdefault(first, set()).add(word)
    return {word: frozenset(others) for word, others in found.items()}


SYNONYMS_OF = _index_groups(SYNONYMS.splitlines())


def _index_aliases() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for names in _ALIAS_SETS:
        for name in names:
            found.setdefault(name, []).extend(other for other in names if other != name)
    for demonym, country in DEMONYMS.items():
        found.setdefault(demonym, []).extend([country, *found.get(country, [])])
    return {name: tuple(dict.fromkeys(others)) for name, others in found.items()}


ALIASES_OF = _index_aliases()

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
