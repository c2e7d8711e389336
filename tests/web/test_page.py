"""The page's answers without a browser: who may ask, what every answer says, and that nothing is kept."""

from __future__ import annotations

import asyncio
import dataclasses
import logging
import re
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

pytest.importorskip("starlette", reason="supcheck serve is an extra: pip install 'supcheck[serve]'")

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.testclient import TestClient

from supcheck.cli import main
from supcheck.errors import SupcheckError
from supcheck.load import LOADERS, TABLES
from supcheck.report import FORMATS
from supcheck.rubric import load_rubric
from supcheck.web import app as web_app
from supcheck.web.app import KINDS, SAVED, App, frame_policy
from supcheck.web.guard import HEADERS, MOST_BYTES, MOST_TEXT, Guard, form_of
from supcheck.web.server import HOSTS, Server
from supcheck.web.sessions import MOST_DRAFTS, MOST_PAGES, SILENCE, Sessions
from supcheck.web.worker import Worker

from .standin import BETTER, EXPORT, OTHER, PLAIN, Quick

ADDRESS = "127.0.0.1:8000"
TOKEN = "the-token"
SHIPPED = Path(__file__).parents[2] / "fixtures" / "records"
OURS = {"sec-fetch-site": "same-origin"}
SCRIPT = {**OURS, "x-supcheck": "script"}
MARK = "Zebedee"
"""A word of a record that no log, error or file may have."""


class House:
    """A page's server without a port."""

    def __init__(self, **options: Any) -> None:
        self.quick = Quick()
        self.now = 0.0
        self.sessions = Sessions(lambda: self.now)
        self.worker = Worker(self.quick.reader)
        self.app = App(self.worker, self.sessions, TOKEN, **options)
        self.guard = Guard(self.app.asgi(), ADDRESS, TOKEN)
        self.worker.start()

    def page(self, client: TestClient) -> str:
        answer = client.get(f"/{TOKEN}/", follow_redirects=False)
        assert answer.status_code == 303
        return str(answer.headers["location"])

    def give(
        self, client: TestClient, here: str, text: str = "", file: tuple[str, bytes] | None = None
    ) -> Any:
        files = {"text": (None, text.encode()), "file": file or ("", b"")}
        return client.post(here, files=files, headers=SCRIPT)

    def finished(self, client: TestClient, here: str) -> dict[str, Any]:
        until = time.monotonic() + 20
        while client.get(here + "progress").json()["going"]:
            assert time.monotonic() < until
            time.sleep(0.01)
        answer: dict[str, Any] = client.get(here + "result").json()
        return answer


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
def client(house: House) -> Iterator[TestClient]:
    with TestClient(house.guard, base_url=f"http://{ADDRESS}", raise_server_exceptions=True) as client:
        yield client
    house.quick.gate.set()


def addresses(house: House, here: str) -> list[str]:
    """Every address that the page has, from its own routes."""
    paths = [str(getattr(route, "path", "")) for route in house.app.asgi().routes]
    found = [
        path.replace("/{page}/", "").replace("{number:int}", "1").replace("{saved}", "page")
        for path in paths
        if path != "/"
    ]
    assert len(found) >= 10
    return [here + path for path in found]


@pytest.mark.parametrize("token", ["", "x", TOKEN[:-1], TOKEN + "x", TOKEN.upper(), "é"])
def test_without_the_token_no_address_answers(house: House, client: TestClient, token: str) -> None:
    for address in addresses(house, house.page(client)):
        wrong = address.replace(f"/{TOKEN}/", f"/{token}/", 1)
        for answer in (client.get(wrong), client.post(wrong, headers=OURS)):
            assert answer.status_code == 404
            assert "supcheck serve" in answer.text


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost:8000", "127.0.0.1", "127.0.0.1:8001", "[::1]:8000", ""]
)
def test_another_host_is_refused_so_that_no_name_can_be_bound_to_this_address(
    house: House, client: TestClient, host: str
) -> None:
    here = house.page(client)
    assert client.get(here, headers={"host": host}).status_code == 421
    assert client.post(here, headers={"host": host, **OURS}).status_code == 421


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:8001", **OURS},
        {"origin": f"https://{ADDRESS}", **OURS},
        {"origin": f"http://{ADDRESS}", "sec-fetch-site": "cross-site"},
        {"origin": f"http://{ADDRESS}", "sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
    ],
)
def test_only_the_page_itself_may_send_something(
    house: House, client: TestClient, headers: dict[str, str]
) -> None:
    here = house.page(client)
    for path in ("", "here", "cancel", "close", "clear"):
        assert client.post(here + path, headers=headers).status_code == 403
    assert client.get(here + "progress").status_code == 200


