from tests.graph.views import holding, made_view, node, number_of, relation, world_view

from firmgraph.graph.elements import Node
from firmgraph.graph.exports.bods import bods_statements
from firmgraph.graph.ownership.own_records import own_records, registrations, role_records
from firmgraph.graph.ownership.shell import shell_signs
from firmgraph.graph.risk.subject import Subject
from firmgraph.graph.risk.vetoes import vetoes

OF_ORDERS = ("invoice", "bank_flow", "consent", "deal", "application", "guarantee", "litigation")


def test_only_registrations_state_the_properties_of_a_firm_of_the_economy() -> None:
    view = world_view()
    firms = [
        n for n in range(view.size) if view.kind(n) == "enterprise" and view.properties(n).get("staff") is not None
    ]
    assert len(firms) > 40
    for firm in firms:
        told = own_records(view, firm)
        assert told
        assert all("-registration-" in record for record in told)
        signals = {signal.name: signal for signal in shell_signs(view, firm).signals}
        assert signals["no_staff"].evidence == signals["no_paid_in"].evidence == told
        [scope] = [one for one in vetoes(Subject(view, firm)).findings if one.rule == "A2"]
        assert scope.evidence == told


def test_statements_of_owners_publish_no_record_of_the_banks_own() -> None:
    view = world_view()
    for firm in (n for n in range(view.size) if view.kind(n) == "enterprise"):
        told = [statement.get("source", {}).get("description", "") for statement in bods_statements(view, firm)]
        assert not [text for text in told if any(f"-{kind}-" in text for kind in OF_ORDERS)]


def test_a_party_no_record_is_about_is_told_by_those_that_name_it() -> None:
    firm = Node("ent:f", "enterprise", {"name": "f"}, "2025-06-30T00:00:00", ("x:invoice", "x:registration"))
    supplied = relation("supplies", "ent:f", "ent:g")
    view = made_view([firm, node("ent:g")], [supplied, holding("per:a", "ent:f", 60)])
    number = number_of(view, "ent:f")
    assert (registrations(view, number), own_records(view, number)) == ((), ("x:invoice", "x:registration"))
    assert role_records(view, number_of(view, "per:a")) == holding("per:a", "ent:f", 60).evidence
