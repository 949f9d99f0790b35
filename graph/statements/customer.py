"""What records of the bank's own desk say."""

from collections.abc import Mapping
from typing import Any

from firmgraph.graph.normal.dates import day_before
from firmgraph.graph.normal.names import name_key
from firmgraph.graph.statements.said import Said

_PRODUCT = (
    "name",
    "product_id",
    "amount_min",
    "amount_max",
    "term_min",
    "term_max",
    "rate_min",
    "rate_max",
    "guarantee_types",
    "repayment_methods",
    "purposes",
    "data_basis",
    "grades",
    "revolving",
    "speed_days",
)


def _product(said: Said, product_id: str) -> str:
    return said.event("product", (name_key(product_id),), {"product_id": product_id}, subject=False)


def _customer(said: Said, number: str) -> str:
    return said.event("customer", (name_key(number),), {"name": number}, subject=False)


def say_customer(said: Said, row: Mapping[str, Any]) -> None:
    """客户注册."""
    firm = said.party(row["enterprise"])
    own = {
        k: row.get(k) for k in ("customer", "registered_at", "channel", "officer", "referrer", "agreement_at", "asset")
    }
    customer = said.event("customer", (name_key(row["customer_no"]),), {"name": row["customer_no"], **own})
    said.relate("client_as", firm, customer, valid=(row["registered_at"], None))
    if "contact" in row:
        said.relate("contact_of", said.party(row["contact"], firm), customer)
    if "phone" in row:
        digits = "".join(c for c in row["phone"] if c.isdigit())
        if digits:
            said.relate("reachable_at", customer, said.shared("phone", digits), value=row["phone"])


def say_consent(said: Said, row: Mapping[str, Any]) -> None:
    """授权: it holds from the day it is given to the day it expires, or to the day before it is withdrawn."""
    party = said.party(row["party"])
    own = {k: row.get(k) for k in ("scope", "given_at", "expires_at", "withdrawn_at")}
    consent = said.event("consent", (party, row["purpose"], row["given_at"]), {"name": row["purpose"], **own})
    ends = [day for day in (row.get("expires_at"), day_before(row.get("withdrawn_at"))) if day]
    said.relate("consents", party, consent, valid=(row["given_at"], min(ends, default=None)))


def say_application(said: Said, row: Mapping[str, Any]) -> None:
    """申请."""
    firm = said.party(row["enterprise"])
    own = {
        k: row.get(k) for k in ("amount", "term_months", "purpose", "channel", "applied_at", "result", "approved_line")
    }
    application = said.event("application", (name_key(row["application_no"]),), {"name": row["application_no"], **own})
    said.relate("applied", firm, application, valid=(row["applied_at"], None))
    if "product_id" in row:
        said.relate("applied_for", application, _product(said, row["product_id"]))


def say_product(said: Said, row: Mapping[str, Any]) -> None:
    """产品: its conditions and text stay on the record."""
    said.event("product", (name_key(row["product_id"]),), {name: row.get(name) for name in _PRODUCT})


def say_deal(said: Said, row: Mapping[str, Any]) -> None:
    """成交."""
    product = _product(said, row["product_id"])
    own = {k: row.get(k) for k in ("amount", "rate", "term_months", "date")}
    if "enterprise" in row:
        said.relate("took", said.party(row["enterprise"]), product, said.record_id, valid=(row["date"], None), **own)
    if "customer_no" in row:
        said.relate(
            "took", _customer(said, row["customer_no"]), product, said.record_id, valid=(row["date"], None), **own
        )


def say_behaviour(said: Said, row: Mapping[str, Any]) -> None:
    """行为: what was viewed; the events themselves stay on the records."""
    customer = _customer(said, row["customer_no"])
    if "product_id" in row:
        day = row["at"][:10]
        said.relate("viewed", customer, _product(said, row["product_id"]), valid=(day, None), last=day)
