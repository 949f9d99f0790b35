"""The real data sets load whole: counts equal to the files', what is malformed in quarantine, found by Chinese name."""

import csv
import gzip
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest
from tests.graph.rows import FIXTURES
from tests.requirements import require

from firmgraph.graph.load import LoadOptions, load_files
from firmgraph.graph.store import GraphStore, open_store

DATA = Path(__file__).parents[3] / "shared" / "data"
pytestmark = [pytest.mark.slow, pytest.mark.data]


@pytest.fixture(scope="module", autouse=True)
def data() -> None:
    if not DATA.is_dir():
        require("data", "the real data sets are not beside the checkout")


@pytest.fixture(scope="module")
def registered(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[GraphStore, Path]]:
    folder = tmp_path_factory.mktemp("registered")
    with open_store(f"sqlite:///{folder}/firm.db") as store:
        options = LoadOptions(mapping=FIXTURES / "mappings" / "registration.yaml")
        report = load_files(store, [DATA / "registration"], options)
        (folder / "report.json").write_bytes(orjson.dumps(report.wire()))
        yield store, folder


def rows_in(path: Path) -> int:
    with (
        gzip.open(path, "rt", encoding="utf-8", newline="")
        if path.suffix == ".gz"
        else path.open(encoding="utf-8", newline="") as file
    ):
        return sum(1 for _ in csv.reader(file)) - 1


def test_every_registration_is_loaded_or_quarantined(registered: tuple[GraphStore, Path]) -> None:
    store, folder = registered
    files = {Path(f["path"]).name: f for f in orjson.loads((folder / "report.json").read_bytes())["files"]}
    whole = files["registration.csv.gz"]
    assert whole["rows"] == rows_in(DATA / "registration" / "registration.csv.gz") == 249_482
    assert whole["new"] + whole["unchanged"] + whole["quarantined"] == whole["rows"]
    assert whole["quarantined"] < 1_100
    assert files["malformed_rows.csv"]["quarantined"] >= 182
    assert (store.status().records or {})["registration"] == whole["new"] + files["malformed_rows.csv"]["new"]


def test_quarantined_lines_are_the_lines_of_the_file(registered: tuple[GraphStore, Path]) -> None:
    _, folder = registered
    entries = [orjson.loads(line) for line in next(folder.glob("*.quarantine.jsonl")).read_bytes().splitlines()]
    wanted = {e["line"]: e for e in entries if e["file"].endswith("registration.csv.gz")}
    checked = 0
    with gzip.open(DATA / "registration" / "registration.csv.gz", "rt", encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        line = 1
        for cells in reader:
            if line in wanted:
                assert list(wanted[line]["row"].values())[1] == cells[1].encode("utf-8", "replace").decode()
                checked += 1
            line = reader.line_num + 1
    assert checked == len(wanted) > 1_000


def test_the_same_files_again_change_nothing(registered: tuple[GraphStore, Path]) -> None:
    store, _ = registered
    before = store.status(counts=False).version
    options = LoadOptions(mapping=FIXTURES / "mappings" / "registration.yaml")
    again = load_files(store, [DATA / "registration" / "registration.csv.gz"], options).files[0]
    assert (again.new, again.changed) == (0, 0)
    assert again.unchanged == again.rows - again.quarantined
    assert store.status(counts=False).version == before


@pytest.mark.parametrize("text", ["自贡市乡镇企业供销公司", "亚仿科技", "915103002039955541"])
def test_real_names_and_codes_are_found(registered: tuple[GraphStore, Path], text: str) -> None:
    store, _ = registered
    assert any(
        text in (hit.text, hit.node.properties.get("uscc")) or text in hit.node.name for hit in store.search(text).items
    )


def test_smesd_counts_equal_the_files(tmp_path: Path) -> None:
    folder = DATA / "sme_graph"
    with open_store(f"sqlite:///{tmp_path}/firm.db") as store:
        files = [folder / name for name in ("nodes.csv", "companies.csv", "edges.csv")]
        report = load_files(store, files, LoadOptions(mapping=FIXTURES / "mappings" / "smesd.yaml"))
        status = store.status()
    for found, path in zip(report.files, files, strict=True):
        assert (found.rows, found.quarantined) == (rows_in(path), 0)
        assert found.new + found.unchanged == found.rows
    assert status.nodes == rows_in(folder / "nodes.csv")


def test_cumcm_counts_equal_the_files(tmp_path: Path) -> None:
    folder = DATA / "invoices"
    names = ("att1_enterprise.csv", "att1_input_invoice.csv.gz", "att1_output_invoice.csv.gz")
    with open_store(f"sqlite:///{tmp_path}/firm.db") as store:
        report = load_files(
            store, [folder / n for n in names], LoadOptions(mapping=FIXTURES / "mappings" / "cumcm.yaml")
        )
    for found, name in zip(report.files, names, strict=True):
        assert (found.rows, found.quarantined) == (rows_in(folder / name), 0)
        assert found.new + found.unchanged == found.rows
