"""A Slack channel, by its incoming webhook. Nothing from data can mention people or make links: Slack's three signs are escaped."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from datamind.channels.base import Kind, Message, Resolve, check_url, one_line, post
from datamind.forms import Field

FIELDS = (Field("url", "Webhook address", "password", secret=True, help="From Slack: Apps, Incoming Webhooks."),)


def send(values: Mapping[str, Any], message: Message, resolve: Resolve) -> str:
    text = "\n".join([f"*{escape(message.title)}*", *(escape(line) for line in message.lines)])
    if message.link:
        text += f"\n<{message.link}|Open in DataMind>"
    body = json.dumps({"text": text, "unfurl_links": False, "unfurl_media": False}).encode()
    return post(values["url"], body, {}, resolve)


def escape(text: str) -> str:
    """As Slack asks for (&, <, >), and without its marks for bold, code and the like taking hold."""
    clean = one_line(text, 1_000).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return "".join(f"\u2060{letter}" if letter in "*_~`" else letter for letter in clean)


def check(values: Mapping[str, Any]) -> None:
    """Raises InvalidInput."""
    check_url(values["url"])


KIND = Kind("Slack", ":material/tag:", FIELDS, send, check)
