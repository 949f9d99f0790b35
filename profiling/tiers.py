"""The five tiers (五级分类) of credit accounts under a rule pack, and the worst of a firm (rows 3-05 to 3-08)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from firmgraph.errors import InvalidInput
from firmgraph.graph.elements import StoredRecord
from firmgraph.graph.normal.amounts import SHARE_UNIT
from firmgraph.packs import RulePack
from firmgraph.profiling.facts import Facts

TIERS = ("normal", "special_mention", "substandard", "doubtful", "loss")
TIERS_ZH = dict(zip(TIERS, ("正常", "关注", "次级", "可疑", "损失"), strict=True))


@dataclass(frozen=True, slots=True)
class TierFinding:
    """The tier of an account under a pack (None: it tells nothing), what decided, and whether a rate lies in a gap."""

    tier: str | None
    zh: str = "未载明"
    en: str = "nothing stated"
    in_gap: bool = False


def worse(one: str, other: str) -> str:
    """Return the worse of two tiers."""
    return max(one, other, key=TIERS.index)


def tier_by_overdue(days: int, parameters: Mapping[str, Any]) -> str:
    """Return the best tier allowed by days overdue (1-90 special mention, and so on)."""
    passed = [step["tier"] for step in parameters["overdue_more_than"] if days > step["days"]]
    return max(passed, key=TIERS.index, default=TIERS[0])


def tier_by_loss(rate: Decimal, parameters: Mapping[str, Any]) -> str:
    """Return the best tier allowed by the expected loss rate (a fraction); a boundary belongs to the worse tier."""
    passed = [step["tier"] for step in parameters.get("loss_more_than", ()) if rate > Decimal(step["rate"])]
    passed += [step["tier"] for step in parameters.get("loss_at_least", ()) if rate >= Decimal(step["rate"])]
    return max(passed, key=TIERS.index, default=TIERS[0])


def account_tier(account: Mapping[str, Any], pack: RulePack) -> TierFinding:
    """Return the tier of an account: the worst of its stated tier and what overdue days and loss rate allow."""
    found: list[tuple[str, str, str]] = []
    loss = account.get("loss_probability")
    rate = None if loss is None else Decimal(loss) / SHARE_UNIT
    if account.get("five_tier"):
        found.append((account["five_tier"], "机构认定", "stated tier"))
    days = account.get("overdue_days")
    if "overdue_more_than" in pack.parameters and days is not None:
        found.append((tier_by_overdue(days, pack.parameters), f"逾期 {days} 天", f"{days} days overdue"))
    if rate is not None:
        found.append((tier_by_loss(rate, pack.parameters), f"预计损失率 {rate:f}", f"expected loss {rate:f}"))
    if not found:
        return TierFinding(None)
    tier, zh, en = max(found, key=lambda one: TIERS.index(one[0]))
    gap = pack.parameters.get("gap")
    in_gap = gap is not None and rate is not None and Decimal(gap["more_than"]) < rate < Decimal(gap["less_than"])
    return TierFinding(tier, zh, en, in_gap)


def open_account_rows(facts: Facts) -> list[StoredRecord]:
    """Return the firm's credit accounts that are not closed."""
    return [row for row in facts.of("credit_account") if facts.is_open(row)]


def judged_account_rows(facts: Facts, pack: RulePack) -> list[StoredRecord]:
    """Return the credit accounts a five-tier pack judges: the open ones, with `closed_accounts: judged` all of them.

    Raises InvalidInput for a pack that says anything else of closed accounts (row 3-08).
    """
    closed = pack.parameters["closed_accounts"]
    if closed not in ("told", "judged"):
        raise InvalidInput(f"{pack.id}: closed_accounts is told or judged", field="packs")
    return list(facts.of("credit_account")) if closed == "judged" else open_account_rows(facts)


def worst_stated(facts: Facts) -> tuple[str | None, tuple[str, ...]]:
    """Return the worst tier the lenders themselves state of open accounts, with the records that state it."""
    rows = [row for row in open_account_rows(facts) if row.payload.get("five_tier")]
    if not rows:
        return None, ()
    worst = max((row.payload["five_tier"] for row in rows), key=TIERS.index)
    return worst, tuple(sorted(row.record_id for row in rows if row.payload["five_tier"] == worst))
