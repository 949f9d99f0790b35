"""Features of a firm's place in the graph, on small stores built so that each answer can be counted by hand."""

from decimal import Decimal
from typing import Any

import pytest
from stdnum.cn.uscc import calc_check_digit
from tests.profiling.rows import AT, FIRM, SUBJECT, MakeStore, Row, account, fill, registration

from firmgraph.graph.elements import Moment
from firmgraph.graph.prepared import Heading, prepare
from firmgraph.graph.records import KINDS
from firmgraph.graph.store import GraphStore
from firmgraph.profiling.features_graph import GRAPH_FEATURES, measure_place, place_of
from firmgraph.profiling.measured import Measured
from firmgraph.profiling.sight import Sight


def code(number: int) -> str:
    """A credit code of an invented firm, with its check digit."""
    stem = f"9199010000{number:07d}"
    return stem + calc_check_digit(stem)


PARENT, SISTER, OTHER = code(2), code(3), code(4)


def firm(uscc: str, name: str, **stated: Any) -> Row:
    return registration(uscc=uscc, name=name, **stated)


def holding(held: str, holder: str, ratio: str = "60%", **stated: Any) -> Row:
    row = {"enterprise": held, "holder": holder, "ratio": ratio, "valid_from": "2020-01-15", **stated}
    return "shareholding", {**row, "observed_at": "2025-06-20"}


def guarantee(guarantor: str, guaranteed: str, number: str, **stated: Any) -> Row:
    row = {"guarantor": guarantor, "guaranteed": guaranteed, "contract_no": number, "amount": "1000000", **stated}
    return "guarantee", {"valid_from": "2024-01-01", "observed_at": "2025-06-20", **row}


def enforcement(party: str, **stated: Any) -> Row:
    row = {"party": party, "enforcement": "被执行", "case_no": "（2024）测0100执1号", "filed": "2024-09-01", **stated}
    return "enforcement", {"amount": "100000", "observed_at": "2025-06-20", **row}


def measured(store: GraphStore, at: Moment = AT) -> dict[str, Measured]:
    return dict(measure_place(place_of(Sight(store, at), SUBJECT)))


def test_each_feature_is_described_and_named_once() -> None:
    names = [feature.__name__ for feature in GRAPH_FEATURES]
    assert len(set(names)) == len(names) == 8
    assert all(": " in (feature.__doc__ or "") for feature in GRAPH_FEATURES)


def test_of_a_firm_the_graph_does_not_know_all_is_unknown(make_store: MakeStore) -> None:
    store = make_store([registration()])
    assert place_of(Sight(store, AT), "ent:91990100000000009Z") is None
    assert {one.value for one in measure_place(None).values()} == {None}


def test_only_what_is_asked_for_is_measured(make_store: MakeStore) -> None:
    place = place_of(Sight(make_store([registration()]), AT), SUBJECT)
    assert set(measure_place(place, ["control_depth"])) == {"control_depth"}


def test_silent_sources_leave_features_unknown(make_store: MakeStore) -> None:
    found = measured(make_store([registration(industry=None)]))
    assert {name for name, one in found.items() if one.value is not None} == set()


def test_enforcement_of_a_holder_is_near_until_it_is_closed(make_store: MakeStore) -> None:
    rows = [registration(), firm(PARENT, "甲控股有限公司"), holding(FIRM, PARENT)]
    store = make_store([*rows, enforcement(PARENT, closed="2025-05-01")])
    before = measured(store, Moment("2025-04-30"))["near_enforcements"]
    assert before == Measured(Decimal(1), ("test:enforcement-3",))
    after = measured(store, Moment("2025-05-01"))["near_enforcements"]
    assert after.value == 0
    assert after.evidence == ("test:enforcement-3",)


def test_two_measures_of_one_case_are_one(make_store: MakeStore) -> None:
    rows = [registration(), firm(PARENT, "甲控股有限公司"), holding(FIRM, PARENT), enforcement(PARENT)]
    store = make_store([*rows, enforcement(PARENT, enforcement="失信")])
    assert measured(store)["near_enforcements"].value == 1


def test_near_parties_of_which_courts_never_spoke_are_not_clean(make_store: MakeStore) -> None:
    rows = [registration(), firm(PARENT, "甲控股有限公司"), firm(OTHER, "乙投资有限公司")]
    rows += [holding(FIRM, PARENT), holding(FIRM, OTHER, "40%"), enforcement(PARENT, closed="2025-01-01")]
    found = measured(make_store(rows))
    assert found["near_enforcements"].value is None
    assert found["near_unheard"].value == 1


