"""The routes beside the pages: they set and end the session's cookie, take in files, hand out the editor's library, and tell a load balancer that all is well.

A POST must come from a page of ours: it carries a header that another site's form cannot send, and the browser's own word
on where it comes from. Tickets and first-run tokens are worth something once.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from datamind import sessions
from datamind.engine import Scope
from datamind.errors import CodeNeeded, DataMindError, Forbidden
from datamind.metrics import show_metrics
from datamind.services import organisation, uploads
from pages.parts.editor import serve_codemirror
from pages.parts.frame import COOKIE, get_engine


async def start(request: Request) -> Response:
    """The link that the first start prints: signs its holder in, once."""
    return await _open(request, sessions.redeem_link)


async def reset(request: Request) -> Response:
    """The link that an admin hands out: its holder is asked for a new password, once."""
    return await _open(request, sessions.redeem_reset)


async def _open(request: Request, redeem: Callable[..., str]) -> Response:
    token = request.query_params.get("token", "")
    try:
        session = await anyio.to_thread.run_sync(redeem, get_engine(), token, *_whence(request))
    except CodeNeeded as next_step:
        return RedirectResponse(f"/?second={next_step.ticket}", 303)
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
    if former := request.cookies.get(COOKIE):  # a browser has one session: the one before ends
        await anyio.to_thread.run_sync(sessions.sign_out, get_engine(), former)
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


async def receive(request: Request) -> Response:
    """One file of an upload, written to the disk as it arrives; the answer names its draft."""
    if not _is_ours(request):
        return PlainTextResponse("This request does not come from a page of DataMind.", 403)
    asked = request.query_params
    if not asked.get("size", "").isdecimal():
        return PlainTextResponse("This request does not say how large the file is.", 400)
    part: Path | None = None
    try:
        draft, part = await anyio.to_thread.run_sync(_make_place, request, int(asked["size"]))
        written = 0
        async with await anyio.open_file(part, "wb") as out:
            async for chunk in request.stream():
                written += len(chunk)
                if written > int(asked["size"]):
                    return PlainTextResponse("The file is larger than was said; nothing was kept.", 413)
                await out.write(chunk)
        if written < int(asked["size"]):
            return PlainTextResponse("The file did not arrive whole. Try again.", 400)
        part.rename(part.with_suffix(""))
        return JSONResponse({"draft": draft})
    except DataMindError as error:
        return PlainTextResponse(str(error), 403 if isinstance(error, Forbidden) else 422)
    finally:
        if part is not None:
            part.unlink(missing_ok=True)


def _make_place(request: Request, size_bytes: int) -> tuple[str, Path]:
    """The draft and where the bytes go. Raises Forbidden for a stranger, InvalidInput when there is no room."""
    engine, sid = get_engine(), request.cookies.get(COOKIE)
    actor = sessions.actor_for(engine, sid) if sid else None
    if actor is None:
        raise Forbidden("Your session has ended. Load the page again and sign in.")
    scope = Scope(engine, actor)
    if organisation.must_set_up_second_factor(scope):
        raise Forbidden("Your organisation asks for a second factor. Load the page again and set it up.")
    draft = request.query_params.get("draft") or uploads.start_draft(scope)
    return draft, uploads.receive_file(scope, draft, request.query_params.get("name", "file"), size_bytes)


async def ready(request: Request) -> Response:
    """200 while the store answers, else 503: a load balancer then asks another process."""
    try:
        await anyio.to_thread.run_sync(get_engine().house.check)
    except DataMindError as error:
        return PlainTextResponse(str(error), 503)
    return PlainTextResponse("ready")


async def live(request: Request) -> Response:
    """200 while this process answers at all, whatever the store does."""
    return PlainTextResponse("alive")


async def tell_metrics(request: Request) -> Response:
    """The figures of this process, for this machine itself or whoever brings the token; for others there is no such page."""
    token, given = get_engine().settings.metrics_token, request.headers.get("authorization", "")
    forwarded = any(name in request.headers for name in ("x-forwarded-for", "forwarded", "x-real-ip"))
    is_here = not token and not forwarded and bool(request.client) and request.client.host in ("127.0.0.1", "::1")
    if not is_here and not (token and hmac.compare_digest(given.encode(), f"Bearer {token}".encode())):
        return PlainTextResponse("Not found", 404)
    return PlainTextResponse(show_metrics())


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
    Route("/auth/reset", reset, methods=["GET"]),
    Route("/auth/session", begin, methods=["POST"]),
    Route("/auth/logout", end, methods=["POST"]),
    Route("/files/receive", receive, methods=["POST"]),
    Route("/assets/codemirror.js", serve_codemirror, methods=["GET"]),
    Route("/readyz", ready, methods=["GET"]),
    Route("/livez", live, methods=["GET"]),
    Route("/metrics", tell_metrics, methods=["GET"]),
]
