"""What must hold of every answer to a match request; each property yields the words of what breaks it, or nothing."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from itertools import accumulate

from firmgraph.packs import pack_by_id
from firmgraph.profiling.answer import MatchAnswer, Offer
from firmgraph.profiling.canonical import canonical_json
from firmgraph.profiling.capacity import FreeCash, free_cash
from firmgraph.profiling.eligibility import RuleResult
from firmgraph.profiling.facts import Facts
from firmgraph.profiling.gates.consent import NAME as CONSENT
from firmgraph.profiling.grade import read_table
from firmgraph.profiling.one_per_class import NO_PRODUCT_OF_GRADE, grades_of
from firmgraph.profiling.reasons import Reason
from firmgraph.profiling.verdict import Verdict

Broken = Iterator[str]
CENT = Decimal("0.01")
OF_THE_REQUEST = frozenset({"amount_min", "term_min", "term_max", "purpose", "guarantee"})
STATED: Mapping[str, str] = {
    "revenue": "revenue",
    "client_asset": "asset",
    "years_since_establishment": "years",
    "debt_ratio": "debt_ratio",
    "min_revenue": "revenue",
    "min_years": "years",
    "max_debt_ratio": "debt_ratio",
    "industry": "industry",
    "region": "region",
    "size_class": "size",
    "qualification_any": "qualifications",
}
# The words by which a reason without records names what is not known, not there, or said by the request itself.
NAMING = ("not known", "unknown", "no credit data", "there is no ", "not examined", "silent", "the request")
OF_VERSION = ("decision_id", "version")


def one_per_class(answer: MatchAnswer) -> Broken:
    """At most one product is offered of a class, a member of it that no rule refuses; no product has two classes."""
    offered = [offer.choice.product_class.id for offer in answer.offers]
    members = [member for choice in answer.choices for member in choice.product_class.members]
    kept = [choice for choice in answer.choices if choice.kept]
    if len(offered) != len(set(offered)):
        yield "two offers of a class"
    if len(members) != len(set(members)):
        yield "a product in two classes"
    if sorted(c.product_class.id for c in kept) != sorted(offered):
        yield "the offers are not the products kept"
    for choice in kept:
        if choice.kept and choice.kept.product.product_id not in choice.eligible:
            yield f"{choice.kept.product.product_id} is kept but not eligible"
    for offer in answer.offers:
        if offer.product.product_id not in offer.choice.product_class.members or offer.verdict is Verdict.FAIL:
            yield f"{offer.product.product_id} is no eligible member of its class"
        if offer.product.product_id in (answer.request.refused or ()):
            yield f"{offer.product.product_id} was refused before"


def within_capacity(answer: MatchAnswer) -> Broken:
    """No amount is beyond what is asked, the product, any cap, or what free cash pays in every month."""
    if answer.offers:
        free = _free(answer.facts).free
        for offer in answer.offers:
            yield from _beyond_caps(offer, answer.request.terms.amount)
            yield from _beyond_cash(offer, free)


def _free(facts: Facts) -> FreeCash:
    return facts.once(_free_cash)


def _free_cash(facts: Facts) -> FreeCash:
    return free_cash(facts, pack_by_id("capacity").parameters)


def _beyond_caps(offer: Offer, asked: Decimal) -> Broken:
    own, amount = offer.product, offer.bid.amount
    bounds = [asked, *(cap.amount for cap in offer.bid.caps if cap.amount is not None)]
    bounds += [] if own.amount_max is None else [own.amount_max]
    if not max(own.amount_min or CENT, CENT) <= amount <= min(bounds):
        yield f"{own.product_id}: {amount} is not within its bounds"


def _beyond_cash(offer: Offer, free: Decimal | None) -> Broken:
    if free is None or offer.bid.quote.rate is None:
        if "capacity" not in offer.unknown:
            yield f"{offer.product.product_id}: a capacity that is not known is not told"
        return
    monthly = free / _cover(offer.product.guarantee_types)
    payments = accumulate(instalment.payment for instalment in offer.bid.schedule)
    for instalment, paid in zip(offer.bid.schedule, payments, strict=True):
        if paid > monthly * instalment.month + CENT:
            yield f"{offer.product.product_id}: month {instalment.month} is beyond capacity"
    if sum(instalment.principal for instalment in offer.bid.schedule) != offer.bid.amount:
        yield f"{offer.product.product_id}: the schedule does not sum to the amount"


@cache
def _cover(kinds: tuple[str, ...]) -> Decimal:
    wanted = {kind: Decimal(value) for kind, value in pack_by_id("capacity").parameters["required_dscr"].items()}
    return max((wanted[kind] for kind in kinds if kind in wanted), default=max(wanted.values()))


def gates_come_first(answer: MatchAnswer) -> Broken:
    """A gate that fails leaves nothing to rank; consent comes first, and nothing is looked at without it."""
    names, verdicts = [gate.name for gate in answer.gates], [gate.verdict for gate in answer.gates]
    if names != [CONSENT, *(one for one in pack_by_id("gate-order").parameters["order"] if one != CONSENT)]:
        yield "the gates are not in their order"
    if verdicts[0] is Verdict.FAIL and set(verdicts[1:]) - {Verdict.UNKNOWN}:
        yield "a gate was looked at without consent"
    if Verdict.FAIL in verdicts:
        ranked = answer.offers or answer.eligibility or answer.unlocks or answer.client
        if ranked or any(choice.dropped_reason != "gate_failed" for choice in answer.choices):
            yield "products were judged although a gate fails"
    else:
        judged = {one.product.product_id for one in answer.eligibility}
        if judged != {member for choice in answer.choices for member in choice.product_class.members}:
            yield "a product of a class was not judged"


def refusals_have_reasons(answer: MatchAnswer) -> Broken:
    """Whatever is refused says why, and every reason names records, what is not known, or what the request says."""
    if not answer.reasons:
        yield "an answer without a reason"
    if answer.client and answer.client.asset is None and not any("asset is unknown" in r.en for r in answer.reasons):
        yield "a grade without an asset, and that is not told"
    for gate in answer.gates:
        if gate.verdict is not Verdict.PASS:
            yield from _unfounded(gate.name, gate.reason)
    told_elsewhere = tuple(_told_elsewhere(answer))
    for whose, reason in (
        *(("answer", reason) for reason in answer.reasons),
        *((offer.product.product_id, reason) for offer in answer.offers for reason in offer.reasons),
    ):
        if not reason.en.startswith(told_elsewhere or "\0"):
            yield from _unfounded(whose, reason)
    for one in answer.eligibility:
        yield from (
            f"{one.product.product_id}: {rule} fails for no reason" for rule in _unexplained(one.failed, answer)
        )
    for choice in answer.choices:
        if choice.kept is None and not choice.dropped_reason:
            yield f"class {choice.product_class.id} dropped out for no reason"


def _told_elsewhere(answer: MatchAnswer) -> Iterator[str]:
    """The beginnings of reasons whose grounds the answer tells in another place: that the asset is not known or as the
    request states, and of each product refused the rules that fail.
    """
    if answer.client and (answer.client.verdict is Verdict.UNKNOWN or answer.request.terms.asset is not None):
        yield "client grade "
    if all(one.failed for one in answer.eligibility if one.verdict is Verdict.FAIL):
        yield "no class has a product that fits"


def _unfounded(whose: str, reason: Reason) -> Broken:
    if not (reason.zh and reason.en):
        yield f"{whose}: a reason without words"
    if not reason.evidence and not any(words in reason.en for words in NAMING):
        yield f"{whose}: neither a record nor what is unknown behind: {reason.en}"


def _unexplained(failed: Iterable[RuleResult], answer: MatchAnswer) -> Broken:
    stated = answer.request.terms.model_dump(exclude_none=True)
    for result in failed:
        names = {result.rule, *result.required.split()}
        of_request = result.rule in OF_THE_REQUEST or any(STATED.get(name) in stated for name in names)
        if not (result.zh and result.en and (result.evidence or of_request)):
            yield result.rule


def the_right_grade_wins(answer: MatchAnswer) -> Broken:
    """The product kept is for the client's own grade, and where no eligible one is, the class drops out for that."""
    if answer.client is None:
        return
    table = read_table(pack_by_id("client-grades").parameters)
    for choice in answer.choices:
        if choice.kept and answer.client.grade not in grades_of(choice.kept.product, table):
            yield f"{choice.kept.product.product_id} is not for the grade {answer.client.grade}"
        of_other_grades = choice.kept is None and choice.eligible and not choice.matching
        if of_other_grades and choice.dropped_reason != NO_PRODUCT_OF_GRADE:
            yield f"class {choice.product_class.id} dropped out for another reason than the grade"


