"""The spool: a file's rows read and normalised once, kept on disk until it is known how many are bad.

With several workers each reads the whole file and keeps every n-th chunk, so that no row travels between processes.
"""

import multiprocessing
import pickle
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from firmgraph.graph.files.rows import BadRow, Chunk, Source, chunks
from firmgraph.graph.ingest.garbage import without_cycle_collection

Item = TypeVar("Item")
WORTH_WORKERS = 1 << 20
Progress = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class Spooled:
    """What spooling found: rows read, the bad ones, and where the chunks lie."""

    rows: int
    bad: list[BadRow]
    parts: list[Path]

    def chunks(self) -> Iterator[Chunk]:
        """Yield the chunks in the order of the file."""
        files = [part.open("rb") for part in self.parts]
        try:
            number = 0
            while True:
                try:
                    with without_cycle_collection():
                        chunk: Chunk = pickle.load(files[number % len(files)])
                except EOFError:
                    return
                yield chunk
                number += 1
        finally:
            for file in files:
                file.close()


def _spool_part(source: Source, size: int, part: int, parts: int, target: Path) -> tuple[int, list[BadRow]]:
    rows, bad = 0, []
    with without_cycle_collection(), target.open("wb") as file:
        for _, chunk in chunks(source, size, part=part, parts=parts):
            rows += chunk.rows
            bad.extend(chunk.bad)
            pickle.dump(Chunk(chunk.records), file, protocol=5)
    return rows, bad


def spool(source: Source, folder: Path, size: int, workers: int, progress: Progress) -> Spooled:
    """Read a file into `folder`; a large file is read by several processes."""
    parts = workers if source.path.stat().st_size >= WORTH_WORKERS else 1
    targets = [folder / f"part{n}" for n in range(parts)]
    if parts == 1:
        rows, bad = _spool_part(source, size, 0, 1, targets[0])
        progress("read", rows)
        return Spooled(rows, bad, targets)
    total, everything = 0, []
    with ProcessPoolExecutor(parts, mp_context=multiprocessing.get_context("spawn")) as pool:
        futures = [pool.submit(_spool_part, source, size, n, parts, target) for n, target in enumerate(targets)]
        for future in as_completed(futures):
            rows, bad = future.result()
            total += rows
            everything.extend(bad)
            progress("read", rows)
    return Spooled(total, sorted(everything, key=lambda b: b.line), targets)


def read_ahead(found: Iterator[Item]) -> Iterator[Item]:
    """Yield what an iterator yields, the next item being read while the present one is worked on."""
    with ThreadPoolExecutor(1) as reader:
        following = reader.submit(next, found, None)
        while (item := following.result()) is not None:
            following = reader.submit(next, found, None)
            yield item


def spool_folder() -> tempfile.TemporaryDirectory[str]:
    """Return a folder for spool files that goes away after use."""
    return tempfile.TemporaryDirectory(prefix="firmgraph-spool-")