def test_what_was_loaded_later_was_not_known(make_store: MakeStore) -> None:
    store = make_store([registration(), firm(PARENT, "甲控股有限公司"), holding(FIRM, PARENT)])
    kind, row = enforcement(PARENT)
    made = prepare(kind, KINDS[kind].read({"record_id": "late", **row}), dict(row), Heading("test", "2025-06-25"))
    store.append([made], loaded_at="2025-06-26T00:00:00.000000")
    assert measured(store)["near_enforcements"].value == 1
    assert measured(store, Moment("2025-06-30", "2025-06-25"))["near_enforcements"].value is None


def test_guarantees_received_are_summed_and_none_is_none_only_where_the_bureau_spoke(make_store: MakeStore) -> None:
    partner = firm(PARENT, "甲控股有限公司")
    taken = [guarantee(PARENT, FIRM, "B1"), guarantee(PARENT, FIRM, "B2", balance="250000.50")]
    assert measured(make_store([registration(), partner, *taken]))["guarantees_received"].value == 1_250_000.5
    ended = guarantee(PARENT, FIRM, "B3", valid_to="2025-06-29")
    assert measured(make_store([registration(), partner, account(), ended]))["guarantees_received"].value == 0
    assert measured(make_store([registration(), partner]))["guarantees_received"].value is None


@pytest.mark.parametrize(("back", "members"), [(FIRM, 3), (SISTER, 0)])
def test_membership_of_a_guarantee_circle(back: str, members: int, make_store: MakeStore) -> None:
    rows = [registration(), firm(PARENT, "甲控股有限公司"), firm(OTHER, "乙投资有限公司"), firm(SISTER, "丙有限公司")]
    rows += [guarantee(FIRM, PARENT, "B1"), guarantee(PARENT, OTHER, "B2"), guarantee(OTHER, back, "B3")]
    assert measured(make_store(rows))["guarantee_circle"].value == members


def test_group_and_layers_up_to_the_controller(make_store: MakeStore) -> None:
    rows = [registration(), firm(PARENT, "甲控股有限公司"), firm(SISTER, "丙有限公司"), firm(OTHER, "丁集团有限公司")]
    rows += [holding(FIRM, PARENT), holding(SISTER, PARENT, "51%"), holding(PARENT, OTHER, "80%")]
    found = measured(make_store(rows))
    assert [found[name].value for name in ("group_size", "control_depth")] == [4, 2]
    assert {"test:shareholding-4", "test:shareholding-6"} <= set(found["control_depth"].evidence)
    half = measured(make_store([*rows[:4], holding(FIRM, PARENT, "50%"), holding(FIRM, OTHER, "50%")]))
    assert half["group_size"].value == 1


def test_a_stake_that_has_ended_leads_nowhere(make_store: MakeStore) -> None:
    rows = [registration(), firm(PARENT, "甲控股有限公司"), holding(FIRM, PARENT, valid_to="2025-06-30")]
    store = make_store(rows)
    assert measured(store)["control_depth"].value == 1
    assert measured(store, Moment("2025-07-01"))["control_depth"].value in (None, 0)


def _phone(uscc: str) -> Row:
    return "contact", {"enterprise": uscc, "contact": "电话", "value": "10201299709", "observed_at": "2025-06-20"}


def test_a_shared_phone_links_and_a_hub_does_not(make_store: MakeStore) -> None:
    two = [registration(), firm(OTHER, "乙投资有限公司"), _phone(FIRM), _phone(OTHER)]
    found = measured(make_store(two))["shared_contacts"]
    assert found == Measured(Decimal(1), ("test:contact-2", "test:contact-3"))
    crowd = [(code(n), f"第{n}家无关有限公司") for n in range(100, 140)]
    rows = [registration(), _phone(FIRM), *(firm(*one) for one in crowd), *(_phone(uscc) for uscc, _ in crowd)]
    assert measured(fill(make_store([]), rows))["shared_contacts"].value == 0
    alone = measured(make_store([registration(), _phone(FIRM)]))["shared_contacts"]
    assert alone == Measured(Decimal(0), ("test:contact-1",))


def test_the_order_of_rows_does_not_matter(make_store: MakeStore) -> None:
    rows = [registration(), firm(PARENT, "甲控股有限公司"), holding(FIRM, PARENT), enforcement(PARENT), account()]
    named = [(kind, {"record_id": f"r{n}", **row}) for n, (kind, row) in enumerate(rows)]
    assert measured(make_store(named)) == measured(make_store(named[::-1]))
