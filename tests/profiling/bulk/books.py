"""Books and catalogues drawn with a seed, and the oracle they are held against: the match of each application alone."""

from collections.abc import Iterator, Sequence
from random import Random
from typing import Any

from tests.profiling.rows import (
    AT,
    DAY,
    FIRM,
    SUBJECT,
    MakeStore,
    Row,
    account,
    closed_case,
    consent,
    customer,
    diligence,
    good_firm,
    product,
    registration,
    statement,
)
from tests.profiling.test_features_graph import PARENT
from tests.profiling.test_guarantors import guaranteed

from firmgraph.profiling.assessment import Rules, rules_at
from firmgraph.profiling.bulk.book_match import BookAnswer, match_book
from firmgraph.profiling.bulk.book_reading import read_book
from firmgraph.profiling.bulk.line import Pair
from firmgraph.profiling.bulk.told import Told, told_of
from firmgraph.profiling.catalogue import Catalogue
from firmgraph.profiling.facts import gather
from firmgraph.profiling.known_firm import KnownFirm
from firmgraph.profiling.match import matched
from firmgraph.profiling.request import MatchRequest, read_request
from firmgraph.profiling.sight import Sight

PURPOSES = ["working_capital", "procurement", "equipment", "technology", "premises"]
GUARANTEES = ["unsecured", "mortgage", "pledge", "suretyship"]
METHODS = ["equal_instalment", "equal_principal", "interest_first", "bullet", "revolving"]
GRADES = ["basic", "standard", "premium", "elite"]
CONDITIONS: list[dict[str, Any]] = [
    {"rule": "min_years", "value": 3},
    {"rule": "min_years", "value": "many"},
    {"rule": "min_revenue", "value": 3_000_000},
    {"rule": "min_revenue", "value": 20_000_000},
    {"rule": "max_debt_ratio", "value": "0.5"},
    {"rule": "no_open_enforcement", "value": True},
    {"rule": "no_open_overdue", "value": False},
    {"rule": "qualification_any", "value": ["高新技术企业"]},
    {"rule": "client_kind", "value": ["enterprise"]},
    {"rule": "client_kind", "value": ["sole_trader"]},
    {"rule": "columns", "value": ["amount_min"]},
    {"rule": "no_such_rule", "value": 1},
    {"text": "实际控制人信用良好"},
    {"rule": "min_years", "value": 1, "text": "经营满一年且场所稳定", "partial": True},
    {"rule": "scale", "expression": "revenue >= 3000000 and (debt_ratio <= 0.5 or not open_enforcements > 0)"},
    {"rule": "turnover", "expression": "amount / revenue < 0.2"},
    {"rule": "place", "expression": "region in ['990100', '990200'] or purpose == 'technology'"},
    {"rule": "between", "expression": "6 <= term_months < 36"},
    {"rule": "odd", "expression": "no_such_feature > 1"},
    {"rule": "half told", "expression": "years_since_establishment >= 2", "text": "经营稳定", "partial": True},
]


def firms_of(make_store: MakeStore, rules: Rules | None = None) -> list[KnownFirm]:
    """Firms of which the sources say much, little or nothing."""
    told: list[list[Row]] = [
        good_firm(),
        [registration(industry="F5164", type="个体工商户", region="990200"), customer(asset="600000"), consent()],
        [registration(), customer(asset="12000000"), consent(), account(five_tier="正常"), diligence("拟购置设备。")],
        [customer(), consent(), statement(revenue=2_500_000), statement(2023, 2_400_000)],
        [registration(), consent(), statement(revenue=90_000_001, operating_cash_flow=-5), closed_case()],
        [registration(), consent(expires_at="2025-02-01")],
        [consent()],
        guaranteed(),
        [row for row in guaranteed() if row[1].get("enterprise") != PARENT],
        [registration(), customer(), consent(), account(), statement(), closed_case()],
    ]
    made = []
    for rows in told:
        store = make_store([*rows, *_qualified(rows)])
        made.append(KnownFirm(gather(store, SUBJECT, AT), Sight(store, AT), rules or rules_at(DAY)))
    return made


