"""A word of a question comes in, the other spellings under which a value may be stored go out: demonyms, states, genders, yes and no.

To add one: a pair in DEMONYMS, or a set in _ALIAS_SETS.
"""

from __future__ import annotations

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


_COUNTRY_CODES = (
    "us usa united states,gb gbr united kingdom,de deu germany,fr fra france,it ita italy,es esp spain,nl nld netherlands,be bel belgium,at aut austria,ch che switzerland,pl pol poland,"
    "pt prt portugal,se swe sweden,no nor norway,dk dnk denmark,fi fin finland,ie irl ireland,gr grc greece,tr tur turkey,ru rus russia,ua ukr ukraine,cz cze czech republic,hu hun hungary,"
    "ro rou romania,ca can canada,mx mex mexico,br bra brazil,ar arg argentina,cl chl chile,co col colombia,pe per peru,cn chn china,jp jpn japan,kr kor south korea,in ind india,id idn indonesia,"
    "au aus australia,nz nzl new zealand,za zaf south africa,eg egy egypt,ng nga nigeria,ke ken kenya,il isr israel,sa sau saudi arabia,ae are united arab emirates,sg sgp singapore,th tha thailand,vn vnm vietnam,ph phl philippines"
)
COUNTRY_CODES: dict[str, tuple[str, str]] = {
    name: (two, three) for two, three, name in (pair.split(" ", 2) for pair in _COUNTRY_CODES.split(","))
}


def _index_aliases() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for names in _ALIAS_SETS:
        for name in names:
            found.setdefault(name, []).extend(other for other in names if other != name)
    for country, codes in COUNTRY_CODES.items():
        found.setdefault(country, []).extend(codes)
    for demonym, country in DEMONYMS.items():
        found.setdefault(demonym, []).extend([country, *found.get(country, [])])
    return {name: tuple(dict.fromkeys(others)) for name, others in found.items()}


ALIASES_OF = _index_aliases()
