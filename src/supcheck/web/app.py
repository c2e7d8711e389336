"""The page's addresses: what each gives, and the open pages behind them."""

from __future__ import annotations

import asyncio
import datetime as dt
import re
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import PurePath
from typing import Final

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from supcheck.errors import SupcheckError
from supcheck.load import LOADERS, TABLES
from supcheck.records import Run
from supcheck.report import FORMATS, Wanted
from supcheck.report.context import RecordReport, RunReport
from supcheck.report.page import page, record_script
from supcheck.report.tracker import FORMATS as TRACKERS
from supcheck.report.tracker import rows
from supcheck.rubric import Rubric, load_rubric
from supcheck.web.changes import changes, drafts_of_one
from supcheck.web.guard import MOST_BYTES, MOST_SECONDS, form_of
from supcheck.web.sessions import Draft, Problem, Session, Sessions
from supcheck.web.worker import Job, Worker

PASTED: Final = "Your record.txt"
SWEEP: Final = 5.0
"""Seconds between two looks for pages that fell silent."""
KINDS: Final = tuple(suffix for suffix in (*LOADERS, *TABLES) if suffix != ".parquet")
"""Files that the page takes; DuckDB reads Parquet from a disk alone, and nothing is put on one."""


@dataclass(frozen=True, slots=True)
class Saved:
    """A way to take the result away."""

    title: str
    file: str
    media: str
    write: Callable[[Run, Rubric], str | bytes]


_EXCEL: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _tracker(run: Run, rubric: Rubric) -> bytes:
    return TRACKERS["xlsx"](list(rows(run, dt.date.today())))


def _report(form: str, run: Run, rubric: Rubric) -> str | bytes:
    return FORMATS[form](run, Wanted(rubric=rubric))


SAVED: Final[Mapping[str, Saved]] = {
    "page": Saved(
        "this report as a page", "supcheck.html", "text/html; charset=utf-8", partial(_report, "html")
    ),
    "tracker": Saved("the directions as a tracker for Excel", "supcheck-actions.xlsx", _EXCEL, _tracker),
    "table": Saved("every finding as a table for Excel", "supcheck.xlsx", _EXCEL, partial(_report, "xlsx")),
}
"""What can be saved, by the last part of its address."""


