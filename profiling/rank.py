"""The ranking of offers: weighted parts against the graph-based portrait, each part returned (row 4-26)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from firmgraph.errors import InvalidInput
from firmgraph.packs import RulePack
from firmgraph.profiling.bids import Bid
from firmgraph.profiling.case import Case
from firmgraph.profiling.catalogue import Product
from firmgraph.profiling.graph_risk import GraphRisk

_STEP = Decimal("0.000001")
_ZERO, _ONE = Decimal(0), Decimal(1)


@dataclass(frozen=True)
class Scale:
    """What products are scored against: the case, its tags with their weights, the graph's risk, a pack of weights.

    `demand` is the predicted utilisation of the client, None where no model tells it; `interest` its interest in
    products, those it never looked at left out.
    """

    case: Case
    tags: Mapping[str, float]
    risk: GraphRisk
    pack: RulePack
    demand: Decimal | None = None
    interest: Mapping[str, Decimal] = field(default_factory=dict)

    @property
    def unknown(self) -> Decimal:
        """What a part scores that cannot be told."""
        return Decimal(self.pack.parameters["unknown"])


def weights_of(pack: RulePack) -> dict[str, Decimal]:
    """Return the weights of a ranking pack; raise InvalidInput when they do not sum to 1."""
    weights = {name: Decimal(value) for name, value in pack.parameters["weights"].items()}
    if sum(weights.values()) != 1 or set(weights) != set(PARTS):
        raise InvalidInput(f"{pack.id}: the weights must name {', '.join(sorted(PARTS))} and sum to 1", field="packs")
    return weights


def score_parts(bid: Bid, scale: Scale) -> dict[str, Decimal]:
    """Return each part of the score of a product's bid, in [0, 1]."""
    return {name: part(bid, scale).quantize(_STEP) for name, part in PARTS.items()}


def score(parts: Mapping[str, Decimal], pack: RulePack) -> Decimal:
    """Return the weighted sum of the parts."""
    weights = weights_of(pack)
    return sum((weights[name] * parts[name] for name in weights), _ZERO).quantize(_STEP)


def ranked(scores: Iterable[tuple[Decimal, str]]) -> list[tuple[Decimal, str]]:
    """Return (score, product id) pairs, best first, ties by product id."""
    return sorted(scores, key=lambda pair: (-pair[0], pair[1]))


def _purpose(bid: Bid, scale: Scale) -> Decimal:
    product = bid.product
    if not product.purposes:
        return Decimal(scale.pack.parameters["purpose_unstated"])
    return _ONE if scale.case.terms.purpose in product.purposes else _ZERO


def _amount(bid: Bid, scale: Scale) -> Decimal:
    return min(bid.amount / scale.case.terms.amount, _ONE)


def _term(bid: Bid, scale: Scale) -> Decimal:
    product = bid.product
    if product.term_max is None:
        return scale.unknown
    return min(Decimal(product.term_max) / scale.case.terms.term_months, _ONE)


def _price(bid: Bid, scale: Scale) -> Decimal:
    if bid.quote.rate is None:
        return scale.unknown
    best, worst = (Decimal(scale.pack.parameters["price"][end]) for end in ("best", "worst"))
    return _within((worst - bid.quote.rate) / (worst - best))


def _tags(bid: Bid, scale: Scale) -> Decimal:
    product = bid.product
    if not scale.tags and scale.case.industry.value is None:
        return scale.unknown
    code = (scale.case.industry.value or "").upper()
    if product.industries and code and any(code.startswith(industry.upper()) for industry in product.industries):
        return _ONE
    wanted = wanted_tags(product, scale.pack)
    return Decimal(str(max((scale.tags.get(tag, 0.0) for tag in wanted), default=0.0)))


def wanted_tags(product: Product, pack: RulePack) -> frozenset[str]:
    """Return the tags of a financing need that the purposes of a product answer."""
    table = pack.parameters["purpose_tags"]
    return frozenset(tag for purpose in product.purposes for tag in table.get(purpose, ()))


def _graph_risk(bid: Bid, scale: Scale) -> Decimal:
    product = bid.product
    if scale.risk.value is None:
        return scale.unknown
    exposures = scale.pack.parameters["exposure"]
    reaching = min((Decimal(exposures[kind]) for kind in product.guarantee_types), default=_ONE)
    return _ONE - scale.risk.value * reaching


def _speed(bid: Bid, scale: Scale) -> Decimal:
    product = bid.product
    if product.speed_days is None:
        return scale.unknown
    return _within(_ONE - Decimal(product.speed_days) / scale.pack.parameters["speed"]["worst_days"])


def _demand(_bid: Bid, scale: Scale) -> Decimal:
    """The higher the predicted utilisation the higher the need (row 2-08); above the whole line it counts as whole."""
    return scale.unknown if scale.demand is None else _within(scale.demand)


def _interest(bid: Bid, scale: Scale) -> Decimal:
    return scale.interest.get(bid.product.product_id, scale.unknown)


def _within(value: Decimal) -> Decimal:
    return max(_ZERO, min(_ONE, value))


PARTS = {
    "purpose": _purpose,
    "amount": _amount,
    "term": _term,
    "price": _price,
    "tags": _tags,
    "graph_risk": _graph_risk,
    "speed": _speed,
    "demand": _demand,
    "interest": _interest,
}
