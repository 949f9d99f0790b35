"""Tags that a firm's records say in their fields: whose they are, which value is believed, what has ended."""

from typing import Any

from tests.graph.rows import code
from tests.profiling.rows import AT, FIRM, NAME, SUBJECT, MakeStore, Row, account, registration, statement

from firmgraph.graph.elements import Moment
from firmgraph.nlp.similar import similar
from firmgraph.profiling.facts import gather
from firmgraph.profiling.fields import field_records
from firmgraph.profiling.portrait import draw_portrait
from firmgraph.profiling.tagging import kept_tags, tag_nodes, tags_of, tags_of_all

OTHER = code(2)


def qualification(**stated: str) -> Row:
    row = {"enterprise": FIRM, "name": "专精特新", "valid_from": "2022-07-01", "valid_to": "2025-06-30"}
    return "qualification", {**row, "observed_at": "2025-06-20", **stated}


def _tags(make_store: MakeStore, *rows: Row, at: Moment = AT) -> dict[str, float]:
    return {tag.tag: tag.weight for tag in tags_of(gather(make_store(rows), SUBJECT, at)).tags}


def test_the_registers_fields_make_tags_with_their_evidence(make_store: MakeStore) -> None:
    facts = gather(make_store([registration(type="股份有限公司")]), SUBJECT, AT)
    found = {tag.tag: tag for tag in tags_of(facts).tags}
    assert {"industry.machinery", "operating_state.normal", "scale.staff_10", "scale.capital_1m"} <= found.keys()
    (said,) = found["scale.capital_1m"].fields
    assert (said.record, said.field, said.value) == (
        facts.of("registration")[0].record_id, "registered_capital", "5000000"
    )  # fmt: skip


def test_a_value_of_the_register_that_lost_makes_no_tag(make_store: MakeStore) -> None:
    declared = registration(source="self_declared", registered_capital="9亿元", observed_at="2025-06-01")
    official = registration(source="gsxt", observed_at="2025-06-20")
    assert {tag for tag in _tags(make_store, declared, official) if "capital" in tag} == {"scale.capital_1m"}


def test_a_membership_is_a_tag_on_its_last_day_and_not_after(make_store: MakeStore) -> None:
    rows = (registration(), qualification())
    assert "qualification.specialised_new" in _tags(make_store, *rows)
    assert "qualification.specialised_new" not in _tags(make_store, *rows, at=Moment("2025-07-01"))


def test_a_guarantee_is_the_guarantors_alone(make_store: MakeStore) -> None:
    row = {"amount": "100万元", "contract_no": "B1", "observed_at": "2025-06-20"}
    given = ("guarantee", {**row, "guarantor": FIRM, "guaranteed": OTHER})
    taken = ("guarantee", {**row, "guarantor": OTHER, "guaranteed": FIRM})
    assert "risk.external_guarantee" in _tags(make_store, registration(), given)
    assert "risk.external_guarantee" not in _tags(make_store, registration(), taken)


def test_a_settled_account_is_no_risk(make_store: MakeStore) -> None:
    bad: dict[str, Any] = {"overdue_days": 120, "five_tier": "可疑"}
    assert {"risk.overdue", "risk.overdue_ninety", "risk.non_performing"} <= _tags(
        make_store, registration(), account(**bad)
    ).keys()
    settled = _tags(make_store, registration(), account(**bad, closed="2025-06-30"))
    assert not {tag for tag in settled if tag.startswith("risk.")}


def test_a_year_speaks_of_its_last_day_and_a_month_of_its_own(make_store: MakeStore) -> None:
    rows = [registration(), statement(2024), ("statement", {**statement()[1], "period": "2024-02"})]
    days = {one.date for one in field_records(gather(make_store(rows), SUBJECT, AT)) if one.kind == "statement"}
    assert days == {"2024-12-31", "2024-02-29"}


def test_fields_do_not_state_twice_what_the_record_states(make_store: MakeStore) -> None:
    drawn = draw_portrait(make_store([registration()]), SUBJECT, AT)
    assert "operating_state.normal" in {tag.tag for tag in drawn.external.tags.tags}
    assert drawn.final["status"].confidence == 0.95
    assert "机械设备" in str(drawn.final["industry_themes"].value)
    assert drawn.final["industry_themes"].sources == ("registration",)


def test_a_whole_store_is_tagged_kept_and_compared(make_store: MakeStore) -> None:
    other = registration(uscc=OTHER, name="岚汀重工有限公司")
    store = make_store([registration(), other, qualification(), registration(uscc=code(3), name=NAME + "甲")])
    tagged = dict(tags_of_all(store, AT))
    assert list(tagged) == sorted(tagged)
    assert tagged[SUBJECT] == tags_of(gather(store, SUBJECT, AT))
    for firm, result in tagged.items():
        store.derive(*tag_nodes(firm, AT.day, result.tags))
    kept = kept_tags(store, AT)
    assert kept == {firm: {tag.tag: tag.weight for tag in result.tags} for firm, result in tagged.items()}
    assert {one.firm for one in similar(kept, f"ent:{OTHER}")} == tagged.keys() - {f"ent:{OTHER}"}


def test_a_tag_of_an_earlier_day_that_is_gone_is_no_longer_kept(make_store: MakeStore) -> None:
    store = make_store([registration(), qualification()])
    for day in (AT, Moment("2025-07-01")):
        store.derive(*tag_nodes(SUBJECT, day.day, tags_of(gather(store, SUBJECT, day)).tags))
    kept = kept_tags(store)[SUBJECT]
    assert "qualification.specialised_new" not in kept
    assert "industry.machinery" in kept