PROPERTIES: Mapping[str, Callable[[MatchAnswer], Broken]] = {
    "at most one per class": one_per_class,
    "never beyond capacity": within_capacity,
    "gates before rank": gates_come_first,
    "refusals have reasons": refusals_have_reasons,
}


def broken(answer: MatchAnswer) -> Iterator[str]:
    """Yield what breaks any property that an answer must have by itself."""
    for name, holds in PROPERTIES.items():
        yield from (f"{name}: {words}" for words in holds(answer))


def differing(answer: MatchAnswer, other: MatchAnswer) -> Broken:
    """Two answers to one request on the same data in another order say the same, byte for byte."""
    one, two = (
        {name: told for name, told in found.wire().items() if name not in OF_VERSION} for found in (answer, other)
    )
    if canonical_json(one) != canonical_json(two):
        yield f"the order matters: {', '.join(name for name in one if one[name] != two[name])}"


def other_winners(answer: MatchAnswer, other: MatchAnswer) -> Broken:
    """Two answers keep the same product in every class, and offer the same amounts at the same prices."""
    if winners(answer) != winners(other):
        yield f"other winners: {winners(answer)} and {winners(other)}"


def winners(answer: MatchAnswer) -> Mapping[str, tuple[str, Decimal, Decimal | None]]:
    """Return the product offered of each class with its amount and rate."""
    return {
        offer.choice.product_class.id: (offer.product.product_id, offer.bid.amount, offer.bid.quote.rate)
        for offer in answer.offers
    }


def broken_rounds(rounds: Iterable[MatchAnswer]) -> Broken:
    """Round after round, each refusing the best offer of the one before: no repeat, always whole, empty at the end."""
    refused = set[str]()
    last: MatchAnswer | None = None
    for last in rounds:
        yield from broken(last)
        offered = {offer.product.product_id for offer in last.offers}
        if offered & refused:
            yield f"offered again: {', '.join(sorted(offered & refused))}"
        refused |= set(last.request.refused or ()) | {one.product.product_id for one in last.offers[:1]}
    if last is not None and (last.offers or not last.reasons):
        yield "the rounds end before the offers do, or without a reason"
