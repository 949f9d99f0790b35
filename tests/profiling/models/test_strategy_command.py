import csv
from pathlib import Path

import numpy as np
import orjson
import pytest
from typer.testing import CliRunner, Result

from firmgraph.cli.entry import app
from firmgraph.errors import InvalidInput, UnreadableFile
from firmgraph.packs import pack_by_id
from firmgraph.profiling.models.strategy_file import NEEDED, read_strategy_file

HEADER = ",".join((*NEEDED, "group"))
ROWS = [
    "c1,0.01,0.9,1000000,400000,0.06,3000000,500000,",
    "c2,0.01,0.1,1000000.55,100000,0.0605,3000000,,",
    "c3,0.08,0.9,1000000,900000,0.06,,500000,g",
    "c4,0.08,0.1,1000000,100000,0.06,3000000,500000,g",
]


EDGE = [
    "c1,0.045,0.1,1000000,400000,0.06,3000000,500000,",
    "c2,0.01,0.9,1000000,400000,0.06,3000000,500000,",
    "c3,0.08,0.9,1000000,400000,0.06,3000000,500000,",
    "c4,0.05,0.1,1000000,400000,0.06,3000000,500000,",
]


def clients(folder: Path, *rows: str, header: str = HEADER) -> Path:
    file = folder / "clients.csv"
    file.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return file


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def test_row_1_07_each_client_is_told_its_class_its_moves_and_why(tmp_path: Path) -> None:
    out = tmp_path / "moves.csv"
    found = run("strategy", "--data", clients(tmp_path, *ROWS), "--out", out, "--json", "--as-of", "2025-06-30")
    body = orjson.loads(found.stdout)
    told = [(one["quadrant"], one["limit_move"], one["rate_move"], one["why"]) for one in body["clients"]]
    assert told == [
        ("low_risk_high_willingness", "200000", "0", "class"),
        ("low_risk_low_willingness", "0", "-0.005", "class"),
        ("high_risk_high_willingness", "0", "0.005", "class"),
        ("high_risk_low_willingness", "-200000", "0", "class"),
    ]
    assert body["packs"] == ["quadrants", "strategy"]
    assert set(body["totals"]["before"]) == {"bad_rate", "line", "balance", "margin", "profit"}
    assert len(body["sensitivity"]) == 27
    with out.open(encoding="utf-8", newline="") as file:
        assert [row["id"] for row in csv.DictReader(file)] == ["c1", "c2", "c3", "c4"]


def test_row_1_10_the_optimiser_expects_more_than_the_quadrants_at_a_bad_rate_not_higher(tmp_path: Path) -> None:
    data = clients(tmp_path, *ROWS)
    told = [run("strategy", "--data", data, "--json", *more).stdout for more in ((), ("--optimiser",))]
    assert [orjson.loads(body)["aim_reached"] for body in told] == [None, True]
    fixed, best = (orjson.loads(body)["totals"] for body in told)
    assert float(best["after"]["profit"]) >= float(fixed["after"]["profit"])
    assert float(best["after"]["bad_rate"]) <= float(best["before"]["bad_rate"])
    shown = run("strategy", "--data", data)
    assert "high_risk_low_willingness" in shown.stdout
    assert "what is expected in each cell" in shown.stdout


def test_a_file_is_read_to_the_fen_and_what_is_empty_is_not_known(tmp_path: Path) -> None:
    book = read_strategy_file(clients(tmp_path, *ROWS))
    assert book.limit.tolist()[1] == 100_000_055
    assert book.rate.tolist() == [60_000, 60_500, 60_000, 60_000]
    assert (book.capacity.tolist()[2], book.group_left.tolist()[1]) == (-1, -1)
    assert book.group.tolist() == [-1, -1, 0, 0]
    assert np.array_equal(book.risk, [0.01, 0.01, 0.08, 0.08])


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("c1,2025-01-01,0.9,1,1,0.06,1,1,", "line 2: risk is not a number: '2025-01-01'"),
        ("c1,nan,0.9,1,1,0.06,1,1,", "line 2: risk must be finite"),
        ("c1,1.5,0.9,1,1,0.06,1,1,", "line 2: risk must be a score from 0 to 1"),
        ("c1,0.1,0.9,inf,1,0.06,1,1,", "line 2: limit must be finite"),
        ("c1,0.1,0.9,1,-1,0.06,1,1,", "line 2: drawn must be finite and not negative"),
        ("c1,0.1,0.9,,1,0.06,1,1,", "line 2: limit is not a number: ''"),
        ("c1,0.1,0.9,1.005,1,0.06,1,1,", "line 2: limit has more decimals than 1/100"),
        ("c1,0.1,0.9,1e15,1,0.06,1,1,", "line 2: limit is too large"),
        (",0.1,0.9,1,1,0.06,1,1,", "line 2: the id is empty or stands twice"),
        (f"{ROWS[0]}\n{ROWS[0]}", "line 3: the id is empty or stands twice: c1"),
        ("c1", "line 2: 1 cells, where the header has"),
    ],
)
def test_faults_are_told_with_line_and_column(tmp_path: Path, row: str, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        read_strategy_file(clients(tmp_path, row))


def test_missing_columns_no_clients_and_no_file_are_told(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="columns missing: drawn, rate, capacity, group_left"):
        read_strategy_file(clients(tmp_path, header="id,risk,willingness,limit"))
    with pytest.raises(InvalidInput, match="has no rows"):
        read_strategy_file(clients(tmp_path))
    with pytest.raises(UnreadableFile, match="cannot be read as CSV"):
        read_strategy_file(tmp_path / "none.csv")
    assert run("strategy", "--data", tmp_path / "none.csv").exit_code == 1


def test_a_pack_chosen_is_used_and_another_day_keeps_it_in_force(tmp_path: Path) -> None:
    assert pack_by_id("strategy").in_force("2010-01-01")
    found = run("strategy", "--data", clients(tmp_path, *ROWS), "--pack", "strategy", "--json")
    assert orjson.loads(found.stdout)["packs"] == ["quadrants", "strategy"]
    assert run("strategy", "--data", clients(tmp_path, *ROWS), "--pack", "none").exit_code == 1


def test_row_1_06_a_client_keeps_its_class_of_the_round_before_within_the_margin(tmp_path: Path) -> None:
    rows = [f"{row},{earlier}" for row, earlier in zip(EDGE, ("high_risk_low_willingness", "", "", ""), strict=True)]
    told = run("strategy", "--data", clients(tmp_path, *rows, header=f"{HEADER},earlier"), "--json")
    new = run("strategy", "--data", clients(tmp_path, *EDGE), "--json")
    kept, fresh = (orjson.loads(one.stdout)["clients"][0]["quadrant"] for one in (told, new))
    assert (kept, fresh) == ("high_risk_low_willingness", "low_risk_low_willingness")
    wrong = run("strategy", "--data", clients(tmp_path, f"{EDGE[0]},good", header=f"{HEADER},earlier"))
    assert "line 2: no class good, but high_risk_high_willingness" in str(wrong.exception)