class App:
    """The pages, and what answers for them."""

    def __init__(
        self,
        worker: Worker,
        sessions: Sessions,
        token: str,
        *,
        rubric: Rubric | None = None,
        idle: float | None = None,
        ended: Callable[[], None] = lambda: None,
        seconds: float = MOST_SECONDS,
    ) -> None:
        """`rubric` is the reader's, the core one where none is given.

        After `idle` seconds without an open page `ended` is called; a request has `seconds` to arrive.
        """
        self._worker = worker
        self._sessions = sessions
        self._start = f"/{token}/"
        self._idle = idle
        self._ended = ended
        self._seconds = seconds
        self._rubric = rubric or load_rubric()
        self._frame_policy = frame_policy()

    def asgi(self) -> Starlette:
        """The application, to be put behind a `Guard`."""
        paged = {
            ("GET", ""): self._shown,
            ("POST", ""): self._given,
            ("GET", "result"): self._result,
            ("GET", "progress"): self._progress,
            ("POST", "here"): self._here,
            ("POST", "cancel"): self._cancel,
            ("POST", "close"): self._close,
            ("POST", "clear"): self._clear,
            ("GET", "draft/{number:int}"): self._draft,
            ("GET", "draft/{number:int}/{saved}"): self._draft_saved,
            ("GET", "run"): self._run,
            ("GET", "run/{saved}"): self._run_saved,
        }
        routes = [Route("/", self._new, methods=["GET"])]
        for (method, path), answer in paged.items():
            routes.append(Route(f"/{{page}}/{path}", self._of_page(answer), methods=[method]))
        return Starlette(
            routes=routes,
            lifespan=self._lifespan,
            exception_handlers={Exception: _went_wrong},
        )

    @asynccontextmanager
    async def _lifespan(self, _: Starlette) -> AsyncIterator[None]:
        sweeping = asyncio.create_task(self._sweep())
        try:
            yield
        finally:
            sweeping.cancel()
            self._sessions.clear()
            self._worker.stop()

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(SWEEP if self._idle is None else min(SWEEP, self._idle / 4))
            self._sessions.sweep()
            if self._idle is not None and self._sessions.silent_for() > self._idle:
                self._ended()

    def _of_page(
        self, answer: Callable[[Request, Session], Awaitable[Response]]
    ) -> Callable[[Request], Awaitable[Response]]:
        async def answered(request: Request) -> Response:
            session = self._sessions.get(request.path_params["page"])
            if session is None:
                return self._page("serve-gone.html.j2", {}, 410)
            return await answer(request, session)

        return answered

    def _page(self, template: str, context: Mapping[str, object], status: int = 200) -> Response:
        nonce = secrets.token_urlsafe(16)
        policy = (
            f"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; img-src data:; "
            "connect-src 'self'; form-action 'self'; frame-src 'self'; base-uri 'none'; "
            "frame-ancestors 'none'"
        )
        text = page(template, nonce=nonce, start=self._start, **context)
        return HTMLResponse(text, status, {"Content-Security-Policy": policy})

    async def _new(self, _: Request) -> Response:
        return RedirectResponse(f"{self._start}{self._sessions.new().id}/", 303)

    async def _shown(self, _: Request, session: Session) -> Response:
        return self._page("serve.html.j2", self._context(session))

    async def _result(self, _: Request, session: Session) -> Response:
        return JSONResponse(self._fragment(session))

    def _fragment(self, session: Session) -> dict[str, object]:
        context = self._context(session)
        return {
            "html": page("serve-result.html.j2", start=self._start, **context),
            "problem": session.problem.says if session.problem else "",
            "field": session.problem.field if session.problem else "",
            "text": session.text,
        }

    def _context(self, session: Session) -> dict[str, object]:
        draft, job = (session.drafts[-1] if session.drafts else None), session.job
        return {
            "here": f"{self._start}{session.id}/",
            "kinds": KINDS,
            "most": MOST_BYTES,
            "ready": self._worker.ready,
            "broken": self._worker.broken,
            "problem": session.problem,
            "text": session.text,
            "draft": draft,
            "record": RecordReport(draft.run.judged[0], self._rubric) if draft else None,
            "more": len(draft.run.judged) - 1 if draft else 0,
            "job": job,
            "summary": RunReport(job.run, self._rubric).summary if job and job.run else "",
            "saved": SAVED,
        }

    async def _given(self, request: Request, session: Session) -> Response:
        """A record or a file: read, or put down to be read where it is an export."""
        session.problem = None
        try:
            name, data = await self._taken(request, session)
            if PurePath(name).suffix.lower() in TABLES:
                self._begin(session, name, data)
            else:
                await self._read(session, name, data)
        except HTTPException as error:
            session.problem = Problem(error.detail, "file" if error.status_code == 413 else "text")
        except SupcheckError as error:
            session.problem = Problem(f"{str(error).rstrip('.')}.")
        if request.headers.get("x-supcheck") == "script":
            return JSONResponse(self._fragment(session))
        return RedirectResponse(f"{self._start}{session.id}/", 303)

    async def _taken(self, request: Request, session: Session) -> tuple[str, bytes]:
        """The file's name and bytes; a pasted text is a file of that text."""
        form = await form_of(request, self._seconds)
        file, text = form.get("file"), str(form.get("text") or "").replace("\r\n", "\n")
        session.text = text
        if isinstance(file, UploadFile) and file.filename:
            name, data = _name(file.filename), await file.read()
            await file.close()
            suffix = PurePath(name).suffix.lower()
            if suffix not in KINDS:
                kind = f"a {suffix} file" if suffix else "a file without a suffix"
                raise HTTPException(415, f"This page cannot read {kind}. It reads {', '.join(KINDS)}.")
            return name, data
        if not text.strip():
            raise HTTPException(400, "Paste a record, or choose a file.")
        return PASTED, text.encode("utf-8", "replace")

    async def _read(self, session: Session, name: str, data: bytes) -> None:
        session.end_job()
        reading = self._worker.soon(lambda reader: reader.read(name, data, lambda done, total: None))
        try:
            run = await asyncio.wrap_future(reading)
        except SupcheckError as error:
            raise SupcheckError(f"The record could not be read: {error}") from None
        except Exception as error:  # its words may be a record's
            raise SupcheckError(f"{name} could not be read ({type(error).__name__})") from None
        if not run.judged:
            raise SupcheckError(_unread(run, name))
        now, last = run.judged[0], session.drafts[-1] if session.drafts else None
        number = last.number + 1 if last else 1
        session.text = now.record.text
        if last and len(run.judged) == 1 and drafts_of_one(last.run.judged[0], now):
            moved = changes(last.run.judged[0], now, self._rubric)
            session.add(Draft(number, run, last.number, moved))
        else:
            session.drafts = []
            session.add(Draft(number, run))

    def _begin(self, session: Session, name: str, data: bytes) -> None:
        session.end_job()
        session.drafts, session.text = [], ""
        session.job = Job(name, data)
        self._worker.export(session.job)

    async def _progress(self, _: Request, session: Session) -> Response:
        job = session.job
        if job is None:
            return JSONResponse({"going": False})
        return JSONResponse(
            {"going": job.going, "waiting": job.state == "waiting", "done": job.done, "total": job.total}
        )

    async def _here(self, _: Request, session: Session) -> Response:
        return JSONResponse({"ready": self._worker.ready, "broken": self._worker.broken})

    async def _cancel(self, request: Request, session: Session) -> Response:
        if session.job is not None and session.job.going:
            session.job.cancel.set()
            session.job.state = "cancelled"
        if request.headers.get("x-supcheck") == "script":
            return JSONResponse(self._fragment(session))
        return RedirectResponse(f"{self._start}{session.id}/", 303)

    async def _close(self, _: Request, session: Session) -> Response:
        self._sessions.drop(session.id)
        return Response(status_code=204)

    async def _clear(self, _: Request, session: Session) -> Response:
        self._sessions.drop(session.id)
        return RedirectResponse(self._start, 303)

    async def _draft(self, request: Request, session: Session) -> Response:
        return await self._framed(_draft_of(request, session))

    async def _draft_saved(self, request: Request, session: Session) -> Response:
        return await self._file(request, _draft_of(request, session))

    async def _run(self, _: Request, session: Session) -> Response:
        return await self._framed(_run_of(session))

    async def _run_saved(self, request: Request, session: Session) -> Response:
        return await self._file(request, _run_of(session))

    async def _framed(self, run: Run) -> Response:
        """The report as the command line writes it, in a frame of our page or alone."""
        text = await run_in_threadpool(SAVED["page"].write, run, self._rubric)
        headers = {"Content-Security-Policy": self._frame_policy, "X-Frame-Options": "SAMEORIGIN"}
        return HTMLResponse(text, headers=headers)

    async def _file(self, request: Request, run: Run) -> Response:
        saved = SAVED.get(request.path_params["saved"])
        if saved is None:
            raise HTTPException(404)
        data = await run_in_threadpool(saved.write, run, self._rubric)
        headers = {"Content-Disposition": f'attachment; filename="{saved.file}"'}
        return Response(data, headers=headers, media_type=saved.media)


