"""The routes beside the pages: they set and end the session's cookie, and tell a load balancer that all is well.

A POST must come from a page of ours: it carries a header that another site's form cannot send, and the browser's own word
on where it comes from. Tickets and first-run tokens are worth something once.
"""

from __future__ import annotations

from urllib.parse import urlsplit

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from datamind import sessions
from datamind.errors import DataMindError
from pages.parts.frame import COOKIE, get_engine


async def start(request: Request) -> Response:
    """The link that the first start prints: signs its holder in, once."""
    token = request.query_params.get("token", "")
    try:
        session = await anyio.to_thread.run_sync(sessions.redeem_link, get_engine(), token, *_whence(request))
    except DataMindError:
        return RedirectResponse("/?link=used", 303)
    return _with_cookie(RedirectResponse("/", 303), session)


async def begin(request: Request) -> Response:
    """A ticket from the sign-in form becomes a session."""
    if not _is_ours(request):
        return PlainTextResponse("This request does not come from a page of DataMind.", 403)
    try:
        ticket = str((await request.json())["ticket"])
    except (ValueError, KeyError, TypeError):
        return PlainTextResponse("This request holds no ticket.", 400)
    try:
        session = await anyio.to_thread.run_sync(sessions.redeem_ticket, get_engine(), ticket, *_whence(request))
    except DataMindError as error:
        return PlainTextResponse(str(error), 403)
    return _with_cookie(JSONResponse({"ok": True}), session)


async def end(request: Request) -> Response:
    """The session ends, here and in every tab."""
    if not _is_ours(request):
        return PlainTextResponse("This request does not come from a page of DataMind.", 403)
    if sid := request.cookies.get(COOKIE):
        await anyio.to_thread.run_sync(sessions.sign_out, get_engine(), sid)
    answer = JSONResponse({"ok": True})
    answer.delete_cookie(COOKIE, path="/")
    return answer


async def ready(request: Request) -> Response:
    """200 once the store answers."""
    return PlainTextResponse("ready")


def _is_ours(request: Request) -> bool:
    if request.headers.get("x-dm") != "1":
        return False
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = urlsplit(request.headers.get("origin", ""))
    return origin.netloc == request.headers.get("host", "")


def _whence(request: Request) -> tuple[str, str]:
    """The browser and the address, for the list of sessions that people see."""
    return request.headers.get("user-agent", ""), request.client.host if request.client else ""


def _with_cookie(answer: Response, session: str) -> Response:
    settings = get_engine().settings
    answer.set_cookie(
        COOKIE,
        session,
        max_age=int(settings.session_life_s),
        path="/",
        httponly=True,
        samesite="lax",
        secure=settings.secure_cookie,
    )
    return answer


ROUTES = [
    Route("/auth/start", start, methods=["GET"]),
    Route("/auth/session", begin, methods=["POST"]),
    Route("/auth/logout", end, methods=["POST"]),
    Route("/readyz", ready, methods=["GET"]),
]
