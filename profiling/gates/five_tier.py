"""The five tiers (五级分类) as a gate: the worst account judged under every pack (rows 3-05 to 3-08)."""

from collections.abc import Sequence

from firmgraph.graph.elements import StoredRecord
from firmgraph.packs import RulePack
from firmgraph.profiling.facts import Facts
from firmgraph.profiling.gates.gate import Gate
from firmgraph.profiling.measured import evidence_of
from firmgraph.profiling.reasons import Reason
from firmgraph.profiling.tiers import TIERS, TIERS_ZH, TierFinding, account_tier, judged_account_rows
from firmgraph.profiling.verdict import Verdict, all_of

NAME, FAMILY = "five_tier", "five-tier"
_Judged = Sequence[tuple[RulePack, StoredRecord, TierFinding]]


def five_tier_gate(facts: Facts, packs: Sequence[RulePack]) -> Gate:
    """Return whether the worst account is acceptable under every pack; closed accounts are told, or judged, by pack."""
    verdict, reason = _judged(facts, packs)
    return Gate(NAME, verdict, reason, tuple(sorted(pack.id for pack in packs)))


def _judged(facts: Facts, packs: Sequence[RulePack]) -> tuple[Verdict, Reason]:
    if not facts.knows("credit"):
        return _tier(Verdict.UNKNOWN, "没有征信数据，五级分类未知", "no credit data: the five-tier class is unknown")
    judged = [
        (pack, row, account_tier(row.payload, pack)) for pack in packs for row in judged_account_rows(facts, pack)
    ]
    if not judged:
        evidence = evidence_of(row for kind in ("credit_report", "credit_account") for row in facts.of(kind))
        zh, en = _silent_words(facts, judged)
        return _tier(Verdict.PASS, f"没有未结清账户{zh}", f"there is no open account{en}", evidence)
    verdict = all_of(_account_verdict(pack, finding) for pack, _, finding in judged)
    if verdict is Verdict.UNKNOWN:
        silent = evidence_of(row for _, row, finding in judged if finding.tier is None)
        return _tier(
            verdict,
            "有账户未载明分类、逾期和损失率",
            "an account states no tier, no days overdue and no loss rate",
            silent,
        )
    return _worst(facts, verdict, judged)


def _account_verdict(pack: RulePack, finding: TierFinding) -> Verdict:
    if finding.tier is None:
        return Verdict.UNKNOWN
    return Verdict.FAIL if finding.tier in pack.parameters["refused"] else Verdict.PASS


def _worst(facts: Facts, verdict: Verdict, judged: _Judged) -> tuple[Verdict, Reason]:
    told = [(pack, row, finding, finding.tier) for pack, row, finding in judged if finding.tier is not None]
    pack, row, finding, tier = max(told, key=lambda one: TIERS.index(one[3]))
    worst = [row for _, row, _, other in told if other == tier]
    gap_zh, gap_en = (
        ("，损失率落在规则空档", ", the loss rate lies in a gap of the rule") if finding.in_gap else ("", "")
    )
    kind_zh, kind_en = ("未结清", "open") if facts.is_open(row) else ("已结清", "closed")
    silent_zh, silent_en = _silent_words(facts, judged)
    zh = f"最差{kind_zh}账户为{TIERS_ZH[tier]}（{finding.zh}，{pack.id}）{gap_zh}{silent_zh}"
    en = f"the worst {kind_en} account is {tier} ({finding.en}, {pack.id}){gap_en}{silent_en}"
    return _tier(verdict, zh, en, evidence_of(worst))


def _silent_words(facts: Facts, judged: _Judged) -> tuple[str, str]:
    """What is said of the accounts that no pack judged."""
    count = len({row.uid for row in facts.of("credit_account")} - {row.uid for _, row, _ in judged})
    if not count:
        return "", ""
    return f"；另有 {count} 个已结清账户不作判断", f"; {count} closed accounts are not judged"


def _tier(verdict: Verdict, zh: str, en: str, evidence: tuple[str, ...] = ()) -> tuple[Verdict, Reason]:
    return verdict, Reason(zh, en, evidence)