@pytest.mark.parametrize("headers", [OURS, {"origin": f"http://{ADDRESS}"}, {"origin": "null", **OURS}])
def test_the_page_itself_may(house: House, client: TestClient, headers: dict[str, str]) -> None:
    assert client.post(house.page(client) + "here", headers=headers).status_code == 200


def test_another_site_cannot_even_look(house: House, client: TestClient) -> None:
    for site, status in (("cross-site", 403), ("same-site", 403), ("none", 200), ("same-origin", 200)):
        assert client.get(house.page(client), headers={"sec-fetch-site": site}).status_code == status


def test_no_other_method_is_answered(house: House, client: TestClient) -> None:
    for method in ("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"):
        assert client.request(method, house.page(client), headers=OURS).status_code == 405


def test_every_answer_bears_every_header_of_safety(house: House, client: TestClient) -> None:
    here = house.page(client)
    house.give(client, here, PLAIN)
    answers = [
        client.get(f"/{TOKEN}/", follow_redirects=False),
        client.get("/nowhere"),
        client.get(here, headers={"host": "evil.example"}),
        client.get(here + "nowhere"),
        client.get(here + "draft/99"),
        client.get(f"/{TOKEN}/gone/"),
        client.post(here),
        *(client.get(address) for address in addresses(house, here)),
    ]
    for answer in answers:
        for name in HEADERS:
            assert name in answer.headers, (answer.url, name)
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert "unsafe-eval" not in answer.headers["content-security-policy"]
        framed = answer.status_code == 200 and answer.url.path.endswith("draft/1")
        assert ("frame-ancestors 'self'" if framed else "frame-ancestors 'none'") in answer.headers[
            "content-security-policy"
        ]


def test_a_page_asks_for_nothing_from_elsewhere_and_its_nonce_is_new_each_time(
    house: House, client: TestClient
) -> None:
    here = house.page(client)
    nonces = set()
    for _ in range(2):
        answer = client.get(here)
        found = re.findall(r"<(?:script|style)(?: nonce=\"([^\"]+)\")?>", answer.text)
        (nonce,) = set(found)
        assert (
            f"script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'"
            in answer.headers["content-security-policy"]
        )
        nonces.add(nonce)
        for outside in ("http:", "https:", "@import", "url(", " on", "style="):
            assert not re.search(rf"<[^>]*{re.escape(outside)}\w*=?\"", answer.text), outside
    assert len(nonces) == 2


def test_no_browser_sends_the_text_away_to_be_spelt_translated_or_completed(
    house: House, client: TestClient
) -> None:
    text = client.get(house.page(client)).text
    box = re.search(r"<textarea[^>]*>", text)
    assert box is not None
    for said in ('spellcheck="false"', 'autocomplete="off"', 'writingsuggestions="false"'):
        assert said in box[0]
    assert 'translate="no"' in text


def test_a_record_is_read_without_script_and_a_change_is_told(house: House, client: TestClient) -> None:
    here = house.page(client)
    for text in (PLAIN, BETTER):
        answer = client.post(here, files={"text": (None, text.replace("\n", "\r\n").encode())}, headers=OURS)
        assert answer.url.path == here
        assert "supcheck" in answer.text
    assert "What changed since draft 1" in answer.text
    assert "Kay is more settled than in January." in answer.text
    assert "Kay is more settled" in client.get(here + "draft/2").text
    assert "Kay is more settled" not in client.get(here + "draft/1").text


