"""The training table: what was known of clients at each cut-off, what they did after it, and nothing later before."""

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest
from tests.profiling.models.lived import (
    CLIENT,
    CODE,
    FIRMS,
    MONTHS,
    SEED,
    THROUGH,
    account,
    lived_bank,
    lived_clients,
    monthly,
    past,
)
from tests.profiling.rows import FIRM, SUBJECT, MakeStore, customer, registration

from firmgraph.errors import InvalidInput
from firmgraph.graph.elements import Moment, StoredRecord
from firmgraph.graph.load import LoadOptions, load_files
from firmgraph.graph.store import GraphStore, open_store
from firmgraph.graph.world import write_world
from firmgraph.profiling.facts import gather
from firmgraph.profiling.features import FEATURES, measure
from firmgraph.profiling.models import frame, frame_labels
from firmgraph.profiling.models.frame import client_months, clients, cohorts, known_through
from firmgraph.profiling.models.frame_columns import COLUMNS, blocks_of
from firmgraph.profiling.models.frame_labels import Label, check_window, label_of, label_rule
from firmgraph.profiling.models.frame_leaks import leaking_columns, refuse_leaks
from firmgraph.profiling.models.frame_past import Past
from firmgraph.profiling.models.frame_read import read_past
from firmgraph.profiling.models.frame_seen import Seen, Value, month_end, table_rules

DAYS = [month_end(THROUGH, -back) for back in range(MONTHS, -1, -1)]
GROUPS = (
    *("registration", "transactions", "assets", "credit_lines", "financial_behaviour"),
    *("network", "purchases", "browsing"),
)


@pytest.fixture(scope="module")
def bank(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GraphStore]:
    with lived_bank(tmp_path_factory.mktemp("bank")) as store:
        yield store


@pytest.fixture(scope="module")
def pasts(bank: GraphStore) -> list[Past]:
    return [read_past(bank, one) for one in lived_clients(bank)]


def told(label: str, day: str, *records: object) -> str | float:
    found = label_of(Seen(past(*records), day), label, THROUGH)  # type: ignore[arg-type]
    return found.raw if isinstance(found, Label) else found


def test_row_2_01_eight_kinds_of_information_each_of_which_is_built(pasts: list[Past]) -> None:
    groups = table_rules()["groups"]
    assert tuple(groups) == GROUPS
    listed = [column for sorts in groups.values() for columns in sorts.values() for column in columns]
    assert sorted(listed) == sorted(set(COLUMNS))
    assert {feature.__name__ for feature in FEATURES} <= set(listed)
    rows = [{name: COLUMNS[name](Seen(one, "2025-03-31")) for name in listed} for one in pasts]
    for group, sorts in groups.items():
        columns = [column for found in sorts.values() for column in found]
        assert any(row[column] not in (None, 0) for row in rows for column in columns), group


def test_row_2_01_a_missing_kind_is_empty_and_never_nought(pasts: list[Past]) -> None:
    seen = Seen(past(*monthly(DAYS)), "2025-03-31")
    missing = {name: COLUMNS[name](seen) for name in (*blocks_of("willingness")["browsing"], "product_searches")}
    assert set(missing.values()) == {None}
    assert COLUMNS["deals_taken"](seen) is None


def test_products_taken_count_from_the_day_they_were_taken() -> None:
    told = {"enterprise": {"kind": "enterprise", "uscc": CODE}, "product_id": "p", "date": "2025-01-09"}
    deal = StoredRecord("d", "d", "deal", "b", "2025-01-09", "", told)
    client = StoredRecord(
        "c", "c", "customer", "b", "2024-01-09", "", {**told, "customer_no": "1", "registered_at": "2024-01-09"}
    )
    found = [
        [COLUMNS[name](Seen(past(client, deal), day)) for name in ("deals_taken", "months_since_deal")]
        for day in ("2025-01-08", "2025-01-31", "2025-03-31")
    ]
    assert found == [[0, None], [1, 0], [1, 2]]


