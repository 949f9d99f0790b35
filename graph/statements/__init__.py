"""From a record's normal form to what it says about nodes and relations: pure, and the same for every store."""

from collections.abc import Callable, Mapping
from typing import Any

from firmgraph.graph.statements import credit, customer, diligence, litigation, registration
from firmgraph.graph.statements.said import NodeSaid, RelationSaid, Said

SAY: dict[str, Callable[[Said, Mapping[str, Any]], None]] = {
    "registration": registration.say_registration,
    "person": registration.say_person,
    "shareholding": registration.say_shareholding,
    "position": registration.say_position,
    "relation": registration.say_relation,
    "branch": registration.say_branch,
    "contact": registration.say_contact_row,
    "change": registration.say_change,
    "qualification": registration.say_qualification,
    "litigation": litigation.say_litigation,
    "enforcement": litigation.say_enforcement,
    "penalty": litigation.say_penalty,
    "pledge": litigation.say_pledge,
    "credit_report": credit.say_credit_report,
    "credit_account": credit.say_credit_account,
    "repayment": credit.say_repayment,
    "guarantee": credit.say_guarantee,
    "enquiry": credit.say_enquiry,
    "blacklist": credit.say_blacklist,
    "customer": customer.say_customer,
    "consent": customer.say_consent,
    "application": customer.say_application,
    "product": customer.say_product,
    "deal": customer.say_deal,
    "behaviour": customer.say_behaviour,
    "diligence": diligence.say_diligence,
    "statement": diligence.say_statement,
    "invoice": diligence.say_invoice,
    "bank_flow": diligence.say_bank_flow,
    "news": diligence.say_news,
}


def statements_of(kind: str, payload: Mapping[str, Any], source: str, record_id: str) -> Said:
    """Return what a record says: its nodes, relations and claims."""
    said = Said(source, record_id)
    SAY[kind](said, payload)
    return said


__all__ = ["SAY", "NodeSaid", "RelationSaid", "Said", "statements_of"]
