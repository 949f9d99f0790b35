"""From a class's kept product to an offer: its bid, its score and the reasons."""

from collections.abc import Iterator

from firmgraph.profiling.answer import Offer
from firmgraph.profiling.bids import Bid
from firmgraph.profiling.eligibility import Eligibility
from firmgraph.profiling.grade import ClientGrade
from firmgraph.profiling.labels import rule_zh
from firmgraph.profiling.one_per_class import Choice, Duel
from firmgraph.profiling.rank import Scale, score, score_parts
from firmgraph.profiling.reasons import Reason

_FACTS_ZH = {
    "deals": "成交数量最多",
    "all_in_cost": "综合成本较低",
    "product_id": "产品编号在前",
    "grade": "唯一与客户等级相符",
    "only_eligible_product": "唯一符合条件",
}


def make_offer(choice: Choice, bid: Bid, client: ClientGrade, scale: Scale) -> Offer:
    """Return the offer of a class's kept product; raises ValueError for a class that keeps none."""
    if choice.kept is None:
        raise ValueError("this class keeps no product")
    parts = score_parts(bid, scale)
    return Offer(
        bid=bid,
        choice=choice,
        verdict=choice.kept.verdict,
        unknown=choice.kept.unknown,
        score=score(parts, scale.pack),
        parts=parts,
        reasons=tuple(_reasons(choice, choice.kept, bid, client, scale)),
    )


def _reasons(choice: Choice, kept: Eligibility, bid: Bid, client: ClientGrade, scale: Scale) -> Iterator[Reason]:
    record = bid.product.record
    if choice.duel is not None:
        yield _of_duel(choice.duel, choice.product_class.name, record)
    yield Reason(f"客户等级为{client.zh}", f"client grade {client.grade}", client.evidence)
    if bid.amount < scale.case.terms.amount:
        bound = bid.bound
        yield Reason(f"额度以此为限：{bound.zh}", f"the amount is bound by: {bound.en}", bound.evidence)
    for result in kept.rules:
        if result.rule in kept.unknown:
            words = f"{rule_zh(result.rule)}：{result.zh}", f"{result.rule}: {result.en}"
            yield Reason(*words, result.evidence or (record,))
    if scale.risk.troubled:
        yield Reason("关联方有未结执行", "near parties are under open enforcement", scale.risk.evidence)


def _of_duel(duel: Duel, class_name: str, record: str) -> Reason:
    other = f"，次选 {duel.runner_up}" if duel.runner_up else ""
    zh = f"“{class_name}”类中{_FACTS_ZH[duel.fact]}（{duel.winner_value}{other}）"
    beaten = f" over {duel.runner_up}" if duel.runner_up else ""
    return Reason(zh, f"wins its class{beaten} by {duel.wire()['deciding_fact']}", (record,))
