"""Run the benchmarks and write what they measured to docs/benchmarks.md: `python -m benchmarks`."""

import gzip
import itertools
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks import embedded_load, neo4j_load

ROOT = Path(__file__).parents[1]
DATA = ROOT.parent / "shared" / "data" / "registration" / "registration.csv.gz"
MAPPING = ROOT / "fixtures" / "mappings" / "registration.yaml"
PAGE = ROOT / "docs" / "benchmarks.md"
NEO4J_ROWS = 30_000
TARGETS = {
    "embedded": "at most 2.5 times a bare `sqlite3.executemany` of the same prepared rows, and 300 MB",
    "neo4j": "at most 1.5 times the bare driver's `UNWIND` of the same prepared maps",
}


def beginning(source: Path, rows: int, folder: Path) -> Path:
    """Return a file in a folder with the first rows of a compressed file."""
    target = folder / source.name.removesuffix(".gz")
    with gzip.open(source, "rt", encoding="utf-8", newline="") as all_rows, target.open("w", encoding="utf-8") as file:
        file.writelines(itertools.islice(all_rows, rows + 1))
    return target


def measured() -> dict[str, Mapping[str, Any]]:
    """Return what each benchmark found; the one of Neo4j is left out where Java or Maven is missing."""
    print("loading into the embedded store", file=sys.stderr)
    found: dict[str, Mapping[str, Any]] = {"embedded": embedded_load.run(DATA, MAPPING)}
    if shutil.which("java") is None or shutil.which("mvn") is None:
        print("Neo4j is left out: apt-get install openjdk-17-jre-headless maven", file=sys.stderr)
        return found
    print("loading into Neo4j", file=sys.stderr)
    with tempfile.TemporaryDirectory() as name:
        found["neo4j"] = neo4j_load.run(beginning(DATA, NEO4J_ROWS, Path(name)), MAPPING)
    return found


def page(found: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the page of results, with the machine they were measured on."""
    machine = f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"
    parts = ["# Benchmarks", f"Measured by `make bench` on {date.today()}: {machine}."]
    for name, results in found.items():
        rows = "\n".join(f"| {what.replace('_', ' ')} | {value:,} |" for what, value in results.items())
        parts += [f"## Loading, {name}", f"Target: {TARGETS[name]}.", f"| measured | value |\n| --- | --- |\n{rows}"]
    return "\n\n".join(parts) + "\n"


def main() -> int:
    """Measure and write the page; return 1 where the data set is missing."""
    if not DATA.is_file():
        print(f"make bench needs the registration data set: put it at {DATA}", file=sys.stderr)
        return 1
    PAGE.write_text(page(measured()), encoding="utf-8")
    print(PAGE.read_text(encoding="utf-8"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