def test_nothing_given_is_a_problem_with_its_summary_and_its_field(house: House, client: TestClient) -> None:
    answer = client.post(house.page(client), files={"text": (None, b" \n ")}, headers=OURS)
    assert "<title>Error: " in answer.text
    assert '<a href="#text">Paste a record, or choose a file.</a>' in answer.text
    assert 'aria-invalid="true"' in answer.text


def test_what_is_wrong_with_a_file_is_said_in_a_sentence(house: House, client: TestClient) -> None:
    here = house.page(client)
    given = (
        (("scan.pdf", (SHIPPED / "scan.pdf").read_bytes()), "scan.pdf"),
        (("a.exe", b"MZ"), ".exe"),
        (("none", b"x"), "without a suffix"),
        (("a.parquet", b"PAR1"), ".parquet"),
        (("broken.docx", b"PK"), "broken.docx"),
    )
    for file, words in given:
        says = house.give(client, here, "", file).json()["problem"]
        assert words in says
        assert re.fullmatch(r"[^\n]+\.", says), says


@pytest.mark.parametrize("name", sorted(path.name for path in SHIPPED.iterdir() if path.name != "scan.pdf"))
def test_every_shipped_record_and_export_is_read(house: House, client: TestClient, name: str) -> None:
    here = house.page(client)
    answer = house.give(client, here, "", (name, (SHIPPED / name).read_bytes())).json()
    assert answer["problem"] == ""
    if Path(name).suffix in TABLES:
        assert "Save the directions as a tracker" in house.finished(client, here)["html"]
    else:
        assert "What this record shows" in answer["html"]
        assert len(answer["text"]) > 50


def test_the_page_takes_every_kind_that_loading_reads_but_parquet() -> None:
    assert set(KINDS) == {*LOADERS, *TABLES} - {".parquet"}


@pytest.mark.parametrize("key", SAVED)
def test_a_draft_and_a_run_can_be_saved_and_are_as_the_command_line_writes_them(
    house: House, client: TestClient, key: str
) -> None:
    here = house.page(client)
    house.give(client, here, BETTER)
    draft = client.get(here + f"draft/1/{key}")
    house.give(client, here, "", ("month.csv", EXPORT.encode()))
    house.finished(client, here)
    for answer in (draft, client.get(here + f"run/{key}")):
        assert answer.status_code == 200
        assert answer.headers["content-disposition"] == f'attachment; filename="{SAVED[key].file}"'
        assert answer.content.startswith(b"PK" if key != "page" else b"<!doctype html>")


def test_an_export_says_how_far_it_is_and_a_pasted_record_goes_between(
    house: House, client: TestClient
) -> None:
    one, two = house.page(client), house.page(client)
    house.quick.gate.clear()
    house.give(client, one, "", ("month.csv", EXPORT.encode()))
    assert client.get(one + "progress").json()["going"]
    answers: list[Any] = []
    pasting = threading.Thread(target=lambda: answers.append(house.give(client, two, PLAIN).json()))
    pasting.start()
    while not house.worker._soon:
        time.sleep(0.01)
    house.quick.gate.set()
    pasting.join(20)
    assert "What this record shows" in answers[0]["html"]
    assert house.quick.judged.index("Your record") < 3
    html = house.finished(client, one)["html"]
    assert "6 records read" in html
    assert "month.csv" in html


def test_a_cancelled_export_stops_and_nothing_of_it_is_left(house: House, client: TestClient) -> None:
    here = house.page(client)
    house.quick.gate.clear()
    house.give(client, here, "", ("month.csv", EXPORT.encode()))
    while client.get(here + "progress").json()["total"] is None:
        time.sleep(0.01)
    job = next(iter(house.sessions._open.values())).job
    assert job is not None
    assert "Cancelled" in client.post(here + "cancel", headers=SCRIPT).json()["html"]
    house.quick.gate.set()
    # The worker is free again for what comes next.
    assert house.give(client, here, PLAIN).json()["problem"] == ""
    assert len([name for name in house.quick.judged if name != "Your record"]) <= 1
    assert (job.state, job.run, job.data) == ("cancelled", None, b"")
    assert client.get(here + "run").status_code == 404


