"""Requests a second of the service under 16 clients, against an empty FastAPI route under the same server and clients.

Every client keeps one connection and asks again as soon as it is answered. Portraits and matches are asked of firms
whose portraits the service keeps: the match of a request made before, and of one with a new amount, which is decided
and kept in the ledger.
"""

import asyncio
import multiprocessing
import random
import socket
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import orjson
import uvicorn
from fastapi import FastAPI
from httpx import Client

from benchmarks.decisions import WORLD
from benchmarks.officer_answers import serving
from firmgraph.graph.load import LoadOptions, load_files
from firmgraph.graph.store import open_store

CLIENTS, SECONDS = 16, 8.0
DAY = "2025-06-30"
Ask = Callable[[], bytes]


def _empty_service(port: int) -> None:
    app = FastAPI()

    @app.get("/")
    def empty() -> None:
        return None

    uvicorn.run(app, host="127.0.0.1", port=port, access_log=False, log_level="warning")


@contextmanager
def empty_service() -> Iterator[int]:
    """Serve one empty route in a process of its own; yield its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    service = multiprocessing.get_context("spawn").Process(target=_empty_service, args=(port,))
    service.start()
    try:
        yield port
    finally:
        service.terminate()
        service.join()


def got(path: str) -> bytes:
    """A request for a path, as it goes over the wire."""
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()


def posted(path: str, body: Mapping[str, object]) -> bytes:
    """A request that posts a body to a path, as it goes over the wire."""
    told = orjson.dumps(body)
    head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {len(told)}"
    return head.encode() + b"\r\n\r\n" + told


async def _client(port: int, ask: Ask, until: float) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    answered = 0
    while time.perf_counter() < until:
        writer.write(ask())
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200"), head
        length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
        await reader.readexactly(length)
        answered += 1
    writer.close()
    return answered


async def _clients(port: int, ask: Ask, seconds: float) -> float:
    begun = time.perf_counter()
    answered = await asyncio.gather(*(_client(port, ask, begun + seconds) for _ in range(CLIENTS)))
    return sum(answered) / (time.perf_counter() - begun)


def a_second(port: int, ask: Ask, seconds: float = SECONDS) -> float:
    """Return the requests answered a second, after a second that warms up."""
    asyncio.run(_clients(port, ask, 1.0))
    return asyncio.run(_clients(port, ask, seconds))


def _match(firm: str, amount: int) -> Mapping[str, object]:
    terms = {"amount": amount, "term_months": 12, "purpose": "working_capital", "guarantee": ["mortgage"]}
    return {"subject": {"id": firm}, "terms": terms, "as_of": DAY}


def _asks(firms: Sequence[str]) -> Mapping[str, Ask]:
    drawn, amounts = random.Random(20250630), count(100_000, 1000)
    return {
        "portrait": lambda: got(f"/v1/enterprises/{drawn.choice(firms)}/portrait?as_of={DAY}"),
        "match asked before": lambda: posted("/v1/match", _match(drawn.choice(firms), 1_000_000)),
        "match with a new amount": lambda: posted("/v1/match", _match(drawn.choice(firms), next(amounts))),
    }


def run(seconds: float = SECONDS) -> Mapping[str, object]:
    """Return requests a second of the empty route and of each question, and the share of the empty route's."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'world.db'}"
        with open_store(url) as store:
            load_files(store, [WORLD], LoadOptions(loaded_at="2025-06-30T00:00:00"))
            firms = sorted(row.payload["uscc"] for row in store.records(kinds=["customer"]) if "uscc" in row.payload)
            firms = firms or sorted(node.id for node in store.stream() if node.kind == "enterprise")[:60]
        with empty_service() as port:
            _await(port)
            empty = a_second(port, lambda: got("/"), seconds)
        found: dict[str, object] = {"clients": CLIENTS, "empty route a second": round(empty)}
        with serving(url) as client:
            for name, ask in _asks(_offered(client, firms)).items():
                rate = a_second(int(client.base_url.port or 0), ask, seconds)
                found |= {f"{name} a second": round(rate), f"{name}, of the empty route": round(rate / empty, 3)}
    return {**found, "goal": "at least a quarter of the empty route"}


def _offered(client: Client, firms: Sequence[str]) -> list[str]:
    """The firms that are offered something: a refusal at the gates is quickly said."""
    answers = ((firm, client.post("/v1/match", json=_match(firm, 1_000_000)).json()) for firm in firms)
    return [firm for firm, answer in answers if answer["offers"]]


def _await(port: int) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError("the empty service did not come up within 30 seconds")
