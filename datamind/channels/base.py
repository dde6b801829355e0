"""What channels share: the message, the kind, and one request by HTTP to an address that was checked."""

from __future__ import annotations

import http.client
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from socket import create_connection
from typing import Any
from urllib.parse import urlsplit

from datamind.errors import DeliveryFailed, InvalidInput
from datamind.forms import Field

TIMEOUT_S = 10.0
MOST_READ = 2_000
Resolve = Callable[[str], tuple[str, ...]]
"""A host's name to its addresses, each allowed. Raises ConnectFailed."""


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a message, where the kind carries files."""

    name: str
    mime: str
    content: bytes


@dataclass(frozen=True)
class Message:
    """`lines` are plain sentences, which a channel escapes its own way; `key` is the same at each try of the same news.

    `page` is a whole page of HTML for mails, made by `exports`, everything in it escaped; other kinds leave it out.
    """

    key: str
    title: str
    lines: tuple[str, ...]
    link: str = ""
    facts: Mapping[str, Any] | None = None
    picture: bytes | None = None
    files: tuple[Attachment, ...] = ()
    page: str = ""


@dataclass(frozen=True)
class Kind:
    """`send(values, message, resolve)` returns what the other side said. Raises DeliveryFailed, ConnectFailed."""

    title: str
    icon: str
    fields: tuple[Field, ...]
    send: Callable[[Mapping[str, Any], Message, Resolve], str]
    check: Callable[[Mapping[str, Any]], None] = lambda values: None


def post(url: str, body: bytes, headers: Mapping[str, str], resolve: Resolve) -> str:
    """POST to the very address that was checked; redirects are not followed."""
    parts = check_url(url)
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    connection = _connect(parts.scheme, host, port, resolve(host)[0])
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request("POST", path, body, {"Content-Type": "application/json", **headers})
        response = connection.getresponse()
        said = response.read(MOST_READ)
    except ssl.SSLError as error:
        raise DeliveryFailed(f"{host} has no certificate that can be trusted; nothing was sent.") from error
    except (OSError, http.client.HTTPException) as error:
        raise DeliveryFailed(
            f"{host} did not answer ({type(error).__name__}); it is tried again.", may_retry=True
        ) from error
    finally:
        connection.close()
    return _judge(host, response.status, said)


def check_url(url: str) -> Any:
    """The parts of an address by http or https. Raises InvalidInput."""
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 (raises for what is no port)
    except ValueError:
        parts = urlsplit("")
    if (
        parts.scheme not in ("http", "https")
        or not parts.hostname
        or "@" in parts.netloc
        or url != "".join(url.split())
    ):
        raise InvalidInput("Type the whole address, such as https://example.com/hook.", "url")
    return parts


def one_line(text: str, longest: int = 300) -> str:
    """Without line breaks and control characters, which would mean something to a header."""
    clean = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    return clean if len(clean) <= longest else clean[: longest - 1] + "…"


def _connect(scheme: str, host: str, port: int, address: str) -> http.client.HTTPConnection:
    connection: http.client.HTTPConnection
    if scheme == "https":
        connection = http.client.HTTPSConnection(host, port, timeout=TIMEOUT_S, context=ssl.create_default_context())
    else:
        connection = http.client.HTTPConnection(host, port, timeout=TIMEOUT_S)
    # http.client asks this for its socket: the checked address in place of whatever the name may mean by now.
    connection._create_connection = lambda _, timeout, source: create_connection((address, port), timeout, source)  # type: ignore[attr-defined]
    return connection


def _judge(host: str, status: int, said: bytes) -> str:
    told = one_line(said.decode("utf-8", "replace"), 200)
    if 200 <= status < 300:
        return f"{status} {told}".strip()
    if status in (408, 425, 429) or status >= 500:
        raise DeliveryFailed(f"{host} answered {status}; it is tried again.", may_retry=True)
    if 300 <= status < 400:
        raise DeliveryFailed(
            f"{host} answered {status}: it points elsewhere, which is not followed. Use its new address."
        )
    raise DeliveryFailed(f"{host} answered {status}: {told or 'no reason given'}. Check the address.")
