"""What stands before the page: who may ask at all, how much may come in, and what every answer says."""

from __future__ import annotations

import secrets
from collections.abc import AsyncGenerator, Mapping
from typing import Final

import anyio
from starlette.datastructures import FormData, Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BYTES: Final = 50_000_000
"""Of one request."""
MOST_TEXT: Final = 2_000_000
"""Bytes of a pasted record."""
MOST_SECONDS: Final = 60.0
"""In which a request must have come in."""

HEADERS: Final[Mapping[str, str]] = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""Of every answer; one that has its own of these keeps it."""

_LOST: Final = "Not found. Open the address that supcheck serve shows in its own window.\n"


class Guard:
    """Lets a request through that names this address and the token, and comes from our own page."""

    def __init__(self, app: ASGIApp, address: str, token: str) -> None:
        """`address` is host and port, as a browser writes them in Host."""
        self._app = app
        self._address = address
        self._token = token
        self.once: str | None = secrets.token_urlsafe(32)
        """Leads to the page once: other users of a computer may see what a browser was started with."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """An ASGI application."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        started = False

        async def guarded(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        answer: ASGIApp = self._refused(scope) or self._app
        if answer is self._app:
            rest = scope["path"].removeprefix(f"/{self._token}")
            scope = {**scope, "path": rest, "raw_path": rest.encode()}
        try:
            await answer(scope, receive, guarded)
        except Exception:
            # What went wrong may name words of a record: it is told to nobody.
            if not started:
                await PlainTextResponse("Something went wrong.\n", 500)(scope, receive, guarded)

    def _refused(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        if headers.getlist("host") != [self._address]:
            return PlainTextResponse(_LOST, 421)
        first = scope["path"].removeprefix("/").partition("/")[0]
        if self.once and scope["path"] == f"/{first}" and _same(first, self.once):
            self.once = None
            return RedirectResponse(f"/{self._token}/", 303)
        if not _same(first, self._token) or scope["path"] == f"/{first}":
            return PlainTextResponse(_LOST, 404)
        if scope["method"] not in ("GET", "HEAD", "POST"):
            return PlainTextResponse("Not allowed.\n", 405)
        if not self._ours(headers, scope["method"]):
            return PlainTextResponse("Refused: this did not come from the page itself.\n", 403)
        return None

    def _ours(self, headers: Headers, method: str) -> bool:
        """Whether the page itself asks, or somebody who typed the address.

        A form's Origin is 'null' under Referrer-Policy no-referrer: then Sec-Fetch-Site must tell.
        """
        site, origin = headers.get("sec-fetch-site"), headers.get("origin")
        asks = method in ("GET", "HEAD")
        if site not in (None, "same-origin") and not (site == "none" and asks):
            return False
        if origin not in (None, "null"):
            return origin == f"http://{self._address}"
        return asks or site == "same-origin"


def _same(given: str, secret: str) -> bool:
    return secrets.compare_digest(given.encode("utf-8", "replace"), secret.encode())


class _InMemory(MultiPartParser):
    """Starlette's parser puts a file above a megabyte on disk; here none grows past what is held."""

    spool_max_size = 2 * MOST_BYTES


async def form_of(request: Request, seconds: float = MOST_SECONDS) -> FormData:
    """The form that a request carries, read whole into memory.

    Raises `HTTPException`: 413 too large, 408 too slow, 400 broken, 415 of another kind.
    """
    body = await _body(request, seconds)
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise HTTPException(415, "Send the page's own form.")

    async def stream() -> AsyncGenerator[bytes, None]:
        yield body

    parser = _InMemory(request.headers, stream(), max_files=1, max_fields=4, max_part_size=MOST_TEXT)
    try:
        return await parser.parse()
    except MultiPartException as error:
        if "maximum size" in str(error.message):
            raise HTTPException(413, "The text is longer than 2 MB. No record is so long.") from None
        raise HTTPException(400, "Send one record or one file at a time.") from None


async def _body(request: Request, seconds: float) -> bytes:
    told = request.headers.get("content-length", "0")
    if not told.isdecimal() or int(told) > MOST_BYTES:
        raise HTTPException(413, "The file is larger than 50 MB. Export a shorter time.")
    body = bytearray()
    try:
        with anyio.fail_after(seconds):
            async for chunk in request.stream():
                body += chunk
                if len(body) > MOST_BYTES:
                    raise HTTPException(413, "The file is larger than 50 MB. Export a shorter time.")
    except TimeoutError:
        raise HTTPException(408, "It took too long to arrive. Send it again.") from None
    except ClientDisconnect:
        raise HTTPException(400, "It did not arrive whole. Send it again.") from None
    return bytes(body)
