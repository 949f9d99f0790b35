"""All record kinds, each a pydantic model whose fields are the documented columns (spec: DESIGN section 4)."""

from firmgraph.graph.records.base import Record, column_type
from firmgraph.graph.records.credit import Blacklist, CreditAccount, CreditReport, Enquiry, Guarantee, Repayment
from firmgraph.graph.records.customer import Application, Behaviour, Consent, Customer, Deal, Product
from firmgraph.graph.records.diligence import BankFlow, Diligence, Invoice, News, Statement
from firmgraph.graph.records.litigation import Enforcement, Litigation, Penalty, Pledge
from firmgraph.graph.records.registration import (
    Branch,
    Change,
    Contact,
    PartyRelation,
    PersonListed,
    Position,
    Qualification,
    Registration,
    Shareholding,
)

KINDS: dict[str, type[Record]] = {
    model.kind: model
    for model in (
        Registration,
        PersonListed,
        Shareholding,
        Position,
        PartyRelation,
        Branch,
        Contact,
        Change,
        Qualification,
        Litigation,
        Enforcement,
        Penalty,
        Pledge,
        CreditReport,
        CreditAccount,
        Repayment,
        Guarantee,
        Enquiry,
        Blacklist,
        Customer,
        Consent,
        Application,
        Diligence,
        Statement,
        Invoice,
        BankFlow,
        News,
        Product,
        Deal,
        Behaviour,
    )
}

__all__ = ["KINDS", "Record", "column_type"]
