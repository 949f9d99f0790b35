"""Relations that notes tell of two firms: suspected, with the record; a name that is not sure is left open."""

import pytest
from tests.graph.rows import code
from tests.graph.stores import empty, neo4j_server, opened, store  # noqa: F401
from tests.profiling.rows import AT, DAY, NAME, SUBJECT, MakeStore, Row, diligence, fill, registration

from firmgraph.api.mentions import mentions, mentions_of_all
from firmgraph.graph.conclusions import conclusion_elements
from firmgraph.graph.store import GraphStore
from firmgraph.nlp.relations.book import relation_book
from firmgraph.profiling.facts import gather
from firmgraph.profiling.firm_names import FirmNames
from firmgraph.profiling.text_relations import ToldRelation, relation_conclusions, relations_told, text_relation_rules

OTHER, OTHER_NAME, FORMER = code(2), "云汀省霁源建设工程有限公司", "云汀省霁源土木有限公司"
OTHER_ID = f"ent:{OTHER}"
GUARANTEE = f"企业为{OTHER_NAME}的银行借款提供连带责任保证担保。"


def other(number: int = 2, name: str = OTHER_NAME, **stated: str) -> Row:
    return "registration", {"uscc": code(number), "name": name, "observed_at": "2025-06-20", **stated}


def told(make_store: MakeStore, text: str, *rows: Row) -> list[ToldRelation]:
    made = make_store([registration(), diligence(text), *(rows or (other(),))])
    return relations_told(gather(made, SUBJECT, AT), FirmNames(made))


def test_a_note_about_the_firm_tells_of_a_guarantee(make_store: MakeStore) -> None:
    (one,) = told(make_store, GUARANTEE)
    assert (one.told.kind, one.source.id, one.target.id) == ("guarantee", SUBJECT, OTHER_ID)
    body = one.wire()
    assert (body["certainty"], body["words"], body["date"]) == ("suspected", "担保", "2025-05-28")
    span = body["span"]
    assert GUARANTEE[span["start"] : span["end"]] == span["text"]
    assert span["text"].startswith(f"企业为{OTHER_NAME}")
    (found,) = relation_conclusions([one])
    assert (found.rule, found.certainty, found.value) == ("text_guarantee", "suspected", "guarantees")
    assert (found.subjects, found.evidence) == ((SUBJECT, OTHER_ID), ("test:diligence-1",))
    assert found.words == f"疑似担保：{NAME} → {OTHER_NAME}（“{GUARANTEE.rstrip('。')}”）"


@pytest.mark.parametrize(
    "text",
    [
        f"我司与{OTHER_NAME}签订了战略合作协议。", f"{NAME}与{OTHER_NAME}签订了战略合作协议。",
        f"{OTHER_NAME}与本公司签订了战略合作协议。",
    ],
)  # fmt: skip
def test_a_symmetric_relation_is_one_finding_whoever_is_named_first(make_store: MakeStore, text: str) -> None:
    (found,) = relation_conclusions(told(make_store, text))
    assert set(found.subjects) == {SUBJECT, OTHER_ID}
    assert found.about == ()
    assert found.id == relation_conclusions(told(make_store, f"我司与{OTHER_NAME}签订了战略合作协议。"))[0].id


def test_both_directions_of_a_relation_are_two_findings(make_store: MakeStore) -> None:
    text = f"我司为{OTHER_NAME}的借款提供担保。{OTHER_NAME}为我司的借款提供担保。"
    found = relation_conclusions(told(make_store, text))
    assert {one.subjects for one in found} == {(SUBJECT, OTHER_ID), (OTHER_ID, SUBJECT)}
    assert len({one.id for one in found}) == 2


@pytest.mark.parametrize("said", ["霁源建设工程有限公司", FORMER, "云汀省霁源建设工程公司"])
def test_short_former_and_mistyped_names_mean_the_firm(make_store: MakeStore, said: str) -> None:
    (one,) = told(make_store, f"我司为{said}的借款提供担保。", other(former_names=FORMER))
    assert (one.target.id, one.target.said) == (OTHER_ID, said)


def test_an_unknown_name_is_left_open_and_made_no_firm(make_store: MakeStore) -> None:
    made = make_store([registration(), other(), diligence("我司为棠梨渡粮油贸易有限公司的借款提供担保。")])
    before = list(made.stream(derived=True))
    body = mentions(made, SUBJECT, AT, write=True)
    (left,) = body["unresolved"]
    assert (body["relations"], body["findings"]) == ([], [])
    assert (left["target"]["said"], left["target"]["id"]) == ("棠梨渡粮油贸易有限公司", None)
    assert left["target"]["reason"] in ("nothing alike", "low score", "small margin")
    assert list(made.stream(derived=True)) == before