def _qualified(rows: Sequence[Row]) -> Iterator[Row]:
    if len(rows) == len(good_firm()):
        own = {"enterprise": FIRM, "name": "高新技术企业", "obtained_at": "2024-01-01", "observed_at": "2025-06-20"}
        yield "qualification", own


def drawn_requests(chance: Random, firms: Sequence[KnownFirm], count: int) -> list[Pair]:
    """So many applications of some firms."""
    return [Pair(chance.choice(firms), _request(chance)) for _ in range(count)]


def _request(chance: Random) -> MatchRequest:
    amount = chance.choice([chance.randint(1, 10**9) / 100, chance.randint(1, 90) * 100_000, 1_000_000, 0.5])
    stated = {
        "guarantee": chance.sample(GUARANTEES, chance.randint(0, 2)),
        "repayment": chance.choice(METHODS),
        "asset": chance.choice([0, 500_000, 1_999_999.99, 40_000_000]),
        "revenue": chance.randint(1, 40) * 1_000_000,
        "years": chance.randint(0, 9),
        "debt_ratio": chance.choice(["0.2", "0.5", "0.9"]),
        "industry": chance.choice(["C3484", "c34", "A01", "I6513"]),
        "region": chance.choice(["990100", "990200"]),
        "size": chance.choice(["micro", "small", "medium", "large"]),
        "qualifications": chance.choice([[], ["高新技术企业"]]),
    }
    terms = {"amount": amount, "term_months": chance.choice([1, 3, 12, 24, 37, 61]), "purpose": chance.choice(PURPOSES)}
    told = {name: value for name, value in stated.items() if chance.random() < 0.6}
    refused = [f"P{chance.randint(0, 60):03d}" for _ in range(chance.choice([0, 0, 3]))]
    return read_request({"subject": {"uscc": FIRM}, "terms": {**terms, **told}, "refused": refused})


def drawn_catalogue(chance: Random, count: int) -> Catalogue:
    """So many products with columns and conditions of all sorts, and deals that often tie."""
    products = tuple(product(f"P{number:03d}", **_product(chance)) for number in range(count))
    return Catalogue(
        products, {one.product_id: chance.choice([0, 0, 1, 5]) for one in products if chance.random() < 0.8}
    )


def _product(chance: Random) -> dict[str, Any]:
    least, low = chance.choice([1, 10_000, 300_000]), chance.choice([3.1, 4.35, 6])
    own: dict[str, Any] = {
        "amount_min": least,
        "amount_max": least * chance.choice([1, 20, 500]),
        "term_min": chance.choice([1, 6]),
        "term_max": chance.choice([12, 36, 60]),
        "rate_min": f"{low}%",
        "rate_max": f"{low + chance.choice([0, 1.55, 4])}%",
        "guarantee_types": chance.sample(GUARANTEES, chance.choice([1, 1, 2])),
        "repayment_methods": chance.sample(METHODS, chance.choice([1, 2])),
        "purposes": chance.sample(PURPOSES, 4),
        "industries": chance.choice([None, None, ["C"], ["F51", "i"]]),
        "regions": chance.choice([None, None, ["9901"], ["990200"]]),
        "size_classes": chance.choice([None, None, ["micro", "small"]]),
        "grades": chance.choice([[], [], chance.sample(GRADES, 2), ["优选"]]),
        "speed_days": chance.choice([0, 1, 7, 45]),
        "conditions": chance.sample(CONDITIONS, chance.choice([0, 0, 1, 2])),
    }
    return {name: value if chance.random() < 0.93 else None for name, value in own.items()}


def both(pairs: Sequence[Pair], catalogue: Catalogue) -> tuple[BookAnswer, list[Told]]:
    """What the match of a book tells, and that of each application alone."""
    return match_book(read_book(pairs), catalogue), [told_of(matched(*pair, catalogue)) for pair in pairs]
