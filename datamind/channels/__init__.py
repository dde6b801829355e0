"""How news leaves the house: a `Message` goes in, a line saying what the other side answered comes out, or DeliveryFailed.

A channel never chooses where it connects: `resolve` gives the addresses that were checked. To add a kind: its file here and
its line in `KINDS`; the contract suite, which runs over them, covers it.
"""

from __future__ import annotations

from collections.abc import Mapping

from datamind.channels import email, slack, webhook
from datamind.channels.base import Attachment, Kind, Message, Resolve
from datamind.errors import InvalidInput

KINDS: Mapping[str, Kind] = {"email": email.KIND, "slack": slack.KIND, "webhook": webhook.KIND}


def find_kind(name: str) -> Kind:
    """Raises InvalidInput."""
    if name not in KINDS:
        raise InvalidInput(f"There is no channel of the kind {name[:40]!r}: choose {', '.join(KINDS)}.", "kind")
    return KINDS[name]


__all__ = ["KINDS", "Attachment", "Kind", "Message", "Resolve", "find_kind"]
