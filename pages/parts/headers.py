"""What every answer of the app says to the browser, and which names the app answers to.

The policy is a second wall behind `plain`: even a picture or a script that got into a page could not reach another host.
Names: an address in figures, localhost, or the name people type (DATAMIND_PUBLIC_URL). A page elsewhere whose name is made
to point here (DNS rebinding) has another name, and is refused.
"""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "media-src 'self' data: blob:",
        "connect-src 'self' ws: wss: data: blob:",
        "worker-src 'self' blob:",
        "frame-src 'self' blob: data:",
        "frame-ancestors 'none'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
    )
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "cross-origin-opener-policy": "same-origin",
}
UNSEEN = ("/_stcore/metrics",)


class SecurityHeaders:
    """Adds HEADERS to every answer; answers 404 to paths that are nobody's business."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
            await send(message)

        if scope["path"].rstrip("/") in UNSEEN:
            await PlainTextResponse("Not found", 404)(scope, receive, send_with_headers)
            return
        await self.app(scope, receive, send_with_headers)


class KnownHosts:
    """Refuses requests and WebSockets that call the app by a name which is not its own."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket") and not is_known(Headers(scope=scope).get("host", "")):
            refusal = "DataMind is not called that. Set DATAMIND_PUBLIC_URL to the address that people type."
            await PlainTextResponse(refusal, 403)(scope, receive, send)
            return
        await self.app(scope, receive, send)


def is_known(host: str) -> bool:
    """Whether a Host header names this app: an address in figures, localhost, or the host of the public address."""
    from pages.parts.frame import get_engine

    name = urlsplit(f"//{host}").hostname or ""
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return name == urlsplit(get_engine().settings.public_url).hostname
    return True


MIDDLEWARE = [Middleware(KnownHosts), Middleware(SecurityHeaders)]
