"""The generated economy: the same bytes every time, codes that are nobody's, rows that fit each other."""

import os
import subprocess
import sys
from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path

import pytest
from stdnum import numdb
from stdnum.cn import ric, uscc
from tests.graph.world.reading import FIXTURES as ALL_FIXTURES
from tests.graph.world.reading import rows_of

from firmgraph.errors import InvalidInput
from firmgraph.graph.files.headers import read_headers
from firmgraph.graph.files.rows import Source, chunks
from firmgraph.graph.world import write_world
from firmgraph.graph.world.words import background_name, read

FIXTURES = ALL_FIXTURES / "world"
SEED = 20250630
PLANTED = 56
KINDS = sorted(read("columns"))


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("town")
    write_world(2000, 7, out)
    return out


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_the_fixture_is_what_the_generator_writes(tmp_path: Path) -> None:
    summary = write_world(60, SEED, tmp_path)
    assert contents(tmp_path) == contents(FIXTURES)
    assert summary.firms == 60
    assert set(summary.rows) == set(KINDS)
    assert all(summary.rows.values())


def test_another_process_with_another_hash_seed_writes_the_same_bytes(tmp_path: Path) -> None:
    code = "import sys, pathlib, firmgraph.graph.world as w; w.write_world(90, 3, pathlib.Path(sys.argv[1]))"
    found = []
    for hash_seed in ("1", "2"):
        out = tmp_path / hash_seed
        subprocess.run(
            [sys.executable, "-c", code, str(out)], check=True, env={**os.environ, "PYTHONHASHSEED": hash_seed}
        )
        found.append(contents(out))
    assert found[0] == found[1]


def test_planted_rows_do_not_depend_on_seed_or_size(town: Path) -> None:
    assert (town / "expected.json").read_bytes() == (FIXTURES / "expected.json").read_bytes()
    for kind in KINDS:
        planted = [row for row in rows_of(kind, FIXTURES) if "-MA" not in row["record_id"]]
        known = {row["record_id"] for row in planted}
        kept = [row for row in rows_of(kind, town) if row["record_id"] in known]
        assert kept == planted, kind


def test_another_seed_gives_other_firms(tmp_path: Path) -> None:
    write_world(60, SEED + 1, tmp_path)
    assert (tmp_path / "registration.csv").read_bytes() != (FIXTURES / "registration.csv").read_bytes()


@pytest.mark.parametrize("kind", KINDS)
def test_every_row_is_accepted_by_its_record_kind(kind: str) -> None:
    path = next(FIXTURES.glob(f"{kind}.*"))
    found = [chunk for _, chunk in chunks(Source(path, kind), 1000)]
    assert [bad for chunk in found for bad in chunk.bad] == []
    assert sum(chunk.rows for chunk in found) == len(rows_of(kind, FIXTURES))


@pytest.mark.parametrize("kind", KINDS)
def test_headers_are_columns_of_the_kind(kind: str) -> None:
    columns, unknown = read_headers(kind, list(read("columns")[kind].values()))
    assert unknown == []
    assert {"source", "record_id", "observed_at"} <= set(columns.values())


def test_at_least_five_kinds_have_chinese_headers() -> None:
    chinese = [path for path in FIXTURES.glob("*.csv") if path.read_text("utf-8").startswith("来源")]
    assert len(chinese) >= 5


def test_size_of_the_fixture() -> None:
    people = {row["person_id"] for row in rows_of("position", FIXTURES)} | {
        row["holder_id"] for row in rows_of("shareholding", FIXTURES) if row["holder_kind"] == "person"
    }
    assert len({row["uscc"] for row in rows_of("registration", FIXTURES)}) == 60
    assert 110 <= len(people) <= 140
    assert len(rows_of("product", FIXTURES)) == 30
    assert sum(path.stat().st_size for path in FIXTURES.iterdir()) < 1_000_000


def codes_in(folder: Path, kind: str) -> set[str]:
    found = set()
    for row in rows_of(kind, folder):
        found |= {v for name, v in row.items() if name.endswith("_id") and name != "record_id" and len(v or "") == 18}
        found |= {v for name, v in row.items() if name in ("uscc", "enterprise", "target") and v and v.isascii()}
    return found


