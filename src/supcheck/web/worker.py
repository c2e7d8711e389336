"""The one thread that reads: an export is read in it bit by bit, and a pasted record goes between."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, TypeVar

from supcheck.errors import SupcheckError
from supcheck.records import Run
from supcheck.web.reading import Reader

T = TypeVar("T")
Task = tuple[Callable[[Reader], Any], "Future[Any]"]


class Stopped(Exception):  # noqa: N818  # no error: somebody wanted it
    """Somebody cancelled, or the page is gone."""


@dataclass(eq=False)
class Job:
    """An export on its way."""

    name: str
    data: bytes = field(repr=False)
    done: int = 0
    total: int | None = None
    """None while the rows are looked through."""
    state: str = "waiting"
    """'waiting', 'reading', 'done', 'cancelled' or 'unread'."""
    run: Run | None = field(default=None, repr=False)
    problem: str = ""
    cancel: threading.Event = field(default_factory=threading.Event)

    @property
    def going(self) -> bool:
        """Whether there is more to come."""
        return self.state in ("waiting", "reading")


class Worker:
    """Loads the model, then does one thing at a time: nothing that judges need be safe for threads."""

    def __init__(self, load: Callable[[], Reader]) -> None:
        self._load = load
        self._soon: deque[Task] = deque()
        self._later: deque[Task] = deque()
        self._wake = threading.Condition()
        self._stopping = False
        self._reader: Reader | None = None
        self.ready = False
        self.broken = ""
        """Why the model could not be loaded."""
        self._thread = threading.Thread(target=self._work, name="supcheck reads", daemon=True)

    def start(self) -> None:
        """Begin with loading the model."""
        self._thread.start()

    def stop(self) -> None:
        """Take no more; what is going on is cut off at its next look."""
        with self._wake:
            self._stopping = True
            self._wake.notify()

    def soon(self, task: Callable[[Reader], T]) -> Future[T]:
        """Before anything long, and between its parts."""
        return self._put(self._soon, task)

    def export(self, job: Job) -> None:
        """Read an export; the job tells how far it is and what came of it."""
        self._put(self._later, lambda reader: self._read(reader, job))

    def _put(self, queue: deque[Task], task: Callable[[Reader], T]) -> Future[T]:
        future: Future[T] = Future()
        with self._wake:
            queue.append((task, future))
            self._wake.notify()
        return future

    def _work(self) -> None:
        try:
            self._reader = self._load()
            self.ready = True
        except SupcheckError as error:
            self.broken = str(error)
        except Exception as error:
            self.broken = f"the model could not be loaded ({type(error).__name__})"
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._soon or self._later or self._stopping)
                if self._stopping:
                    return
            self._next(self._soon or self._later)

    def _next(self, queue: deque[Task]) -> None:
        task, future = queue.popleft()
        try:
            if self._reader is None:
                raise SupcheckError(self.broken)
            future.set_result(task(self._reader))
        except Exception as error:
            future.set_exception(error)

    def _read(self, reader: Reader, job: Job) -> None:
        def watch(done: int, total: int | None) -> None:
            if job.cancel.is_set() or self._stopping:
                raise Stopped
            job.state, job.done, job.total = "reading", done, total
            while self._soon:
                self._next(self._soon)

        try:
            watch(0, None)
            job.run = reader.read(job.name, job.data, watch)
            watch(job.done, job.total)
            job.state = "done"
        except Stopped:
            job.state, job.run = "cancelled", None
        except SupcheckError as error:
            job.state, job.problem = "unread", str(error)
        except Exception as error:  # its words may be a record's
            job.state, job.problem = "unread", f"it could not be read ({type(error).__name__})"
        finally:
            job.data = b""