@pytest.mark.parametrize("way", ["close", "clear", "silence"])
def test_what_a_page_holds_is_dropped_when_it_goes(house: House, client: TestClient, way: str) -> None:
    here = house.page(client)
    house.give(client, here, PLAIN)
    house.quick.gate.clear()
    house.give(client, here, "", ("month.csv", EXPORT.encode()))
    session = next(iter(house.sessions._open.values()))
    job = session.job
    assert job is not None
    if way == "silence":
        house.now += SILENCE + 1
    else:
        client.post(here + way, headers=OURS, follow_redirects=False)
    for path in ("", "result", "progress", "draft/1", "run"):
        answer = client.get(here + path)
        assert answer.status_code == 410
        assert "forgotten" in answer.text
    assert job.cancel.is_set()
    assert (session.drafts, session.text, session.job) == ([], "", None)


def test_a_sign_of_life_keeps_a_page(house: House, client: TestClient) -> None:
    here = house.page(client)
    house.give(client, here, PLAIN)
    for _ in range(5):
        house.now += SILENCE * 0.9
        assert client.post(here + "here", headers=OURS).json() == {"ready": True, "broken": ""}
    assert client.get(here + "draft/1").status_code == 200


def test_two_pages_never_see_each_other(house: House, client: TestClient) -> None:
    one, two = house.page(client), house.page(client)
    house.give(client, one, f"{MARK} was at home.")
    house.give(client, two, OTHER)
    assert MARK in client.get(one).text
    assert MARK not in client.get(two).text + client.get(two + "draft/1").text
    client.post(one + "close", headers=OURS)
    assert client.get(two + "draft/1").status_code == 200


def test_pages_and_drafts_are_kept_in_number(house: House, client: TestClient) -> None:
    here = house.page(client)
    for number in range(MOST_DRAFTS + 3):
        house.give(client, here, PLAIN + f"Visit {number} went ahead.\n")
    assert len(next(iter(house.sessions._open.values())).drafts) == MOST_DRAFTS
    for _ in range(MOST_PAGES + 5):
        house.now += 1
        house.page(client)
    assert len(house.sessions) == MOST_PAGES
    assert client.get(here).status_code == 410


def test_another_record_is_not_compared(house: House, client: TestClient) -> None:
    here = house.page(client)
    house.give(client, here, PLAIN)
    html = house.give(client, here, OTHER).json()["html"]
    assert "not compared" in html
    assert client.get(here + "draft/1").status_code == 404


def test_hostile_words_stay_words_everywhere(house: House, client: TestClient) -> None:
    hostile = (
        "<script>alert(1)</script> </textarea><img src=x onerror=alert(1)> {{ 7*7 }} \u202e will settled\n"
    )
    here = house.page(client)
    house.give(client, here, PLAIN)
    answer = house.give(client, here, PLAIN + hostile)
    pages = [answer.json()["html"], client.get(here).text, client.get(here + "draft/2").text]
    name = "<b>\u202e\"'x.csv"
    house.give(client, here, "", (name, b"<i>a</i>,b\n1,2\n"))
    pages.append(house.finished(client, here)["html"])
    for text in pages:
        assert "<script>alert" not in text
        assert not re.search(r"<(img|b|i)[ >]", text)
        assert " 49 " not in text


def test_a_report_in_its_frame_runs_our_own_script_and_none_that_came_with_words() -> None:
    policy = frame_policy()
    assert "sandbox allow-scripts" in policy
    assert "allow-same-origin" not in policy
    assert "'unsafe-inline'" not in policy.split("script-src")[1].split(";")[0]


