"""What the short words in names of tables and columns stand for. To add one: a pair in ABBREVIATIONS."""

from __future__ import annotations

ABBREVIATIONS = {
    "concen": "concentration", "commod": "commodity", "pest": "pesticide", "indep": "independence", "dur": "duration", "cur": "current", "ver": "version", "comm": "commission", "sched": "schedule", "cond": "condition", "calc": "calculated", "med": "medicine", "treat": "treatment",
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
