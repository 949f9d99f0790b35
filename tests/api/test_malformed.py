"""Malformed requests by the thousand: never a fault, never the input echoed, the service alive after."""

import asyncio
import shutil
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import structlog
import uvicorn
from fastapi import FastAPI
from fastapi.testclient import TestClient
from tests.api.asgi import Received, Sent, send_to
from tests.api.malformed import malformed, marker_of

from firmgraph.api.app import create_app

REQUESTS = 20_000
SOCKET_REQUESTS = 500
BLOCK = 200


@pytest.fixture
def own_url(store_url: str, tmp_path: Path) -> str:
    """A copy of the store, for some malformed requests are good enough to be kept."""
    return f"sqlite:///{shutil.copy(store_url.removeprefix('sqlite:///'), tmp_path / 'own.db')}"


@pytest.fixture
def quiet_app(own_url: str) -> Iterator[FastAPI]:
    """The service without its log."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    app = create_app(own_url)
    yield app
    app.state.store.close()


async def _send_all(app: FastAPI, seeds: range) -> list[tuple[int, Sent, Received]]:
    found: list[tuple[int, Sent, Received]] = []
    for first in range(seeds.start, seeds.stop, BLOCK):
        block = range(first, min(first + BLOCK, seeds.stop))
        requests = [malformed(seed) for seed in block]
        answers = await asyncio.gather(*(send_to(app, sent) for sent in requests))
        found += zip(block, requests, answers, strict=True)
    return found


def _wrong(seed: int, sent: Sent, received: Received) -> str | None:
    if received.status >= 500:
        return f"status {received.status}"
    if received.status >= 400:
        if received.headers["content-type"] != "application/problem+json":
            return "no problem body"
        if marker_of(seed).lower() in received.text.lower():
            return f"echo of {sent.method} {sent.raw_path!r}"
    return None


@pytest.mark.slow
def test_20_000_malformed_requests_do_no_harm(quiet_app: FastAPI) -> None:
    answers = asyncio.run(_send_all(quiet_app, range(REQUESTS)))
    wrong = [
        (seed, why, received.body[:300]) for seed, sent, received in answers if (why := _wrong(seed, sent, received))
    ]
    assert not wrong, (len(wrong), wrong[:5])
    statuses = Counter(received.status for _, _, received in answers)
    assert statuses.total() == REQUESTS
    assert sum(count for status, count in statuses.items() if status >= 400) > REQUESTS * 0.7
    assert {400, 404, 405, 413, 415, 422} <= statuses.keys()
    assert TestClient(quiet_app).get("/readyz").status_code == 200


RAW = (
    b"GET",
    b"GET /\r\n\r\n",
    b"\0" * 200,
    b"\x16\x03\x01\x02\x00\x01\x00",
    b"GET / HTTP/9.9\r\n\r\n",
    b"POST /v1/match HTTP/1.1\r\nHost: x\r\n",
    b"POST /v1/match HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n{}",
    b"POST /v1/match HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}",
    b"POST /v1/match HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
    b"POST /v1/match HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{",
    b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 5000 + b"\r\n",
    b"GET /v1/enterprises?q=%ff HTTP/1.1\r\nHost: \xff\r\n\r\n",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    b"GET http://evil/ HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET /v1/enterprises?q=\xe4\xb8\xad HTTP/1.1\r\nHost: x\r\n\r\n",
    b"OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n",
)


def _raw(seed: int) -> bytes:
    if seed < len(RAW):
        return RAW[seed]
    sent = malformed(seed)
    target = sent.raw_path + (b"?" + sent.query if sent.query else b"")
    headers = b"".join(b"%s: %s\r\n" % header for header in sent.headers)
    return b"%s %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n%sContent-Length: %d\r\n\r\n%s" % (
        sent.method.encode(),
        target,
        headers,
        len(sent.body),
        sent.body,
    )


@pytest.fixture
def port(own_url: str) -> Iterator[int]:
    """A port of 127.0.0.1 behind which a real server runs the service."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(create_app(own_url), server_header=False, access_log=False, log_level="critical")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    deadline = time.monotonic() + 10
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.02)
    yield listener.getsockname()[1]
    server.should_exit = True
    thread.join(15)
    assert not thread.is_alive()


def _exchange(port: int, data: bytes) -> bytes:
    """Return what comes back; a connection that is cut, or kept open for the rest of a request, is an answer too."""
    received = b""
    patience = 10.0 if b"Connection: close" in data else 0.3
    with (
        socket.create_connection(("127.0.0.1", port), timeout=patience) as connection,
        suppress(ConnectionResetError, BrokenPipeError, TimeoutError),
    ):
        connection.sendall(data)
        while chunk := connection.recv(65_536):
            received += chunk
    return received


@pytest.mark.slow
def test_a_real_server_survives_malformed_requests(port: int) -> None:
    heads = [_exchange(port, _raw(seed)).split(b"\r\n", 1)[0] for seed in range(SOCKET_REQUESTS)]
    assert not [(seed, head) for seed, head in enumerate(heads) if head.startswith(b"HTTP/1.1 5")]
    assert sum(head.startswith(b"HTTP/1.1 4") for head in heads) > SOCKET_REQUESTS * 0.6
    answer = _exchange(port, b"GET /readyz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 200")
    assert b"\r\nserver:" not in answer.lower()