def test_what_a_client_looked_at_is_not_read_without_its_consent(bank: GraphStore, pasts: list[Past]) -> None:
    looked = next(one for one in pasts if COLUMNS["product_views_in_quarter"](Seen(one, "2025-03-31")))
    without = Past(looked.subject, tuple(one for one in looked.versions if one.payload.get("purpose") != "behaviour"))
    assert COLUMNS["product_views_in_quarter"](Seen(without, "2025-03-31")) is None


def test_row_1_03_risk_is_learned_from_attribute_and_credit_data() -> None:
    columns = {column for found in blocks_of("risk").values() for column in found}
    assert {"debt_ratio", "revenue", "days_overdue", "repayment_on_time", "credit_balance"} <= columns
    assert not columns & {"utilisation", "utilisation_1", "months_since_draw", "draws_in_six"}


def test_row_1_05_willingness_is_learned_from_attribute_and_borrowing_data_not_from_credit_data() -> None:
    columns = {column for found in blocks_of("willingness").values() for column in found}
    assert {"debt_ratio", "revenue", "utilisation", "utilisation_3", "months_since_draw"} <= columns
    assert not columns & {"days_overdue", "repayment_on_time", "credit_balance", "open_overdue", "guarantee_amount"}


def test_row_1_02_only_existing_clients_are_rows_and_others_are_counted(make_store: MakeStore) -> None:
    loan = ("credit_account", {
        "enterprise": FIRM, "account_no": "L1", "line": "1000000", "balance": "1", "drawn_total": "1",
        "opened": "2024-05-01", "closed": "2025-03-10", "observed_at": "2025-04-30", "record_id": "L1",
    })  # fmt: skip
    store = make_store([registration(), customer(), loan])
    assert clients(store) == [SUBJECT]
    asked = cohorts("utilisation", "2025-01", "2025-01", known_through(store))
    found = client_months(read_past(store, SUBJECT), asked)
    assert (found.rows, found.left_out) == ([], Counter({"not_applicable": 1}))


def test_a_past_day_is_told_as_a_store_tells_it_that_was_loaded_by_then(
    bank: GraphStore, pasts: list[Past], tmp_path: Path
) -> None:
    for day in ("2024-07-31", "2025-01-31"):
        write_world(FIRMS, SEED, tmp_path / day, months=MONTHS)
        for path in (tmp_path / day).glob("*.csv"):
            _keep_observed(path, day)
        (tmp_path / day / "diligence.jsonl").unlink()
        with open_store(f"sqlite:///{tmp_path / f'{day}.db'}") as then:
            load_files(then, [tmp_path / day], LoadOptions())
            compared = 0
            for one in pasts:
                expected = gather(then, one.subject, Moment(day))
                found = one.facts_at(day)
                if expected.described is None:
                    continue
                assert measure(found) == measure(expected), one.subject
                assert _uids(found.records) == _uids(expected.records)
                assert found.identity == expected.identity
                compared += 1
            assert compared >= 10


def _uids(records: object) -> dict[str, list[str]]:
    return {k: [r.uid for r in rows] for k, rows in records.items() if k != "diligence"}  # type: ignore[attr-defined]


def _keep_observed(path: Path, day: str) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = list(csv.reader(file))
    place = header.index("observed_at") if "observed_at" in header else header.index("采集日期")
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *(row for row in rows if row[place] <= day)])


def test_today_is_told_as_the_store_tells_it(bank: GraphStore, pasts: list[Past]) -> None:
    for one in pasts:
        assert measure(one.facts_at(THROUGH)) == measure(gather(bank, one.subject, Moment(THROUGH)))


def test_no_column_of_ours_reads_past_its_cut_off(pasts: list[Past]) -> None:
    assert leaking_columns(pasts, ("2024-06-30", "2024-12-31")) == []
    kinds = {record.kind for one in pasts for record in one.versions if record.observed_at > "2024-12-31"}
    assert {"credit_account", "repayment", "customer", "statement", "invoice", "bank_flow", "behaviour"} <= kinds


