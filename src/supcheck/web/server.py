"""Listening on loopback, and on nothing else, until the page is gone."""

from __future__ import annotations

import contextlib
import os
import secrets
import socket
import threading
import webbrowser
from collections.abc import Callable
from functools import partial
from typing import Final

import uvicorn

from supcheck.errors import SupcheckError
from supcheck.load.columns import ExportReading
from supcheck.rubric import Rubric
from supcheck.web.app import App
from supcheck.web.guard import Guard
from supcheck.web.reading import Reader
from supcheck.web.sessions import Sessions
from supcheck.web.worker import Worker

HOSTS: Final = {"127.0.0.1": socket.AF_INET, "::1": socket.AF_INET6}
"""Every address that may be listened on."""


class Server:
    """One server with its token; `address` is where it listens."""

    def __init__(
        self,
        host: str = "127.0.0.1",
        port: int = 0,
        *,
        idle: float | None = None,
        rubric: Rubric | None = None,
        load: Callable[[], Reader] = Reader.load,
        sessions: Sessions | None = None,
    ) -> None:
        """Port 0 is any that is free; `idle` in seconds. Raises `SupcheckError`."""
        if host not in HOSTS:
            raise SupcheckError(f"{host}: supcheck serve listens on {' or '.join(HOSTS)} only")
        try:
            self._socket = socket.create_server((host, port), family=HOSTS[host])
        except OSError as error:
            raise SupcheckError(
                f"port {port}: cannot be listened on ({error.strerror}); try another, or leave --port out"
            ) from None
        shown = f"[{host}]" if ":" in host else host
        port = self._socket.getsockname()[1]
        # A browser leaves the usual port out.
        address = shown if port == 80 else f"{shown}:{port}"
        token = secrets.token_urlsafe(32)
        self.address = f"http://{address}/{token}/"
        self.sessions = sessions or Sessions()
        self.worker = Worker(load)
        app = App(self.worker, self.sessions, token, rubric=rubric, idle=idle, ended=self.stop)
        guard = Guard(app.asgi(), address, token)
        self.first = f"http://{address}/{guard.once}"
        """Leads to the page once: for the browser that is started."""
        self._uvicorn = uvicorn.Server(
            uvicorn.Config(
                guard,
                log_config=None,
                log_level="critical",
                access_log=False,
                ws="none",
                proxy_headers=False,
                server_header=False,
                limit_concurrency=100,
                timeout_keep_alive=5,
                timeout_graceful_shutdown=2,
            )
        )

    def run(self) -> None:
        """Load the model and answer, until Ctrl+C, `stop` or too long a silence."""
        self.worker.start()
        try:
            self._uvicorn.run(sockets=[self._socket])
        finally:
            self.worker.stop()
            self._socket.close()

    def stop(self) -> None:
        """End `run`."""
        self._uvicorn.should_exit = True


def serve(
    host: str,
    port: int,
    *,
    rubric: Rubric,
    exports: ExportReading,
    idle: float | None,
    browser: bool,
    say: Callable[[str], None],
) -> None:
    """Open the page and answer until it ends; raises `SupcheckError`."""
    # Threads that wait for a busy core make a record take three times as long: one core is left to others.
    os.environ.setdefault("OMP_NUM_THREADS", str(max(1, (os.cpu_count() or 2) - 1)))
    server = Server(host, port, idle=idle, rubric=rubric, load=partial(Reader.load, rubric, exports))
    say(f"The page is at {server.address}")
    say("It is for this computer only, and nothing that you give it is kept. Ctrl+C ends it.")
    if browser:
        # Some browsers hold up whoever opens them.
        threading.Thread(target=webbrowser.open, args=(server.first,), daemon=True).start()
    with contextlib.suppress(KeyboardInterrupt):
        server.run()
    say("Ended; nothing was kept.")
