from collections.abc import Iterable
from typing import Any

import pytest
from tests.profiling.rows import (
    AT,
    DAY,
    FIRM,
    SUBJECT,
    MakeStore,
    Row,
    account,
    closed_case,
    customer,
    diligence,
    good_firm,
    registration,
)

from firmgraph.graph.elements import Moment
from firmgraph.graph.store import GraphStore
from firmgraph.profiling.facts import FIVE_SOURCES, gather
from firmgraph.profiling.features import FEATURES, describe, measure


def enforcement(**stated: object) -> Row:
    row = {
        "party": FIRM,
        "enforcement": "被执行",
        "case_no": "（2024）测0100执1号",
        "filed": "2024-09-01",
        "amount": "100000",
    }
    return "enforcement", {**row, **stated}


def test_row_4_02_five_sources_each_present_or_absent(make_store: MakeStore) -> None:
    facts = gather(make_store(good_firm()), SUBJECT, AT)
    assert tuple(facts.sources) == FIVE_SOURCES
    assert {source.state for source in facts.sources.values()} == {"present"}
    alone = gather(make_store([registration()]), SUBJECT, AT)
    assert {name: source.state for name, source in alone.sources.items()} == {
        "registration": "present",
        "litigation": "absent",
        "credit": "absent",
        "customer": "absent",
        "diligence": "absent",
    }


def test_an_old_observation_makes_a_source_stale(make_store: MakeStore) -> None:
    store = make_store([registration(observed_at="2024-06-30"), customer(), account(observed_at="2025-01-01")])
    facts = gather(store, SUBJECT, AT)
    assert facts.sources["registration"].state == "present"
    assert facts.sources["credit"].state == "present"
    later = gather(store, SUBJECT, Moment("2025-07-01"))
    assert later.sources["registration"].state == "stale"
    assert later.sources["credit"].state == "stale"


def test_an_unknown_firm_has_facts_in_which_all_is_absent(make_store: MakeStore) -> None:
    facts = gather(make_store([registration()]), "ent:91990100000000999X", AT)
    assert facts.described is None
    assert {source.state for source in facts.sources.values()} == {"absent"}
    assert all(one.value is None for one in measure(facts).values())


@pytest.mark.parametrize("source", ["litigation", "credit", "customer", "diligence"])
def test_a_missing_source_is_unknown_never_clean(make_store: MakeStore, source: str) -> None:
    facts = gather(make_store([registration()]), SUBJECT, AT)
    found = measure(facts)
    of_source = {
        "litigation": ["open_enforcements", "open_penalties", "defendant_cases", "plaintiff_cases"],
        "credit": ["open_accounts", "credit_balance", "open_overdue", "overdue_months_in_six", "guarantee_amount"],
        "customer": ["client_asset"],
        "diligence": ["revenue", "debt_ratio", "invoice_months", "flow_in"],
    }[source]
    assert all(found[name].value is None for name in of_source)


def test_events_after_the_day_do_not_speak(make_store: MakeStore) -> None:
    store = make_store([registration(), closed_case(), enforcement(filed="2025-03-01", closed="2025-05-01")])
    counts = {
        day: measure(gather(store, SUBJECT, Moment(day)))["open_enforcements"].value
        for day in ("2025-02-28", "2025-03-01", "2025-04-30", "2025-05-01")
    }
    assert counts == {"2025-02-28": 0, "2025-03-01": 1, "2025-04-30": 1, "2025-05-01": 0}


def test_another_firms_record_that_names_this_one_is_not_its_own(make_store: MakeStore) -> None:
    other = ("shareholding", {"enterprise": "岚汀子公司有限公司", "holder": FIRM, "ratio": "60%"})
    facts = gather(make_store([registration(), other]), SUBJECT, AT)
    assert facts.of("shareholding") == ()
    assert [n.relation.kind for n in facts.neighbours["holds"]] == ["holds"]


def test_a_record_by_name_is_the_firms_own(make_store: MakeStore) -> None:
    facts = gather(
        make_store([registration(former_names="岚汀旧名有限公司"), diligence(enterprise="岚汀旧名有限公司")]),
        SUBJECT,
        AT,
    )
    assert len(facts.of("diligence")) == 1


def test_every_feature_tells_what_it_is_in_chinese_and_english() -> None:
    texts = describe()
    assert len(texts) > len(FEATURES) >= 20
    assert all(": " in text and any("一" <= letter <= "鿿" for letter in text) for text in texts.values())


def measured(store: GraphStore) -> dict[str, Any]:
    return {name: one.value for name, one in measure(gather(store, SUBJECT, AT)).items()}


def _months(*overdue: str) -> Iterable[Row]:
    for number in range(1, 13):
        month = f"2025-{number:02d}" if number < 7 else f"2024-{number:02d}"
        yield (
            "repayment",
            {
                "account_no": "A1",
                "month": month,
                "due": 100,
                "paid": 100,
                "overdue_days": 40 if month in overdue else 0,
            },
        )


def test_features_of_a_firm(make_store: MakeStore) -> None:
    invoices = [
        (
            "invoice",
            {
                "invoice_no": f"I{n}",
                "seller": FIRM,
                "buyer": "外部买方有限公司",
                "date": f"2025-0{n}-10",
                "amount": 1000,
                "status": status,
            },
        )
        for n, status in enumerate(["有效", "有效", "作废"], 1)
    ]
    guarantees = [
        (
            "guarantee",
            {
                "guarantor": FIRM,
                "guaranteed": "乙有限公司",
                "contract_no": "B1",
                "amount": 500,
                "balance": 300,
                "valid_from": "2024-01-01",
            },
        ),
        (
            "guarantee",
            {
                "guarantor": FIRM,
                "guaranteed": "丙有限公司",
                "contract_no": "B2",
                "amount": 900,
                "valid_to": "2025-01-01",
            },
        ),
        ("guarantee", {"guarantor": "丁有限公司", "guaranteed": FIRM, "contract_no": "B3", "amount": 700}),
    ]
    rows = [*good_firm(), *_months("2024-12", "2025-01", "2025-06"), *invoices, *guarantees]
    found = measured(make_store(rows))
    assert found["years_since_establishment"] == 5
    assert found["registered_capital"] == 5_000_000
    assert (found["plaintiff_cases"], found["defendant_cases"], found["open_enforcements"]) == (1, 0, 0)
    assert found["overdue_months_in_six"] == 2
    assert found["guarantee_amount"] == 300
    assert found["revenue"] == 20_000_000
    assert str(found["revenue_growth"]) == "0.111111"
    assert found["debt_ratio"] == found["net_assets"] / found["total_assets"]
    assert (found["invoice_months"], found["invoice_sales"]) == (2, 2000)
    assert found["client_asset"] == 3_000_000


def test_six_months_begin_five_months_before_the_current_one(make_store: MakeStore) -> None:
    store = make_store([registration(), account(), *_months("2025-01")])
    on = {
        day: measure(gather(store, SUBJECT, Moment(day)))["overdue_months_in_six"].value for day in (DAY, "2025-07-01")
    }
    assert on == {DAY: 1, "2025-07-01": 0}


def test_an_open_account_without_overdue_figures_is_unknown(make_store: MakeStore) -> None:
    silent = account("A2", five_tier="", overdue_days="", overdue_amount="")
    silent[1].pop("overdue_days"), silent[1].pop("overdue_amount"), silent[1].pop("five_tier")  # type: ignore[attr-defined]
    facts = gather(make_store([registration(), account(), silent]), SUBJECT, AT)
    assert measure(facts)["open_overdue"].value is None