def test_row_2_03_a_column_that_reads_past_its_cut_off_is_named(pasts: list[Past]) -> None:
    def next_month(seen: Seen) -> Value:
        return COLUMNS["utilisation"](Seen(seen.past, month_end(seen.day, 1)))

    def whatever_is_newest(seen: Seen) -> Value:
        rows = [one for one in seen.past.versions if one.kind == "credit_account"]
        return str(max(rows, key=lambda one: one.observed_at).payload["balance"])

    def records_held(seen: Seen) -> Value:
        return float(len(seen.past.versions))

    planted = {"next_month": next_month, "newest": whatever_is_newest, "held": records_held, "line": COLUMNS["line"]}
    assert leaking_columns(pasts[:3], ["2024-12-31"], planted) == ["held", "newest", "next_month"]
    with pytest.raises(InvalidInput, match="read past their cut-off: held, newest, next_month"):
        refuse_leaks(pasts[:3], ["2024-12-31"], planted)


def test_lags_and_draws_are_those_of_earlier_months() -> None:
    drawn = {"2024-09-30": 100, "2024-10-31": 100, "2024-11-30": 300, "2024-12-31": 300}
    rows = [account(day, balance=str(10 * total), drawn_total=str(total * 1000)) for day, total in drawn.items()]
    rows = [replace(one, payload={**one.payload, "line": "10000"}) for one in rows]
    seen = Seen(past(*rows), "2024-12-31")
    names = ("utilisation", "utilisation_1", "utilisation_2", "utilisation_3", "months_since_draw", "draws_in_six")
    assert [COLUMNS[name](seen) for name in names] == [0.3, 0.3, 0.1, 0.1, 1, 1]
    assert COLUMNS["drawn_in_three"](seen) == 20
    assert COLUMNS["used_in_year"](seen) == pytest.approx(0.2)
    assert COLUMNS["draws_in_year"](seen) == pytest.approx(1 / 3)


def test_what_is_repaid_a_month_tells_what_is_left_when_nothing_is_drawn() -> None:
    days = ("2024-10-31", "2024-11-30", "2024-12-31")
    told = [(400_000, 900_000), (360_000, 900_000), (506_000, 1_100_000)]
    rows = [
        account(day, balance=str(left), drawn_total=str(all_)) for day, (left, all_) in zip(days, told, strict=True)
    ]
    seen = Seen(past(*rows), "2024-12-31")
    assert COLUMNS["repaid_a_month"](seen) == pytest.approx(0.15)
    assert COLUMNS["used_if_not_drawn"](seen) == pytest.approx(0.506 * 0.85**3)
    assert COLUMNS["repaid_a_month"](Seen(past(rows[0]), days[0])) is None
    assert COLUMNS["used_if_not_drawn"](Seen(past(rows[0]), days[0])) is None


YEAR = [month_end("2024-01-31", ahead) for ahead in range(18)]


@pytest.mark.parametrize(
    ("month", "changed", "expected"),
    [
        (12, {"overdue_days": 61}, 1.0),
        (12, {"overdue_days": 60}, 0.0),
        (13, {"overdue_days": 61}, 0.0),
        (1, {"overdue_days": 61}, 1.0),
        (0, {"overdue_days": 61}, "already_bad"),
        (5, {"five_tier": "substandard"}, 1.0),
        (5, {"five_tier": "special_mention"}, 0.0),
        (0, {"five_tier": "loss"}, "already_bad"),
    ],
)
def test_risk_is_long_arrears_or_default_within_twelve_months(
    month: int, changed: dict[str, object], expected: float | str
) -> None:
    rows = monthly(YEAR)
    rows[month] = account(YEAR[month], **changed)
    assert told("risk", "2024-01-31", *rows) == expected


