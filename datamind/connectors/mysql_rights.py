"""What a MySQL or MariaDB login may do beyond reading, and the statements that make one which may only read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from datamind.connectors.base import ConnectionReport
from datamind.connectors.server import Ask
from datamind.connectors.speech import quote_backtick

_GRANT = re.compile(r"GRANT (?P<rights>.+?) ON (?:TABLE |FUNCTION |PROCEDURE )?(?P<what>\S+) TO ", re.IGNORECASE)
_COLUMN_LIST = re.compile(r"\([^)]*\)")
_READING = {
    "USAGE",
    "SELECT",
    "SHOW VIEW",
    "SHOW DATABASES",
    "EXECUTE",
    "PROCESS",
    "REPLICATION CLIENT",
    "BINLOG MONITOR",
}
_READING |= {"SHOW_ROUTINE", "REFERENCES", "SLAVE MONITOR", "SHOW CREATE ROUTINE"}
_POWERS = {"ALL PRIVILEGES", "SUPER", "FILE", "GRANT OPTION", "CREATE USER", "SHUTDOWN", "RELOAD", "SYSTEM_USER"}


def read_rights(ask: Ask, values: Mapping[str, Any]) -> ConnectionReport:
    """A report on the session's login."""
    ((version,),) = ask("SELECT VERSION()")
    everywhere, here = _rights([str(row[0]) for row in ask("SHOW GRANTS")])
    writing = sorted((everywhere | here) - _READING)
    powers = sorted(everywhere & _POWERS)
    warnings = []
    if powers:
        warnings.append(f"This login has rights over the whole server: {', '.join(powers).lower()}.")
    if writing:
        warnings.append(f"This login can change data: it has {', '.join(writing).lower()}.")
        warnings.append("DataMind only ever reads; a login that can only read is safer still.")
    name = "MariaDB" if "MariaDB" in version else "MySQL"
    return ConnectionReport(
        server=f"{name} {version.split('-')[0]}",
        can_write=bool(writing),
        warnings=tuple(warnings),
        read_only_sql=_read_only_sql(values["database"]) if writing else "",
    )


def _rights(grants: list[str]) -> tuple[set[str], set[str]]:
    """Rights on everything, and rights on some databases or tables."""
    everywhere: set[str] = set()
    here: set[str] = set()
    for grant in grants:
        if match := _GRANT.match(grant):
            rights = {right.strip().upper() for right in _COLUMN_LIST.sub("", match["rights"]).split(",")}
            if "WITH GRANT OPTION" in grant.upper():
                rights.add("GRANT OPTION")
            (everywhere if match["what"] == "*.*" else here).update(rights)
    return everywhere, here


def _read_only_sql(database: str) -> str:
    return f"""CREATE USER 'datamind_reader'@'%' IDENTIFIED BY 'choose-a-long-password';
GRANT SELECT, SHOW VIEW ON {quote_backtick(database)}.* TO 'datamind_reader'@'%';
"""
