"""Loading: what is good is kept, what is bad is quarantined with its place and reason, and again changes nothing."""

import random
from pathlib import Path
from typing import Any

import orjson
import pytest
from tests.graph.rows import FIXTURES, code

from firmgraph.errors import FirmgraphError, InvalidInput, UnreadableFile
from firmgraph.graph.load import LoadOptions, LoadReport, load_files, retry
from firmgraph.graph.store import GraphStore, open_store


@pytest.fixture
def store(tmp_path: Path) -> GraphStore:
    return open_store(f"sqlite:///{tmp_path}/firm.db")


def write(path: Path, rows: list[dict[str, Any]]) -> Path:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    lines = [",".join(columns), *(",".join(str(row.get(c, "")) for c in columns) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def firms(count: int) -> list[dict[str, Any]]:
    return [{"uscc": code(n), "name": f"云汀{n}号商贸有限公司", "established": "2020-01-01"} for n in range(count)]


def load(store: GraphStore, path: Path, **options: Any) -> LoadReport:
    return load_files(store, [path], LoadOptions(source="gsxt", **options))


def graph_of(store: GraphStore) -> list[Any]:
    def plain(item: Any) -> Any:
        return (
            item.id,
            item.kind,
            dict(item.properties),
            getattr(item, "valid_from", None),
            getattr(item, "valid_to", None),
        )

    return [plain(item) for item in store.stream()]


def test_the_same_file_again_is_unchanged(store: GraphStore, tmp_path: Path) -> None:
    path = write(tmp_path / "registration.csv", firms(30))
    first = load(store, path).files[0]
    before = graph_of(store)
    again = load(store, path).files[0]
    assert (first.new, first.unchanged) == (30, 0)
    assert (again.new, again.changed, again.unchanged) == (0, 0, 30)
    assert graph_of(store) == before


def test_bad_rows_are_quarantined_with_line_column_and_reason(store: GraphStore, tmp_path: Path) -> None:
    rows = firms(60)
    rows[3]["uscc"] = rows[3]["uscc"][:-1] + ("0" if rows[3]["uscc"][-1] != "0" else "1")
    rows[7]["established"] = "2020-02-31"
    report = load(store, write(tmp_path / "registration.csv", rows))
    assert (report.files[0].new, report.files[0].quarantined) == (58, 2)
    assert report.files[0].reasons == {"date_not_real": 1, "uscc_check_digit": 1}
    found = [orjson.loads(line) for line in Path(str(report.quarantine)).read_bytes().splitlines()]
    assert [(f["line"], f["column"], f["code"]) for f in found] == [
        (5, "uscc", "uscc_check_digit"),
        (9, "established", "date_not_real"),
    ]
    assert Path(str(report.quarantine)).stat().st_mode & 0o077 == 0


def test_loading_again_puts_no_row_into_quarantine_twice(store: GraphStore, tmp_path: Path) -> None:
    rows = firms(60)
    rows[7]["established"] = rows[9]["established"] = "2020-02-31"
    path = write(tmp_path / "registration.csv", rows)
    quarantine = Path(str(load(store, path).quarantine))
    before = quarantine.read_bytes()
    assert load(store, path).files[0].quarantined == 2
    assert quarantine.read_bytes() == before


def test_personal_values_are_masked_in_the_quarantine(store: GraphStore, tmp_path: Path) -> None:
    number = "11010519491231002X"
    rows: list[dict[str, Any]] = [
        {"enterprise": code(n), "holder": "张三", "holder_id": "", "ratio": "10%"} for n in range(30)
    ]
    rows[5] |= {"holder_id": number, "ratio": "25"}
    report = load(store, write(tmp_path / "shareholding.csv", rows))
    assert report.files[0].reasons == {"share_ambiguous": 1}
    assert number not in Path(str(report.quarantine)).read_text(encoding="utf-8")


def test_retry_loads_exactly_what_was_fixed_in_the_file(store: GraphStore, tmp_path: Path) -> None:
    rows = firms(60)
    rows[3]["established"], rows[7]["established"] = "2020-02-31", "kürzlich"
    path = write(tmp_path / "registration.csv", rows)
    quarantine = Path(str(load(store, path).quarantine))
    rows[3]["established"] = "2020-02-28"
    write(path, rows)
    report = retry(store, quarantine, LoadOptions())
    assert (report.files[0].rows, report.files[0].new, report.files[0].quarantined) == (2, 1, 1)
    assert (store.status().records or {})["registration"] == 59
    assert len(quarantine.read_bytes().splitlines()) == 1


def test_retry_takes_rows_edited_in_the_quarantine(store: GraphStore, tmp_path: Path) -> None:
    rows = firms(60)
    rows[3]["established"] = "2020-02-31"
    path = write(tmp_path / "registration.csv", rows)
    quarantine = Path(str(load(store, path).quarantine))
    entry = orjson.loads(quarantine.read_bytes())
    entry["row"]["established"] = "2020-02-28"
    quarantine.write_bytes(orjson.dumps(entry))
    path.unlink()
    assert retry(store, quarantine, LoadOptions()).files[0].new == 1
    assert not quarantine.exists()
    assert (store.status().records or {})["registration"] == 60


def test_too_many_bad_rows_stop_the_file_with_nothing_committed(store: GraphStore, tmp_path: Path) -> None:
    rows = firms(100)
    for row in rows[:6]:
        row["established"] = "bad"
    path = write(tmp_path / "registration.csv", rows)
    report = load(store, path)
    assert report.failed
    assert "6 of 100 rows are bad" in str(report.files[0].error)
    assert store.status().records == {}
    assert load(store, path, max_bad=0.06).files[0].new == 94


def test_exactly_the_limit_still_loads(store: GraphStore, tmp_path: Path) -> None:
    rows = firms(100)
    for row in rows[:5]:
        row["established"] = "bad"
    assert load(store, write(tmp_path / "registration.csv", rows)).files[0].new == 95


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("registration.csv", "统一社会信用代码,成立日期\nx,y\n", "missing columns for registration: name"),
        ("whatever.csv", "a,b\n1,2\n", "which kind of record"),
        ("registration.csv", "企业名称,name\n1,2\n", "two headers mean the column name"),
        ("registration.csv", "企业名称\n", "no rows"),
    ],
)
def test_a_wrong_table_gets_one_clear_line(
    store: GraphStore, tmp_path: Path, name: str, content: str, words: str
) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(FirmgraphError, match=words):
        load(store, tmp_path / name)