def test_a_name_that_two_firms_bear_is_left_open_with_both(make_store: MakeStore) -> None:
    (one,) = told(make_store, GUARANTEE, other(), other(3))
    assert (one.target.id, one.target.reason) == (None, "shared name")
    assert {near[0] for near in one.target.near} >= {OTHER_ID, f"ent:{code(3)}"}
    assert relation_conclusions([one]) == []


def test_this_company_may_be_another_one_and_is_left_open(make_store: MakeStore) -> None:
    found = told(make_store, f"该公司为{OTHER_NAME}的借款提供担保。")
    assert [one.source.id for one in found] == [None]


@pytest.mark.parametrize(
    "text",
    [
        f"企业未为{OTHER_NAME}提供担保。", f"如企业为{OTHER_NAME}提供担保，须报批。", f"是否为{OTHER_NAME}提供担保？",
        "企业经营正常，收入稳定。", f"企业位于{OTHER_NAME}对面。", "",
    ],
)  # fmt: skip
def test_what_is_denied_or_supposed_is_no_relation(make_store: MakeStore, text: str) -> None:
    assert told(make_store, text or " 。") == []


def test_what_is_over_is_told_as_over(make_store: MakeStore) -> None:
    (found,) = relation_conclusions(told(make_store, f"我司曾为{OTHER_NAME}的借款提供担保，该担保已解除。"))
    assert found.rule == "text_guarantee_ended"
    assert "已结束" in found.words


def test_the_firms_own_name_makes_no_relation_to_itself(make_store: MakeStore) -> None:
    assert relation_conclusions(told(make_store, f"本公司与{NAME}签订了战略合作协议。")) == []


def test_several_records_that_tell_the_same_are_one_finding(make_store: MakeStore) -> None:
    rows = (other(), diligence(GUARANTEE, section="担保情况"))
    (found,) = relation_conclusions(told(make_store, GUARANTEE, *rows))
    assert found.evidence == ("test:diligence-1", "test:diligence-3")


def test_every_kind_of_relation_has_a_word() -> None:
    kinds = {rule.kind for rule in relation_book().relations} | {kind for kind, _ in relation_book().learned.values()}
    assert kinds == text_relation_rules()["words"].keys()


def test_kept_relations_are_findings_of_both_firms_until_their_text_is_taken_back(
    store: GraphStore,  # noqa: F811
) -> None:
    fill(store, [registration(), other(), diligence(GUARANTEE)])
    (kept,) = mentions(store, SUBJECT, AT, write=True)["findings"]
    assert mentions(store, SUBJECT, AT, write=True)["findings"] == [kept]
    for firm in (SUBJECT, OTHER_ID):
        (neighbour,) = store.neighbours(firm, kinds=["has_finding"]).items
        assert neighbour.node.id == kept["id"]
        assert (neighbour.node.properties["certainty"], neighbour.node.properties["as_of"]) == (
            "suspected", "2025-05-28"
        )  # fmt: skip
    assert not store.neighbours(SUBJECT, kinds=["guarantees"]).items
    found = store.node(kept["id"])
    assert found is not None
    assert found.evidence == ("test:diligence-2",)
    assert store.retract(record_id="test:diligence-2").rested == (kept["id"],)
    found = store.node(kept["id"])
    assert found is not None
    assert found.node.properties["stale"] is True


def test_a_text_that_tells_it_no_more_makes_the_finding_stale(make_store: MakeStore) -> None:
    made = make_store([registration(), other(), diligence(GUARANTEE, record_id="note")])
    (kept,) = mentions(made, SUBJECT, AT, write=True)["findings"]
    fill(made, [diligence("企业经营正常。", record_id="note", observed_at="2025-06-25")])
    assert mentions(made, SUBJECT, AT, write=True)["findings"] == []
    found = made.node(kept["id"])
    assert found is not None
    assert found.node.properties["stale"] is True


def test_all_firms_are_read_with_one_book_of_names(make_store: MakeStore) -> None:
    made = make_store([registration(), other(), diligence(GUARANTEE)])
    (body,) = mentions_of_all(made, AT)
    assert body["subject"]["id"] == SUBJECT
    assert body["relations"] == mentions(made, SUBJECT, AT)["relations"]


def test_a_finding_from_text_is_of_the_day_of_the_text(make_store: MakeStore) -> None:
    made = make_store([registration(), other(), diligence(GUARANTEE)])
    facts = gather(made, SUBJECT, AT)
    nodes, _ = conclusion_elements(relation_conclusions(relations_told(facts, FirmNames(made))))
    assert [node.properties["as_of"] for node in nodes] == ["2025-05-28"]
    assert DAY != "2025-05-28"
