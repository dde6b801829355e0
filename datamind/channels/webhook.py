"""Any program that takes JSON: signed, so that it can tell that we are the sender.

`X-DataMind-Signature` is `t=<seconds since 1970>,v1=<hex>`, where v1 is HMAC-SHA256 of `<t>.<body>` with the shared secret;
`X-DataMind-Delivery` is the same at each try, so that whoever gets it twice can tell.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from typing import Any

from datamind.channels.base import Kind, Message, Resolve, check_url, post
from datamind.forms import Field

FIELDS = (
    Field("url", "Address", help="Where the JSON goes, as https://example.com/hook."),
    Field("secret", "Secret", "password", secret=True, help="Both sides know it; it signs each message."),
)


def send(values: Mapping[str, Any], message: Message, resolve: Resolve) -> str:
    body = json.dumps(
        {
            "id": message.key,
            "title": message.title,
            "lines": list(message.lines),
            "link": message.link,
            **({"facts": dict(message.facts)} if message.facts else {}),
        },
        default=str,
    ).encode()
    headers = {
        "X-DataMind-Delivery": message.key,
        "X-DataMind-Signature": sign(values["secret"], body, int(time.time())),
    }
    return post(values["url"], body, headers, resolve)


def sign(secret: str, body: bytes, seconds: int) -> str:
    """The value of the signature's header."""
    digest = hmac.new(secret.encode(), f"{seconds}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={seconds},v1={digest}"


def check(values: Mapping[str, Any]) -> None:
    """Raises InvalidInput."""
    check_url(values["url"])


KIND = Kind("Webhook", ":material/webhook:", FIELDS, send, check)
