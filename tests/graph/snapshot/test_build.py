"""What a snapshot is made of: whole relations only, shares and amounts as integers, in any numbering."""

import random

import numpy as np
from tests.graph.views import holding, node, relation

from firmgraph.graph.elements import Node, Relation
from firmgraph.graph.snapshot.build import build_snapshot
from firmgraph.graph.snapshot.tables import MISSING, Ints

KNOWN = "2025-06-30T00:00:00"


def test_a_relation_of_which_an_end_is_missing_is_left_out() -> None:
    whole, other = holding("ent:a", "ent:b", 51), relation("guarantees", "ent:b", "ent:a", amount="12.5")
    broken = [holding("ent:a", "ent:none", 10), holding("ent:none", "ent:b", 20)]
    made = build_snapshot([node("ent:a"), node("ent:b"), broken[0], whole, broken[1], other], 1, KNOWN)
    held = made.table("holds")
    assert [held.id_of(n) for n in range(len(held))] == [whole.id]
    assert held.column("ratio").tolist() == [51_000_000]
    assert held.evidence_of(0) == whole.evidence
    assert made.table("guarantees").column("amount").tolist() == [1250]


def test_a_stated_number_is_told_from_one_that_is_missing() -> None:
    stated = holding("ent:a", "ent:b", 0)
    silent = relation("holds", "ent:b", "ent:a", role="shareholder")
    held = build_snapshot([node("ent:a"), node("ent:b"), stated, silent], 1, KNOWN).table("holds")
    assert {held.id_of(n): int(held.column("ratio")[n]) for n in (0, 1)} == {stated.id: 0, silent.id: MISSING}


def test_nodes_keep_what_is_theirs_under_new_numbers() -> None:
    firms = [node(f"ent:{n}", name=f"澜州市{n}号有限公司" * n) if n % 3 else Node(f"ent:{n}", "enterprise", {}, KNOWN)
             for n in range(20)]  # fmt: skip
    held: list[Node | Relation] = [holding(f"ent:{n}", f"ent:{n + 1}", n) for n in range(19)]

    def shuffled(size: int, _start: Ints, _end: Ints) -> Ints:
        return np.array(random.Random(3).sample(range(size), size), dtype=np.int32)

    plain, made = build_snapshot([*firms, *held], 1, KNOWN), build_snapshot([*firms, *held], 1, KNOWN, shuffled)
    assert list(made.nodes.ids) != list(plain.nodes.ids)
    for number, firm in enumerate(firms):
        place = made.index(firm.id)
        assert place is not None
        assert (made.nodes.ids[place], made.nodes.names[place]) == (firm.id, firm.name)
        assert made.nodes.properties[place] == plain.nodes.properties[number]
        assert made.nodes.evidence[place] == "\n".join(firm.evidence)
    table = made.table("holds")
    told = {
        (made.nodes.ids[int(table.start[n])], made.nodes.ids[int(table.end[n])], int(table.column("ratio")[n]))
        for n in range(len(table))
    }
    assert told == {(f"ent:{n}", f"ent:{n + 1}", n * 1_000_000) for n in range(19)}
