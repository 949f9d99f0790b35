"""Rows of one owner, each with its source, a record id that never moves, and the day it was observed."""

from datetime import date

TODAY = date(2025, 6, 30)
OBSERVED = date(2025, 6, 20)

Row = dict[str, object]

SOURCES = {
    "registration": "gsxt",
    "shareholding": "gsxt",
    "position": "gsxt",
    "relation": "diligence_team",
    "branch": "gsxt",
    "contact": "gsxt",
    "change": "gsxt",
    "qualification": "industry_bureau",
    "litigation": "court",
    "enforcement": "court",
    "penalty": "gsxt",
    "pledge": "gsxt",
    "credit_report": "pbc_credit",
    "credit_account": "pbc_credit",
    "repayment": "pbc_credit",
    "guarantee": "pbc_credit",
    "enquiry": "pbc_credit",
    "blacklist": "bank_core",
    "customer": "bank_core",
    "consent": "bank_core",
    "application": "bank_core",
    "diligence": "diligence_team",
    "statement": "diligence_team",
    "invoice": "tax_invoice",
    "bank_flow": "bank_core",
    "news": "media",
    "product": "product_desk",
    "deal": "bank_core",
    "behaviour": "mobile_bank",
}


class Sheet:
    """Rows of one owner, in the order they were added; ids are numbered by source and kind."""

    def __init__(self, owner: str) -> None:
        self._owner = owner
        self._counts: dict[tuple[str, str], int] = {}
        self.rows: list[tuple[str, Row]] = []

    def add(self, kind: str, /, **cells: object) -> None:
        """Add a row; `source`, `record_id` and `observed_at` may be given, else they follow from the kind and owner."""
        source = str(cells.setdefault("source", SOURCES[kind]))
        order = self._counts[source, kind] = self._counts.get((source, kind), 0) + 1
        cells.setdefault("record_id", f"{source}-{kind}-{self._owner}-{order}")
        cells.setdefault("observed_at", OBSERVED)
        self.rows.append((kind, cells))