def test_a_label_counts_only_once_its_time_is_over_also_of_the_bad() -> None:
    rows = [*monthly(YEAR[:-1]), account(YEAR[-1], overdue_days=90)]
    assert told("risk", "2024-06-30", *rows) == 1.0
    assert told("risk", "2024-07-31", *rows) == "window_open"
    assert told("willingness", "2025-04-30", *rows) == "window_open"


def test_silence_after_the_cut_off_is_no_good_behaviour() -> None:
    assert told("risk", "2024-01-31", *monthly(YEAR[:8])) == "not_observed"
    assert told("risk", "2024-01-31", *monthly(YEAR[:11])) == 0.0
    assert told("willingness", "2024-01-31", *monthly(YEAR[:2])) == "not_observed"
    assert told("risk", "2024-01-31", *monthly(YEAR[:5]), account(YEAR[5], closed=YEAR[5])) == 0.0


def test_willingness_is_a_draw_within_three_months() -> None:
    later = [account(day, drawn_total="800001") for day in YEAR[4:6]]
    assert told("willingness", YEAR[0], *monthly(YEAR[:4]), *later) == 0.0
    assert told("willingness", YEAR[1], *monthly(YEAR[:4]), *later) == 1.0
    assert told("willingness", YEAR[0], *monthly(YEAR[:4], drawn_total=None)) == "not_told"
    assert told("willingness", "2022-12-31", *monthly(YEAR)) == "not_applicable"


def test_row_2_02_utilisation_is_raw_and_clipped_and_nothing_without_a_line() -> None:
    rows = [*monthly(YEAR[:3]), account(YEAR[3], drawn_total="1500000")]
    found = label_of(Seen(past(*rows), YEAR[0]), "utilisation_in_all", THROUGH)
    assert found == Label(1.0, 1.5)
    assert told("utilisation", YEAR[0], *rows) == 0.5
    assert told("utilisation_next_month", YEAR[0], *rows[:1], account(YEAR[1], balance="100")) == 0.0001
    for line in ("0", None):
        assert told("utilisation", YEAR[0], *monthly(YEAR[:3]), account(YEAR[3], line=line)) == "without_line"
    assert told("utilisation", YEAR[0], *monthly(YEAR[:3]), account(YEAR[3], balance=None)) == "not_told"


def test_months_and_windows_out_of_order_are_refused() -> None:
    with pytest.raises(InvalidInput, match="out of order: from 2024-05 to 2024-04"):
        cohorts("risk", "2024-05", "2024-04", THROUGH)
    with pytest.raises(InvalidInput, match="write YYYY-MM"):
        cohorts("risk", "2024-13", "2024-14", THROUGH)
    with pytest.raises(InvalidInput, match="no label is known yet of 2024-08"):
        cohorts("risk", "2024-08", "2025-01", THROUGH)
    with pytest.raises(InvalidInput, match="no label wealth"):
        label_rule("wealth")
    for months, silent in ((0, 0), (-3, 1), (3, 4)):
        with pytest.raises(InvalidInput, match="begins after the cut-off"):
            check_window({"months": months, "most_silent": silent})


def test_cohorts_are_the_last_days_of_each_month() -> None:
    assert cohorts("utilisation", "2023-12", "2024-02", THROUGH).days == ("2023-12-31", "2024-01-31", "2024-02-29")


def test_months_without_a_label_yet_are_rows_when_asked_for() -> None:
    rows = past(*monthly([*YEAR, "2025-05-31"]))
    asked = cohorts("utilisation", "2025-05", "2025-05", THROUGH, unlabelled=True)
    found = client_months(rows, asked)
    assert [row["label"] for row in found.rows] == [None]
    assert found.left_out == Counter({"window_open": 1})
    assert found.rows[0]["id"] == CLIENT


def test_a_store_without_accounts_tells_nothing(make_store: MakeStore) -> None:
    with pytest.raises(InvalidInput, match="no credit accounts"):
        frame.known_through(make_store([registration()]))


def test_each_reason_for_no_label_has_words() -> None:
    assert set(frame_labels.WHY) == set(get_args(frame_labels.Why))
