"""What a firm owes at one bank: its open accounts there and what each exposes the bank to."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from firmgraph.graph.risk.accounts import accounts
from firmgraph.graph.risk.amounts import fen
from firmgraph.graph.risk.past import spoke
from firmgraph.graph.snapshot.view import View


@dataclass(frozen=True, slots=True)
class AccountExposure:
    """An open account at the bank; amounts in fen, None where the records do not state them in yuan.

    `loan` is what is drawn, None as well where the account is no loan; `exposure` what the bank may come to bear.
    """

    id: str
    business: str
    loan: int | None
    exposure: int | None
    is_loan: bool
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FirmExposure:
    """The exposure of the bank to a firm; amounts in fen.

    `loans` and `exposure` are what is known; `complete` tells that nothing is missing: every account states its
    amounts and the credit records speak of the firm at all.
    """

    id: str
    name: str
    loans: int
    exposure: int
    complete: bool
    accounts: tuple[AccountExposure, ...]


def firm_exposure(view: View, firm: int, bank: str | None, parameters: Mapping[str, Any]) -> FirmExposure:
    """Return the exposure of a bank, named as lenders are in the records, to a firm by an exposure pack.

    Without a bank it is that of all lenders.
    """
    own = [account for account in accounts(view, firm) if account.open and bank in (None, account.lender)]
    told = tuple(_account(view, account.id, account.balance, account.evidence, parameters) for account in own)
    stated = all(a.exposure is not None and (a.loan is not None or not a.is_loan) for a in told)
    return FirmExposure(
        view.id(firm), view.name(firm), sum(a.loan or 0 for a in told), sum(a.exposure or 0 for a in told),
        stated and spoke(view, firm, "credit"), told,
    )  # fmt: skip


def _account(
    view: View, account: str, balance: int | None, evidence: tuple[str, ...], parameters: Mapping[str, Any]
) -> AccountExposure:
    node = view.index(account)
    stated = view.properties(node) if node is not None else {}
    business, line = str(stated.get("business") or ""), fen(stated.get("line"))
    is_loan = business in parameters["loans"] or not business
    amounts = [balance, line] if business in parameters["committed"] else [balance]
    known = [amount for amount in amounts if amount is not None]
    exposure = max(known) if known else None
    return AccountExposure(account, business, balance if is_loan else None, exposure, is_loan, evidence)
