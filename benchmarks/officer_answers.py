"""A risk officer's questions over HTTP on real data: registrations and SMEsD loaded together, a warm snapshot.

Random firms are asked about one after the other; half of them are from SMEsD, which has the relations. On request the
same data is loaded into Neo4j too, and every answer must be the same there.
"""

import random
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from httpx import Client, ConnectError

from benchmarks.neo4j_load import fresh_server
from firmgraph.graph.load import LoadOptions, load_files
from firmgraph.graph.snapshot.keeper import SnapshotKeeper
from firmgraph.graph.store import open_store

ROOT = Path(__file__).parents[1]
DATA = ROOT.parent / "shared" / "data"
SETS = (("registration/registration.csv.gz", "registration.yaml"), ("sme_graph", "smesd.yaml"))
ASKED = 500
QUESTIONS = ("risk", "related", "paths")
TIMES = {"known_at", "version"}
FIRST_ANSWER = 600
"""Seconds the first answer may take: it builds the snapshot."""


def load(url: str, folder: Path) -> None:
    """Load both data sets into a store."""
    with open_store(url) as store:
        for name, mapping in SETS:
            options = LoadOptions(mapping=ROOT / "fixtures" / "mappings" / mapping, quarantine=folder / "bad.jsonl")
            load_files(store, [DATA / name], options)


def chosen(url: str) -> list[str]:
    """Return the firms asked about: seeded, half of them with relations to other parties."""
    with open_store(url) as store:
        view = SnapshotKeeper(store).view()
    firms = [view.id(n) for n in range(view.size) if view.kind(n) in ("enterprise", "partnership")]
    held = view.edges("holds")
    related = sorted({view.id(int(n)) for n in held.end})
    draw = random.Random(20250630)
    return draw.sample(related, ASKED // 2) + draw.sample(sorted(firms), ASKED // 2)


def ask(client: Client, question: str, firm: str, other: str) -> Any:
    """Ask one question and return its body."""
    if question == "paths":
        answer = client.get("/v1/paths", params={"from": firm, "to": other})
    else:
        answer = client.get(f"/v1/enterprises/{firm}/{question}")
    assert answer.status_code == 200, answer.text
    return {name: value for name, value in answer.json().items() if name not in TIMES}


def asked(client: Client, question: str, firms: Sequence[str]) -> Iterator[tuple[float, Any]]:
    """Yield seconds and body for each firm, after a few that warm up."""
    for warming in firms[:5]:
        ask(client, question, warming, firms[-1])
    for place, firm in enumerate(firms):
        begun = time.perf_counter()
        body = ask(client, question, firm, firms[place - 1])
        yield time.perf_counter() - begun, body


@contextmanager
def serving(url: str) -> Iterator[Client]:
    """Serve a store on the loopback interface by `firmgraph serve`, a process of its own, and give a client to it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    command = [sys.executable, "-m", "firmgraph.cli", "serve", "--host", "127.0.0.1", "--port", port, "--store", url]
    service = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        with Client(base_url=f"http://127.0.0.1:{port}", timeout=FIRST_ANSWER) as client:
            _await(client)
            yield client
    finally:
        service.terminate()
        service.wait()


def _await(client: Client) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            client.get("/healthz").raise_for_status()
        except ConnectError:
            time.sleep(0.2)
        else:
            return
    raise TimeoutError("the service did not come up within 60 seconds")


def run(*, on_neo4j: bool = False) -> Mapping[str, Any]:
    """Return median and 95th percentile in milliseconds for each question, and how many answers were equal on Neo4j."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = f"sqlite:///{folder}/real.db"
        load(url, folder)
        firms = chosen(url)
        found: dict[str, Any] = {"firms": len(firms), "goal": "95th percentile at most 50 ms"}
        bodies: dict[str, list[Any]] = {}
        with serving(url) as client:
            for question in QUESTIONS:
                told = list(asked(client, question, firms))
                seconds = sorted(taken for taken, _ in told)
                found[f"{question} median ms"] = round(seconds[len(seconds) // 2] * 1000, 1)
                found[f"{question} p95 ms"] = round(seconds[int(len(seconds) * 0.95)] * 1000, 1)
                bodies[question] = [body for _, body in told]
        if on_neo4j:
            found |= _on_neo4j(folder, firms, bodies)
    return found


def _on_neo4j(folder: Path, firms: Sequence[str], bodies: Mapping[str, Sequence[Any]]) -> dict[str, Any]:
    found = {}
    with fresh_server() as info:
        load(info.url, folder)
        with serving(info.url) as client:
            for question in QUESTIONS:
                told = list(asked(client, question, firms))
                seconds = sorted(taken for taken, _ in told)
                found[f"{question} p95 ms on neo4j"] = round(seconds[int(len(seconds) * 0.95)] * 1000, 1)
                same = sum(body == there for body, (_, there) in zip(bodies[question], told, strict=True))
                assert same == len(firms), f"{question}: {len(firms) - same} answers differ"
                found[f"{question} equal on neo4j"] = same
    return found
