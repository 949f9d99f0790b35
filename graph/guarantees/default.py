"""Who is in default (违约): an open measure of enforcement, or debts long overdue."""

from collections.abc import Mapping
from typing import Any

from firmgraph.graph.risk.accounts import Account, accounts
from firmgraph.graph.risk.events import open_against, risk_events
from firmgraph.graph.risk.findings import Finding
from firmgraph.graph.risk.past import spoke
from firmgraph.graph.snapshot.view import View
from firmgraph.graph.verdicts import Verdict, united
from firmgraph.packs import RulePack


def in_default(view: View, node: int, pack: RulePack) -> Finding:
    """Return whether a party is in default under a pack of guarantee circles: FAIL when it is.

    It is UNKNOWN where nothing was found but the bureau is silent, or an open account tells neither class nor arrears.
    """
    rules = pack.parameters["default"]
    measures = open_against(risk_events(view, node), rules["measures"])
    owed = [account for account in accounts(view, node) if account.open]
    bad = [account for account in owed if _is_bad(account, rules)]
    verdict: Verdict = "PASS"
    if measures or bad:
        verdict = "FAIL"
    elif not spoke(view, node, "credit") or any(_is_silent(account) for account in owed):
        verdict = "UNKNOWN"
    told = [event.evidence for event in measures] + [account.evidence for account in bad or owed]
    return Finding("in_default", pack.id, verdict, "违约", "in default", united(told))


def _is_bad(account: Account, rules: Mapping[str, Any]) -> bool:
    return (account.overdue_days or 0) > rules["overdue_days_more_than"] or account.five_tier in rules["five_tiers"]


def _is_silent(account: Account) -> bool:
    return account.overdue_days is None and account.five_tier is None