def test_a_wrong_kind_and_a_directory(store: GraphStore, tmp_path: Path) -> None:
    path = write(tmp_path / "registration.csv", firms(2))
    with pytest.raises(InvalidInput, match="not a record kind"):
        load(store, path, kind="firms")
    with pytest.raises(InvalidInput, match="missing columns"):
        load(store, path, kind="shareholding")
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(UnreadableFile, match="directory"):
        load(store, empty)


def test_unknown_columns_are_kept_and_told_once(store: GraphStore, tmp_path: Path) -> None:
    rows = firms(3)
    for row in rows:
        row["内部备注"] = "重点"
    report = load(store, write(tmp_path / "registration.csv", rows))
    assert report.files[0].unknown_columns == ["内部备注"]
    assert {r.received["内部备注"] for r in store.records(kinds=["registration"])} == {"重点"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_names_survive_every_encoding(store: GraphStore, tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "registration.csv"
    path.write_bytes("企业名称,住所\n云汀㐂商行,澜州市（北区）１号\n".encode(encoding))
    load(store, path)
    assert [hit.node.name for hit in store.search("云汀㐂").items] == ["云汀㐂商行"]


def test_lost_characters_are_quarantined_never_stored(store: GraphStore, tmp_path: Path) -> None:
    path = tmp_path / "registration.csv"
    good = "".join(f"云汀{n}号商行\n" for n in range(40))
    path.write_bytes(("企业名称\n" + good).encode() + b"\xb0\xa1\xff\xfe\n" + "澜州\ufffd商行\n".encode())
    report = load(store, path)
    assert report.files[0].reasons == {"encoding": 2}


def test_a_hundred_rows_of_every_kind_of_dirt(store: GraphStore, tmp_path: Path) -> None:
    rows = firms(4000)
    dirt = {
        "established": ["2020-13-01", "soon", "0000-00-00", "99999"], "uscc": ["123", "９" * 18],
        "registered_capital": ["若干", "100()", "1万贝壳"], "staff": ["许多", "3.5", "1e400"],
        "status": ["兴旺"], "name": ["", "�商行"],
    }  # fmt: skip
    chosen = random.Random(1).sample(range(4000), 100)
    kinds = [(column, value) for column, values in dirt.items() for value in values]
    for number, index in enumerate(chosen):
        column, value = kinds[number % len(kinds)]
        rows[index][column] = value
    report = load(store, write(tmp_path / "registration.csv", rows))
    lines = {orjson.loads(line)["line"] for line in Path(str(report.quarantine)).read_bytes().splitlines()}
    assert lines == {index + 2 for index in chosen}
    assert report.files[0].new == 3900


def test_the_order_of_rows_and_files_never_changes_the_graph(tmp_path: Path) -> None:
    def shuffled(seed: int) -> list[Any]:
        order = random.Random(seed)
        folder = tmp_path / str(seed)
        folder.mkdir()
        files = sorted(p for p in (FIXTURES / "world").iterdir() if p.suffix in (".csv", ".jsonl"))
        for path in files:
            header, *lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
            body = [header, *lines] if path.suffix == ".jsonl" else lines
            order.shuffle(body)
            (folder / path.name).write_text(
                "".join(body if path.suffix == ".jsonl" else [header, *body]), encoding="utf-8"
            )
        order.shuffle(files)
        with open_store(f"sqlite:///{folder}/firm.db") as store:
            load_files(store, [folder / p.name for p in files], LoadOptions())
            return graph_of(store)

    first = shuffled(0)
    assert len(first) > 3000
    for seed in range(1, 20):
        assert shuffled(seed) == first
