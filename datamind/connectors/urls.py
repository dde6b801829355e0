"""A pasted database URL, taken apart into the typed fields of its kind; anything that is no field is refused, never passed on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from datamind.errors import InvalidInput

SCHEMES = {
    "postgres": ("postgres", "postgresql", "postgresql+psycopg2", "postgresql+psycopg"),
    "mysql": ("mysql", "mariadb", "mysql+pymysql", "mariadb+pymysql"),
    "sqlite": ("sqlite",),
}

_TLS = {
    **{"disable": "disable", "allow": "prefer", "prefer": "prefer", "require": "require"},
    **{"verify-ca": "verify", "verify-full": "verify", "disabled": "disable", "preferred": "prefer"},
    **{
        "required": "require",
        "verify_ca": "verify",
        "verify_identity": "verify",
        "true": "require",
        "false": "disable",
    },
}
_TLS_OPTIONS = ("sslmode", "ssl-mode", "ssl_mode", "tls")


def looks_like_url(text: str) -> bool:
    return "://" in text


def take_apart(kind: str, url: str) -> dict[str, Any]:
    """Field values by name, only those that the URL holds.

    Raises: InvalidInput when it is a URL of another kind, is broken, or asks for an option that is no field.
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError as error:
        raise InvalidInput(
            "This URL cannot be read: fill in host, port, database, user and password instead.", "host"
        ) from error
    if parts.scheme.lower() not in SCHEMES.get(kind, ()):
        wanted = SCHEMES.get(kind, ("",))[0]
        raise InvalidInput(
            f"This URL begins with {parts.scheme}://, which is another kind of database than {wanted}://.", "host"
        )
    if kind == "sqlite":
        return {"path": unquote(parts.path.removeprefix("/"))}
    values = {
        "host": unquote(parts.hostname or ""),
        "port": port,
        "database": unquote(parts.path.removeprefix("/")),
        "user": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        **_options(parse_qsl(parts.query, keep_blank_values=True)),
    }
    return {name: value for name, value in values.items() if value not in (None, "")}


def _options(pairs: list[tuple[str, str]]) -> Mapping[str, str]:
    options = {}
    for name, value in pairs:
        if name.lower() not in _TLS_OPTIONS or value.lower() not in _TLS:
            raise InvalidInput(f"The URL asks for {name}={value[:40]}, which is not supported: leave it out.", "host")
        options["tls"] = _TLS[value.lower()]
    return options