def frame_policy() -> str:
    """What a report may do in its frame: its own styles, and the one script that is ours.

    So a script that came with a record's words would not run, were it ever to get past the escaping.
    """
    return (
        f"default-src 'none'; style-src 'unsafe-inline'; script-src '{record_script().hash}'; img-src data:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-scripts allow-modals"
    )


async def _went_wrong(_: Request, __: Exception) -> Response:
    """What went wrong may name words of a record: it is told to nobody."""
    return PlainTextResponse("Something went wrong.\n", 500)


def _draft_of(request: Request, session: Session) -> Run:
    for draft in session.drafts:
        if draft.number == request.path_params["number"]:
            return draft.run
    raise HTTPException(404)


def _run_of(session: Session) -> Run:
    if session.job is None or session.job.run is None:
        raise HTTPException(404)
    return session.job.run


def _name(given: str) -> str:
    """A file's own name, printable and of a length that a line holds."""
    name = re.split(r"[\\/]", given)[-1]
    shown = "".join(letter for letter in name if letter.isprintable()) or "file"
    return shown if len(shown) <= 100 else f"{PurePath(shown).stem[:80]}{PurePath(shown).suffix[:10]}"


def _unread(run: Run, name: str) -> str:
    if not run.unread:
        return f"{name} holds no record"
    first = run.unread[0]
    return f"{first.source} could not be read: {first.reason}. {first.mend}"
