"""A loader that is killed loses nothing it acknowledged, and several loaders and readers never disturb each other."""

import multiprocessing
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from tests.graph.rows import code, firm, record

from firmgraph.graph.elements import Relation
from firmgraph.graph.load import LoadOptions, load_files
from firmgraph.graph.store import open_store

KILLS = 30
LOADER = """
import sys
from pathlib import Path
from firmgraph.graph.load import LoadOptions, load_files
from firmgraph.graph.store import open_store

def tell(what, rows):
    if what == "committed":
        print("committed", rows, flush=True)

store = open_store(sys.argv[1])
print("ready", flush=True)
load_files(store, [Path(sys.argv[2])], LoadOptions(source="gsxt", observed_at="2024-01-01"), tell)
print("done", flush=True)
"""


def holdings(path: Path, rows: int) -> Path:
    order = random.Random(5)
    lines = [
        f"{code(order.randrange(400))},云汀{order.randrange(300)}号商贸有限公司,{order.randrange(1, 100)}%,{n + 1}"
        for n in range(rows)
    ]
    path.write_text("enterprise,holder,ratio,subscribed\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return path


def graph_of(url: str) -> list[Any]:
    with open_store(url) as store:
        return [
            (item.id, dict(item.properties), item.valid_from)
            if isinstance(item, Relation)
            else (item.id, dict(item.properties))
            for item in store.stream()
        ]


@pytest.mark.slow
def test_a_loader_killed_at_random_moments_resumes_to_the_same_graph(tmp_path: Path) -> None:
    source = holdings(tmp_path / "shareholding.csv", 3000)
    with open_store(f"sqlite:///{tmp_path}/whole.db") as store:
        load_files(store, [source], LoadOptions(source="gsxt", observed_at="2024-01-01"))
    url, moments = f"sqlite:///{tmp_path}/killed.db", random.Random(7)
    environment = {**os.environ, "FIRMGRAPH_BATCH_ROWS": "50"}
    acknowledged, killed = 0, 0
    while killed < KILLS:
        loader = subprocess.Popen(
            [sys.executable, "-c", LOADER, url, str(source)], stdout=subprocess.PIPE, text=True, env=environment
        )
        assert loader.stdout is not None
        assert loader.stdout.readline() == "ready\n"
        time.sleep(moments.uniform(0.02, 0.35))
        loader.send_signal(signal.SIGKILL)
        said = loader.stdout.read().splitlines()
        loader.wait()
        killed += 1
        acknowledged = max(acknowledged, 50 * sum(1 for line in said if line.startswith("committed")))
        with open_store(url) as store:
            stored = (store.status().records or {}).get("shareholding", 0)
        assert stored >= acknowledged, "an acknowledged batch was lost"
        if "done" in said:
            url, acknowledged = f"sqlite:///{tmp_path}/killed{killed}.db", 0
    with open_store(url) as store:
        load_files(store, [source], LoadOptions(source="gsxt", observed_at="2024-01-01"))
    assert graph_of(url) == graph_of(f"sqlite:///{tmp_path}/whole.db")


def write_pairs(url: str, number: int, until: float, results: Any) -> None:
    """Append batches whose ten holdings stand together or not at all."""
    store, batch = open_store(url), 0
    try:
        while time.monotonic() < until:
            name = f"第{number}组{batch}批商贸有限公司"
            rows = [firm(number * 100_000 + batch, name)]
            rows += [
                record("shareholding", enterprise=name, holder=f"股东{chr(0x4E00 + n)}", ratio="10%") for n in range(10)
            ]
            store.append(rows)
            batch += 1
        results.put(("written", batch))
    except Exception as error:  # the parent process fails the test with it
        results.put(("error", repr(error)))


def read_pairs(url: str, number: int, until: float, results: Any) -> None:
    """Read firms at random and look for a half batch."""
    store, order, seen = open_store(url), random.Random(number), 0
    try:
        while time.monotonic() < until:
            target = f"ent:{code(order.randrange(4) * 100_000 + order.randrange(50))}"
            page = store.neighbours(target, kinds=["holds"], limit=50)
            if store.node(target) is not None and page.items:
                seen += 1
                if len(page.items) != 10:
                    results.put(("error", f"half a batch: {len(page.items)} holdings"))
                    return
            time.sleep(0.002)
        results.put(("read", seen))
    except Exception as error:  # the parent process fails the test with it
        results.put(("error", repr(error)))


@pytest.mark.slow
def test_four_loaders_and_eight_readers_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parents[2]))
    url = f"sqlite:///{tmp_path}/shared.db"
    open_store(url).close()
    context = multiprocessing.get_context("spawn")
    results, until = context.Queue(), time.monotonic() + 30
    work = [(write_pairs, n) for n in range(4)] + [(read_pairs, n) for n in range(8)]
    processes = [context.Process(target=call, args=(url, number, until, results)) for call, number in work]
    for process in processes:
        process.start()
    told = [results.get(timeout=120) for _ in processes]
    for process in processes:
        process.join(timeout=60)
    assert not [words for what, words in told if what == "error"]
    counts = Counter(what for what, _ in told)
    assert counts == {"written": 4, "read": 8}
    assert all(count > 0 for _, count in told)
    batches = sum(count for what, count in told if what == "written")
    with open_store(url) as store:
        assert (store.status().records or {})["registration"] == batches
