"""The fold: precedence decides, losers stay with the reason, order never matters."""

import random

from hypothesis import given
from hypothesis import strategies as st

from firmgraph.graph.fold import Origin, conflicts_of, fold_node, fold_relation, names_of
from firmgraph.graph.statements import NodeSaid, RelationSaid


def said(
    capital: str, source: str, observed: str, *, subject: bool = True, kind: str = "registration"
) -> tuple[Origin, NodeSaid]:
    origin = Origin(f"{source}:{observed}:{capital}", f"{source}:{observed}", kind, source, observed)
    return origin, NodeSaid("ent:x", "enterprise", {"name": "甲", "registered_capital": capital}, subject, (), "")


def test_official_outranks_bank_and_newer_outranks_older() -> None:
    statements = [
        said("1", "bank_core", "2025-01-01"),
        said("2", "gsxt", "2020-01-01"),
        said("3", "gsxt", "2021-01-01"),
    ]
    assert fold_node(statements).properties["registered_capital"] == "3"
    losers = conflicts_of(statements)["registered_capital"]
    assert [(loser.value, loser.why) for loser in losers] == [
        ("2", "the newer observation wins"),
        ("1", "official outranks bank"),
    ]


def test_a_record_about_the_enterprise_outranks_one_that_names_it() -> None:
    statements = [said("1", "gsxt", "2025-01-01", subject=False), said("2", "h5", "2020-01-01", kind="application")]
    assert fold_node(statements).properties["registered_capital"] == "2"


def test_names_are_current_former_or_in_conflict() -> None:
    now = NodeSaid("ent:x", "enterprise", {"name": "新名", "former_names": ["旧名"]}, True, (), "")
    other = NodeSaid("ent:x", "enterprise", {"name": "别名"}, False, (), "")
    rows = names_of(
        [
            (Origin("a", "a", "registration", "gsxt", "2024-01-01"), now),
            (Origin("b", "b", "invoice", "vendor", "2024-01-01"), other),
        ]
    )
    assert [(row["name"], row["status"]) for row in rows] == [
        ("新名", "current"),
        ("旧名", "former"),
        ("别名", "conflict"),
    ]


statements = st.lists(
    st.builds(
        said,
        st.sampled_from(["1", "2", "3"]),
        st.sampled_from(["gsxt", "bank_core", "media", "h5"]),
        st.dates().map(str),
        subject=st.booleans(),
    ),
    min_size=1,
    max_size=8,
)


@given(statements, st.randoms())
def test_the_order_of_statements_never_matters(found: list[tuple[Origin, NodeSaid]], shuffle: random.Random) -> None:
    shuffled = list(found)
    shuffle.shuffle(shuffled)
    assert fold_node(shuffled) == fold_node(found)
    assert conflicts_of(shuffled) == conflicts_of(found)


def test_an_aggregate_begins_with_the_earliest_and_ends_with_the_latest_record() -> None:
    def supplied(day: str) -> tuple[Origin, RelationSaid]:
        return Origin(day, day, "invoice", "tax", day), RelationSaid("supplies", "a", "b", "", {"last": day}, day, None)

    folded = fold_relation([supplied("2024-03-01"), supplied("2024-01-01"), supplied("2024-02-01")])
    assert (folded.valid_from, folded.properties["last"]) == ("2024-01-01", "2024-03-01")
