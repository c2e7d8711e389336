"""What a page holds while it is open: in memory alone, and dropped when it goes or falls silent."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from supcheck.records import Run
from supcheck.web.changes import Moved
from supcheck.web.worker import Job

SILENCE: Final = 600.0
"""Seconds without a sign of life after which a page's records are dropped."""
MOST_PAGES: Final = 30
MOST_DRAFTS: Final = 10


@dataclass(frozen=True, slots=True)
class Draft:
    """A record as it was read, and what moved since the draft before."""

    number: int
    run: Run = field(repr=False)
    since: int | None = None
    """The draft that it is compared with."""
    moved: tuple[Moved, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Problem:
    """What stands in the error summary, and the field that it is about."""

    says: str
    field: str = "text"


@dataclass(eq=False)
class Session:
    """One page."""

    id: str
    seen: float
    text: str = field(default="", repr=False)
    drafts: list[Draft] = field(default_factory=list, repr=False)
    job: Job | None = field(default=None, repr=False)
    problem: Problem | None = None

    def add(self, draft: Draft) -> None:
        """Keep it; of many the oldest goes."""
        self.drafts = [*self.drafts, draft][-MOST_DRAFTS:]

    def end_job(self) -> None:
        """Cancel and forget an export."""
        if self.job is not None:
            self.job.cancel.set()
        self.job = None


class Sessions:
    """The open pages."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._open: dict[str, Session] = {}
        self.last = clock()
        """When any page last showed a sign of life."""

    def __len__(self) -> int:
        return len(self._open)

    def new(self) -> Session:
        """A page that opens; beyond the most, the one that was silent longest goes."""
        while len(self._open) >= MOST_PAGES:
            self.drop(min(self._open.values(), key=lambda one: one.seen).id)
        session = Session(secrets.token_urlsafe(16), self._clock())
        self.last = session.seen
        self._open[session.id] = session
        return session

    def get(self, id: str) -> Session | None:
        """The page of that id, which has just shown that it lives; None where it is gone."""
        self.sweep()
        session = self._open.get(id)
        if session is not None:
            session.seen = self.last = self._clock()
        return session

    def drop(self, id: str) -> None:
        """Forget a page with all that it holds, and stop what is read for it."""
        session = self._open.pop(id, None)
        if session is not None:
            session.end_job()
            session.drafts, session.text = [], ""

    def sweep(self) -> None:
        """Drop the pages that fell silent."""
        now = self._clock()
        for session in [one for one in self._open.values() if now - one.seen > SILENCE]:
            self.drop(session.id)

    def silent_for(self) -> float:
        """Seconds since any page showed a sign of life."""
        return self._clock() - self.last

    def clear(self) -> None:
        """Forget everything."""
        for id in list(self._open):
            self.drop(id)