def request(body: list[bytes], wait: float = 0.0, **headers: str) -> Request:
    parts = list(body)

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(wait)
        part = parts.pop(0)
        return {"type": "http.request", "body": part, "more_body": bool(parts)}

    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "method": "POST", "headers": raw}, receive)


@pytest.mark.parametrize(
    "given,status",
    [
        (request([b""], content_length=str(MOST_BYTES + 1)), 413),
        (request([b""], content_length="many"), 413),
        (request([bytes(MOST_BYTES // 2 + 1)] * 2), 413),
        (request([b"x", b"y"], wait=1), 408),
        (request([b"text=x"], content_type="application/x-www-form-urlencoded"), 415),
        (request([b"nonsense"], content_type="multipart/form-data; boundary=x"), 400),
        (request([b"nonsense"], content_type="multipart/form-data"), 400),
    ],
    ids=["told-large", "told-wrong", "large", "slow", "other-kind", "broken", "boundless"],
)
def test_what_is_too_large_too_slow_or_broken_is_refused(given: Request, status: int) -> None:
    with pytest.raises(HTTPException) as refused:
        asyncio.run(form_of(given, seconds=0.2))
    assert refused.value.status_code == status
    assert refused.value.detail.endswith(".")


def test_a_text_too_long_and_files_too_many_are_told_on_the_page(house: House, client: TestClient) -> None:
    here = house.page(client)
    assert "longer than 2 MB" in house.give(client, here, "x" * (MOST_TEXT + 1)).json()["problem"]
    two = [("file", ("a.txt", b"a")), ("file", ("b.txt", b"b"))]
    assert "one file at a time" in client.post(here, files=two, headers=SCRIPT).json()["problem"]


def test_nothing_is_written_to_disk_or_log(
    house: House, client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    made: list[object] = []

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        # A spooled file that outgrows memory has no name: only its folder is opened.
        if event.startswith("tempfile.") or (event == "open" and str(arguments[0]).startswith(str(tmp_path))):
            made.append(arguments)

    sys.addaudithook(watch)
    opened = [*tmp_path.iterdir()]
    caplog.set_level(logging.DEBUG)
    here = house.page(client)
    big = f"Case supervision\n{MARK} was at home.\n".encode() + b"The worker called on Monday.\n" * 100_000
    assert len(big) > 2_500_000
    assert house.give(client, here, "", ("big.exe", big)).json()["problem"]
    house.quick.fault = ValueError(MARK)
    says = house.give(client, here, "", (f"{MARK}.txt", big[:1000])).json()["problem"]
    assert says == f"{MARK}.txt could not be read (ValueError)."
    house.quick.fault = None
    house.give(client, here, f"{MARK} was at home.")
    house.give(client, here, "", ("month.csv", EXPORT.replace("Kay", MARK).encode()))
    house.finished(client, here)
    for key in SAVED:
        client.get(here + f"run/{key}")
    for path in sorted(SHIPPED.iterdir()):
        house.give(client, here, "", (path.name, path.read_bytes()))
        house.finished(client, here)
    shown = capfd.readouterr()
    ours = [one for one in caplog.records if not one.name.startswith(("httpx", "httpcore"))]
    assert MARK not in "".join(one.getMessage() + str(one.exc_info) for one in ours) + shown.out + shown.err
    assert [*tmp_path.iterdir()] == opened == []
    assert made == []


def test_what_goes_wrong_inside_is_told_to_nobody(
    house: House, client: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def wrong(*_: object) -> None:
        raise KeyError(MARK)

    here = house.page(client)
    house.give(client, here, PLAIN)
    monkeypatch.setattr(web_app, "SAVED", {"page": web_app.Saved("", "", "", wrong)})  # type: ignore[arg-type]  # it never gives anything
    answer = client.get(here + "draft/1")
    assert answer.status_code == 500
    assert answer.text == "Something went wrong.\n"
    assert MARK not in caplog.text


def test_a_model_that_cannot_be_loaded_is_said_on_the_page() -> None:
    def broken() -> Any:
        raise SupcheckError("the encoder is not there: install supcheck again")

    house = House()
    house.worker = house.app._worker = Worker(broken)
    house.worker.start()
    with TestClient(house.guard, base_url=f"http://{ADDRESS}") as client:
        here = house.page(client)
        assert "encoder is not there" in house.give(client, here, PLAIN).json()["problem"]
        assert "cannot read records" in client.get(here).text


def test_while_the_model_loads_the_page_says_so_and_a_record_waits() -> None:
    house, gate = House(), threading.Event()

    def slow() -> Any:
        gate.wait(20)
        return house.quick.reader()

    house.worker = house.app._worker = Worker(slow)
    house.worker.start()
    with TestClient(house.guard, base_url=f"http://{ADDRESS}") as client:
        here = house.page(client)
        loading = "Getting ready. You can paste already"
        assert loading in client.get(here).text
        threading.Timer(0.1, gate.set).start()
        assert "What this record shows" in house.give(client, here, PLAIN).json()["html"]
        assert loading not in client.get(here).text


def test_it_ends_by_itself_when_no_page_was_open_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    ended = threading.Event()
    house = House(idle=0.2, ended=ended.set)
    with TestClient(house.guard, base_url=f"http://{ADDRESS}") as client:
        house.page(client)
        assert not ended.wait(0.3)
        house.now += 0.3
        assert ended.wait(5)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "localhost", "192.168.0.1", "evil.example", ""])
def test_no_other_address_is_listened_on(host: str) -> None:
    result = CliRunner().invoke(main, ["serve", "--host", host, "--no-browser"])
    assert result.exit_code == 2
    assert "127.0.0.1 or ::1 only" in result.stderr


def test_a_port_that_is_taken_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SupcheckError, match=f"port {port}"):
            Server(port=port)


@pytest.mark.parametrize("host", HOSTS)
def test_a_real_server_answers_on_loopback_its_first_link_leads_in_once_and_it_stops(
    host: str, capfd: pytest.CaptureFixture[str]
) -> None:
    import httpx2

    quick = Quick()
    try:
        server = Server(host, load=quick.reader)
    except SupcheckError:
        pytest.skip(f"this machine has no {host}")
    running = threading.Thread(target=server.run)
    running.start()
    try:
        with httpx2.Client(timeout=10) as client:
            first = client.get(server.first)
            assert first.status_code == 303
            assert server.address.endswith(first.headers["location"])
            assert client.get(server.first).status_code == 404
            page = client.get(server.address, follow_redirects=True)
            assert page.status_code == 200
            assert "server" not in page.headers
    finally:
        server.stop()
        running.join(20)
    assert not running.is_alive()
    assert capfd.readouterr() == ("", "")


def test_without_the_extra_the_command_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "supcheck.web.server", None)
    result = CliRunner().invoke(main, ["serve", "--no-browser"])
    assert result.exit_code == 2
    assert "pip install 'supcheck[serve]'" in result.stderr


def test_the_settings_and_the_rubric_of_an_authority_are_the_pages_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: dict[str, Any] = {}
    monkeypatch.setattr("supcheck.web.server.serve", lambda *_, **named: given.update(named))
    (tmp_path / ".supcheck.yaml").write_text("columns: {text: Odd name}\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    rubric = str(Path(__file__).parents[2] / "rubrics" / "oversight.yaml")
    assert CliRunner().invoke(main, ["serve", "--no-browser", "--rubric", rubric]).exit_code == 0
    assert given["rubric"].named != load_rubric().named
    quick = Quick()
    table = b"Record ID,Date held,Odd name\n1,2025-03-01,Kay is settled\n"
    for exports, records in ((None, 0), (given["exports"], 1)):
        reader = dataclasses.replace(quick.reader(), exports=exports)
        assert len(reader.read("month.csv", table, lambda done, total: None).judged) == records


def test_the_page_saves_what_the_reports_write() -> None:
    assert {"html", "xlsx"} <= set(FORMATS)
