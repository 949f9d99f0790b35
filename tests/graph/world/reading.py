"""Read the files of a world back as rows under their English column names."""

import csv
import json
from functools import cache
from pathlib import Path

from firmgraph.graph.world.words import read

FIXTURES = Path(__file__).parents[3] / "fixtures"
Rows = list[dict[str, str]]


@cache
def rows_of(kind: str, folder: Path = FIXTURES / "world") -> Rows:
    path = folder / f"{kind}.csv"
    if not path.exists():
        return [json.loads(line) for line in (folder / f"{kind}.jsonl").read_text("utf-8").splitlines()]
    columns = {header: name for name, header in read("columns")[kind].items()}
    with path.open(encoding="utf-8", newline="") as stream:
        return [{columns[header]: value for header, value in row.items()} for row in csv.DictReader(stream)]
