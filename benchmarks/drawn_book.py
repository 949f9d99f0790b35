"""Invented applications and a catalogue, drawn with a seed, each application by its place alone.

What a bank's records would say of a firm is drawn itself: figures, free cash, need, limits, tags and risk. What it asks
for and states is a request like any other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random
from typing import overload

from benchmarks.match_classes import many_products
from firmgraph.graph.elements import Moment
from firmgraph.profiling.assessment import Assessor, Rules
from firmgraph.profiling.behaviour import PARTS, UNKNOWN, Behaviour
from firmgraph.profiling.bulk.line import Pair
from firmgraph.profiling.capacity import FreeCash
from firmgraph.profiling.caps import Cap
from firmgraph.profiling.case import Case
from firmgraph.profiling.catalogue import Catalogue
from firmgraph.profiling.conditions import Condition
from firmgraph.profiling.facts import Facts
from firmgraph.profiling.features import FEATURES
from firmgraph.profiling.gates.gate import Applicant, Gate
from firmgraph.profiling.gates.sequence import OF_THE_FIRM
from firmgraph.profiling.grade import Authentication
from firmgraph.profiling.graph_risk import GraphRisk
from firmgraph.profiling.known_firm import KnownFirm
from firmgraph.profiling.measured import Measured
from firmgraph.profiling.reasons import Reason
from firmgraph.profiling.request import MatchRequest, read_request
from firmgraph.profiling.sight import Sight
from firmgraph.profiling.verdict import Verdict
from firmgraph.profiling.words import said
from firmgraph.profiling.working_capital import WorkingCapital

DAY = Moment("2025-06-30")
PURPOSES = ("working_capital", "procurement", "payroll", "equipment", "technology", "fixed_assets", "supply_chain")
OFFERED = ((), ("mortgage",), ("pledge",), ("suretyship",), ("mortgage", "suretyship"), ("pledge", "suretyship"))
REPAYMENTS = (None, "equal_instalment", "equal_principal", "interest_first", "bullet")
INDUSTRIES = tuple(f"{letter}{number:04d}" for letter in "ACEFGIJKMN" for number in range(1111, 8000, 1117))
REGIONS = tuple(f"99{number:04d}" for number in range(100, 2500, 100))
QUALIFIED = ((), (), (), ("高新技术企业",), ("专精特新",), ("高新技术企业", "科技型中小企业"))
TAGS = ("financing_need.working_capital", "financing_need.procurement", "financing_need.equipment",
        "financing_need.expansion", "qualification.high_tech", "risk.litigation")  # fmt: skip
CONDITIONS = (
    Condition("min_years", 1), Condition("min_years", 2), Condition("min_years", 3), Condition("min_years", 5),
    Condition("min_revenue", 1_000_000), Condition("min_revenue", 3_000_000), Condition("min_revenue", "5000000.5"),
    Condition("max_debt_ratio", "0.7"), Condition("max_debt_ratio", "0.65"), Condition("max_debt_ratio", "0.8"),
    Condition("no_open_enforcement", True), Condition("no_open_overdue", True),
    Condition("qualification_any", ("高新技术企业", "专精特新")), Condition("client_kind", ("enterprise",)),
    Condition("turnover", expression="revenue >= 2000000 and debt_ratio <= 0.75"),
    Condition("calm", expression="open_enforcements == 0 or defendant_cases <= 1"),
    Condition("home", expression="region in ['990100', '990200', '990300'] or years_since_establishment > 4"),
    Condition("实际控制人信用良好", text="实际控制人信用良好"),
)  # fmt: skip
LIMIT = said("集团授信余量", "what is left for the group")
SURETY = said("担保人的担保余量", "what guarantors can still answer for")


@dataclass(frozen=True)
class Drawn:
    """What records would say of a firm; `held` are its authentication tags, `tags` those of texts with weights."""

    figures: Mapping[str, Measured]
    cash: FreeCash
    need: WorkingCapital
    limits: tuple[Cap, ...]
    guarantors: Cap | None
    held: frozenset[str]
    tags: Mapping[str, float]
    risk: GraphRisk
    interest: Mapping[str, Decimal]


class DrawnAssessor(Assessor):
    """Who judges a drawn firm."""

    def __init__(self, rules: Rules, facts: Facts, drawn: Drawn) -> None:
        """Judge by rules what was drawn."""
        super().__init__(rules, facts, drawn.limits, drawn.guarantors)
        self.__dict__.update(cash=drawn.cash, need=drawn.need, tags=Authentication(drawn.held, ()))


class DrawnFirm(KnownFirm):
    """A firm of which nothing is recorded and what records would say is drawn; the gates that look at it pass it."""

    def __init__(self, sight: Sight, rules: Rules, place: int, drawn: Drawn) -> None:
        """Know a firm by its place."""
        passed = {name: Gate(name, Verdict.PASS, Reason("", "")) for name in OF_THE_FIRM}
        super().__init__(Facts(f"ent:{place}", DAY), sight, rules, (), passed)
        self.__dict__.update(
            drawn=drawn,
            assessor=DrawnAssessor(rules, self.facts, drawn),
            tags=drawn.tags,
            risk=drawn.risk,
            behaviour=Behaviour("interest", dict.fromkeys(PARTS, UNKNOWN), interest=drawn.interest),
            rests_on=(),
        )

    def applicant(self, request: MatchRequest) -> Applicant:
        """Return the firm before the gates, with its figures as they were drawn."""
        drawn: Drawn = self.__dict__["drawn"]
        return Applicant(Case(self.facts, request.terms, drawn.figures), self.sight, request.consent, self.chosen)


class DrawnBook(Sequence[Pair]):
    """So many applications, each drawn anew when it is asked for, always the same."""

    def __init__(self, size: int, sight: Sight, rules: Rules, products: Sequence[str]) -> None:
        """Draw firms that look at some products, under rules."""
        self._size, self._sight, self._rules, self._products = size, sight, rules, products

    def __len__(self) -> int:
        """How many there are."""
        return self._size

    @overload
    def __getitem__(self, place: int) -> Pair: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Pair]: ...
    def __getitem__(self, place: int | slice) -> Pair | Sequence[Pair]:
        """Return the application at a place."""
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(self._size))]
        if not 0 <= place < self._size:
            raise IndexError(place)
        chance = Random(20250630 * 1_000_003 + place)
        firm = DrawnFirm(self._sight, self._rules, place, _drawn(chance, self._products))
        return Pair(firm, _request(chance, place, self._products))


def _some(chance: Random, value: Decimal, unknown: float = 0.06) -> Measured:
    return Measured(None if chance.random() < unknown else value)


def _yuan(chance: Random, low: float, high: float) -> Decimal:
    """An amount in fen between two powers of ten of yuan."""
    return Decimal(round(10 ** chance.uniform(low + 2, high + 2))) / 100


def _drawn(chance: Random, products: Sequence[str]) -> Drawn:
    counts = {
        "open_enforcements": [0] * 12 + [1, 2],
        "open_overdue": [0] * 12 + [1],
        "defendant_cases": [0, 0, 0, 1, 2, 5],
    }
    figures = dict.fromkeys((feature.__name__ for feature in FEATURES), Measured(None))
    figures |= {name: _some(chance, Decimal(chance.choice(values))) for name, values in counts.items()}
    figures |= {
        "revenue": _some(chance, _yuan(chance, 5.5, 8.3)),
        "client_asset": _some(chance, _yuan(chance, 4.5, 7.5)),
        "debt_ratio": _some(chance, Decimal(chance.randrange(500, 11000)) / 10_000),
        "years_since_establishment": _some(chance, Decimal(chance.randrange(0, 25))),
    }
    cash = None if chance.random() < 0.07 else _yuan(chance, 4, 6.5)
    line = None if chance.random() < 0.1 else _yuan(chance, 5, 7.5)
    limit = (Cap("group_exposure", _yuan(chance, 5, 8), LIMIT),) if chance.random() < 0.2 else ()
    sureties = [Cap("guarantors", None, SURETY), Cap("guarantors", _yuan(chance, 5, 7), SURETY)]
    risk = chance.choice([None, 0, 0, 0, Decimal("0.15"), Decimal("0.3"), Decimal(chance.randrange(10**6)) / 10**6])
    return Drawn(
        figures,
        FreeCash(cash, _yuan(chance, 2, 4.5)),
        WorkingCapital(line=line),
        limit,
        chance.choice([*[None] * 8, *sureties]),
        frozenset(chance.sample(["licence_verified", "audited_statement", "high_tech", "specialised_new"], 2)),
        {tag: chance.randrange(1000) / 1000 for tag in chance.sample(TAGS, chance.randrange(4))},
        GraphRisk(None if risk is None else Decimal(risk)),
        {one: Decimal(chance.randrange(1000)) / 1000 for one in chance.sample(products, chance.choice([0, 0, 1, 3]))},
    )


def _request(chance: Random, place: int, products: Sequence[str]) -> MatchRequest:
    stated = {
        "guarantee": list(chance.choice(OFFERED)),
        "repayment": chance.choice(REPAYMENTS),
        "industry": chance.choice(INDUSTRIES),
        "region": chance.choice(REGIONS),
        "size": chance.choice(["micro", "small", "small", "medium"]),
        "qualifications": list(chance.choice(QUALIFIED)),
    }
    terms = {
        "amount": chance.choice([chance.randrange(5, 500) * 10_000, chance.randrange(50_000, 9_000_000)]),
        "term_months": chance.choice([3, 6, 12, 12, 12, 18, 24, 36, 60]),
        "purpose": chance.choice(PURPOSES),
        **{name: value for name, value in stated.items() if chance.random() < 0.93},
    }
    refused = chance.sample(products, 2) if chance.random() < 0.1 else None
    subject = {"id": f"ent:{place}"}
    return read_request({"subject": subject, "terms": terms, "consent": chance.random() < 0.98, "refused": refused})


def drawn_catalogue(count: int) -> Catalogue:
    """Return so many products drawn from the invented economy's, with conditions, and deals that tie."""
    chance = Random(20250630)
    products = tuple(
        replace(
            product,
            amount_min=Decimal(chance.choice([1, 1, 5, 10, 50]) * 10_000),
            grades=tuple(chance.choice([(), ("basic", "standard"), ("standard",), ("premium", "elite"), ("premium",)])),
            regions=() if chance.random() < 0.7 else tuple(chance.sample(REGIONS, 8)),
            industries=() if chance.random() < 0.7 else tuple(chance.sample("ACEFGIJKMN", 4)),
            size_classes=() if chance.random() < 0.7 else ("micro", "small"),
            conditions=tuple(chance.sample(CONDITIONS, chance.choice([0, 0, 1, 2]))),
        )
        for product in many_products(count)
    )
    return Catalogue(
        tuple(sorted(products, key=lambda one: one.product_id)),
        {product.product_id: chance.choice([0, 0, 1, 2, 3, 5, 8, 20]) for product in products},
    )
