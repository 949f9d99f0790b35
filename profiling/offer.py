"""From a class's kept product to an offer: amount and what bound it, price, schedule, score and reasons."""

from decimal import Decimal

from firmgraph.profiling.answer import Offer
from firmgraph.profiling.catalogue import Product
from firmgraph.profiling.grade import ClientGrade
from firmgraph.profiling.labels import rule_zh
from firmgraph.profiling.money import spoken
from firmgraph.profiling.one_per_class import Choice, Duel
from firmgraph.profiling.rank import Scale, score, score_parts
from firmgraph.profiling.reasons import Reason
from firmgraph.profiling.request import Terms
from firmgraph.profiling.schedule import Loan, all_in_rate, schedule

_DEFAULT_METHOD = "equal_instalment"
_FACTS_ZH = {
    "deals": "成交数量最多",
    "all_in_cost": "综合成本较低",
    "product_id": "产品编号在前",
    "grade": "唯一与客户等级相符",
    "only_eligible_product": "唯一符合条件",
}


def make_offer(choice: Choice, client: ClientGrade, scale: Scale) -> Offer:
    """Return the offer of a class's kept product; raises ValueError for a class that keeps none."""
    if choice.kept is None:
        raise ValueError("this class keeps no product")
    product, terms = choice.kept.product, scale.case.terms
    amount, bound_by = bounded_amount(product, terms)
    method = repayment_method(product, terms)
    loan = None if product.rate_min is None else Loan(amount, terms.term_months, product.rate_min, method)
    parts = score_parts(product, scale)
    return Offer(
        product=product,
        choice=choice,
        verdict=choice.kept.verdict,
        unknown=choice.kept.unknown,
        amount=amount,
        bound_by=bound_by,
        rate=product.rate_min,
        all_in_rate=all_in_rate(loan) if loan else None,
        repayment=method,
        schedule=tuple(schedule(loan)) if loan else (),
        score=score(parts, scale.pack),
        parts=parts,
        reasons=_reasons(choice, client, scale, amount),
    )


def bounded_amount(product: Product, terms: Terms) -> tuple[Decimal, str]:
    """Return the amount offered, the lesser of what is asked and the product's maximum, and which of them bound."""
    if product.amount_max is not None and product.amount_max < terms.amount:
        return product.amount_max, "product_max"
    return terms.amount, "asked"


def repayment_method(product: Product, terms: Terms) -> str:
    """Return the method asked for where the product has it, else the product's first."""
    if terms.repayment in product.repayment_methods:
        return terms.repayment or _DEFAULT_METHOD
    return product.repayment_methods[0] if product.repayment_methods else _DEFAULT_METHOD


def _reasons(choice: Choice, client: ClientGrade, scale: Scale, amount: Decimal) -> tuple[Reason, ...]:
    kept = choice.kept
    if kept is None or choice.duel is None:
        return ()
    product = kept.product
    found = [_of_duel(choice.duel, choice.product_class.name, product.record)]
    found.append(Reason(f"客户等级为{client.zh}", f"client grade {client.grade}", client.evidence))
    if amount < scale.case.terms.amount:
        found.append(
            Reason(
                f"额度以产品上限 {spoken(amount)} 为限",
                f"the amount is bound by the product's maximum {spoken(amount)}",
                (product.record,),
            )
        )
    for result in kept.rules:
        if result.rule in kept.unknown:
            found.append(
                Reason(
                    f"{rule_zh(result.rule)}：{result.zh}",
                    f"{result.rule}: {result.en}",
                    result.evidence or (product.record,),
                )
            )
    if scale.risk.troubled:
        found.append(Reason("关联方有未结执行", "near parties are under open enforcement", scale.risk.evidence))
    return tuple(found)


def _of_duel(duel: Duel, class_name: str, record: str) -> Reason:
    other = f"，次选 {duel.runner_up}" if duel.runner_up else ""
    zh = f"“{class_name}”类中{_FACTS_ZH[duel.fact]}（{duel.winner_value}{other}）"
    beaten = f" over {duel.runner_up}" if duel.runner_up else ""
    return Reason(zh, f"wins its class{beaten} by {duel.wire()['deciding_fact']}", (record,))
