"""Credit accounts (信贷账户) of a firm on the day."""

from dataclasses import dataclass

from firmgraph.graph.risk.amounts import fen
from firmgraph.graph.risk.past import begun, ended, spoke
from firmgraph.graph.snapshot.view import View


@dataclass(frozen=True, slots=True)
class Account:
    """A credit account; amounts in fen, None where they are not stated in yuan. `open` tells that it is not settled."""

    id: str
    name: str
    lender: str | None
    balance: int | None
    overdue_days: int | None
    overdue_amount: int | None
    five_tier: str | None
    guarantee: str | None
    opened: str | None
    closed: str | None
    open: bool
    evidence: tuple[str, ...]


def accounts(view: View, node: int) -> tuple[Account, ...]:
    """Return the accounts opened by the day, by id; settled ones are told as not open."""
    numbers = list(begun(view, "has_account", node))
    if not numbers:
        return ()
    table = view.snapshot.table("has_account")
    found = [
        _account(view, int(table.end[number]), not ended(view, table, number), table.evidence_of(number))
        for number in numbers
    ]
    return tuple(sorted(found, key=lambda account: account.id))


def _account(view: View, node: int, is_open: bool, evidence: tuple[str, ...]) -> Account:
    stated = view.properties(node)
    return Account(
        view.id(node),
        view.name(node),
        stated.get("lender"),
        fen(stated.get("balance")),
        stated.get("overdue_days"),
        fen(stated.get("overdue_amount")),
        stated.get("five_tier"),
        stated.get("guarantee"),
        stated.get("opened"),
        stated.get("closed"),
        is_open,
        evidence,
    )


def loan_balance(view: View, node: int) -> int | None:
    """Return what a firm owes on open accounts, in fen; None when the bureau is silent or a balance is not stated."""
    balances = [account.balance for account in accounts(view, node) if account.open]
    known = [balance for balance in balances if balance is not None]
    return sum(known) if len(known) == len(balances) and spoke(view, node, "credit") else None