def test_codes_are_valid_and_of_regions_that_do_not_exist(town: Path) -> None:
    codes = set().union(*(codes_in(town, kind) for kind in KINDS))
    firms = {code for code in codes if code[:2] in ("91", "92") and uscc.is_valid(code)}
    people = codes - firms
    assert len(firms) == 2000
    assert all(code[-1] == ric.calc_check_digit(code) and ric.get_birth_date(code) for code in people)
    regions = {code[2:8] for code in firms} | {code[:6] for code in people}
    assert all("990000" <= region <= "990199" for region in regions)
    assert not any(any(properties for _, properties in numdb.get("cn/loc").info(region)) for region in regions)


def test_phones_are_in_no_range_that_is_given_out(town: Path) -> None:
    phones = {row["value"] for row in rows_of("contact", town) if row["kind"] == "phone"}
    assert phones
    assert all(phone.startswith("102") and len(phone) == 11 for phone in phones)


def test_record_ids_are_unique_but_for_the_superseded_one(town: Path) -> None:
    for kind in KINDS:
        counts = Counter((row["source"], row["record_id"]) for row in rows_of(kind, town))
        twice = [record for (_, record), count in counts.items() if count > 1]
        assert twice == (["gsxt-registration-holder_changed"] if kind == "registration" else [])


def test_whatever_a_row_points_at_exists(town: Path) -> None:
    firms = {row["uscc"] for row in rows_of("registration", town)}
    for kind in KINDS:
        assert {code for code in codes_in(town, kind) if code[:2] in ("91", "92")} <= firms, kind
    customers = {row["customer_no"]: row["enterprise"] for row in rows_of("customer", town)}
    accounts = {row["account_no"] for row in rows_of("credit_account", town)}
    products = {row["product_id"] for row in rows_of("product", town)}
    assert {row["account_no"] for row in rows_of("repayment", town)} <= accounts
    assert {row["customer_no"] for row in rows_of("behaviour", town)} <= set(customers)
    assert {row["product_id"] for row in rows_of("behaviour", town)} - {""} <= products
    for deal in rows_of("deal", town):
        assert customers[deal["customer_no"]] == deal["enterprise"]
        assert deal["product_id"] in products


def test_shares_of_background_firms_sum_to_exactly_one(town: Path) -> None:
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows_of("shareholding", town):
        if "-MA" in row["record_id"]:
            sums[row["enterprise"]] += Decimal(row["ratio"].rstrip("%"))
    assert len(sums) == 2000 - PLANTED
    assert set(sums.values()) == {Decimal(100)}


def test_statements_balance(town: Path) -> None:
    for row in rows_of("statement", town):
        if row["total_assets"]:
            assert int(row["liabilities"]) + int(row["net_assets"]) == int(row["total_assets"])


def test_names_of_firms_are_unique_beyond_the_two_syllable_brands() -> None:
    names = {background_name(index, SEED, "") for index in range(120_000)}
    assert len(names) == 120_000


def test_deal_counts_keep_their_order_in_a_larger_world(town: Path) -> None:
    small, large = (Counter(row["product_id"] for row in rows_of("deal", folder)) for folder in (FIXTURES, town))
    factor = large["T101"] // small["T101"]
    assert factor > 1
    assert large == {product: count * factor for product, count in small.items()}


def test_formats_by_kind(tmp_path: Path) -> None:
    write_world(60, SEED, tmp_path, {"registration": "csv-gb18030", "news": "jsonl"})
    text = (tmp_path / "registration.csv").read_text("gb18030")
    assert text == (FIXTURES / "registration.csv").read_text("utf-8")
    assert [row["title"] for row in rows_of("news", tmp_path)] == [row["title"] for row in rows_of("news", FIXTURES)]


@pytest.mark.parametrize(
    ("firms", "formats"), [(PLANTED - 1, None), (-1, None), (60, {"news": "pdf"}), (60, {"nothing": "csv"})]
)
def test_impossible_worlds_are_refused(tmp_path: Path, firms: int, formats: dict[str, str] | None) -> None:
    with pytest.raises(InvalidInput):
        write_world(firms, SEED, tmp_path, formats)


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InvalidInput):
        write_world(60, SEED, tmp_path / "file")
