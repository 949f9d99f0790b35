"""The match: request, gates, portrait, eligibility, classes, one per class, rank, reasons (documents 004, 003)."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from firmgraph.graph.elements import NOW, Moment
from firmgraph.graph.snapshot.keeper import SnapshotKeeper
from firmgraph.graph.store import GraphStore
from firmgraph.profiling.answer import MatchAnswer, Offer
from firmgraph.profiling.asker import Unread, asker_of
from firmgraph.profiling.assessment import Rules, rules_at
from firmgraph.profiling.case import Case
from firmgraph.profiling.catalogue import Catalogue, read_catalogue
from firmgraph.profiling.classes import classify
from firmgraph.profiling.dominance import dominated_by
from firmgraph.profiling.exposure_fairness import explored
from firmgraph.profiling.facts import Facts
from firmgraph.profiling.gates.gate import Gate
from firmgraph.profiling.gates.sequence import examine, refused
from firmgraph.profiling.grade import ClientGrade
from firmgraph.profiling.known_firm import KnownFirm
from firmgraph.profiling.offer import make_offer
from firmgraph.profiling.one_per_class import Ballot, Choice, choose
from firmgraph.profiling.rank import Scale, ranked
from firmgraph.profiling.reasons import Reason
from firmgraph.profiling.request import MatchRequest
from firmgraph.profiling.sight import Sight
from firmgraph.profiling.unlock import Search, information
from firmgraph.profiling.verdict import Verdict

GATE_FAILED = "gate_failed"


def match(
    store: GraphStore,
    request: MatchRequest,
    at: Moment = NOW,
    *,
    packs: Sequence[str] = (),
    nearest_lower_grade: bool = False,
    keeper: SnapshotKeeper | None = None,
) -> MatchAnswer:
    """Return the ranked offers for a loan request, at most one per class, or none and the reasons.

    The request's own `as_of` outranks that of `at`; `keeper` keeps the store's snapshot, else one is made. Raises
    Ambiguous for a name several firms bear.
    """
    at = Moment(request.as_of or at.day, at.known_at)
    rules = rules_at(at.day, packs, nearest_lower_grade=nearest_lower_grade)
    return match_by(rules, Sight(store, at, keeper), request, packs)


def match_by(rules: Rules, sight: Sight, request: MatchRequest, packs: Sequence[str] = ()) -> MatchAnswer:
    """Return what `match` does, by some rules at the moment of a sight."""
    firm, catalogue = asker_of(request, sight, rules, tuple(packs)), read_catalogue(sight.store, sight.at)
    if isinstance(firm, Unread):
        return _refused(request, firm.facts, firm.gates, catalogue)
    return matched(firm, request, catalogue)


def matched(firm: KnownFirm, request: MatchRequest, catalogue: Catalogue) -> MatchAnswer:
    """Return the ranked offers of a catalogue for what a known firm asks, or none and the reasons."""
    applicant = firm.applicant(request)
    gates = examine(applicant, firm.gates)
    if refused(gates):
        return _refused(request, firm.facts, gates, catalogue)
    return _offered(firm, applicant.case, request, (gates, catalogue))


def _refused(request: MatchRequest, facts: Facts, gates: tuple[Gate, ...], catalogue: Catalogue) -> MatchAnswer:
    choices = tuple(Choice(own, (), (), dropped_reason=GATE_FAILED) for own in classify(catalogue.products))
    reasons = tuple(gate.reason for gate in gates if gate.verdict is Verdict.FAIL)
    return MatchAnswer(request, facts, _packs(gates), gates, reasons, choices=choices)


def _packs(gates: Iterable[Gate], others: Iterable[str] = ()) -> tuple[str, ...]:
    return tuple(sorted({*others, *(pack for gate in gates for pack in gate.packs)}))


def _offered(
    firm: KnownFirm, case: Case, request: MatchRequest, behind: tuple[tuple[Gate, ...], Catalogue]
) -> MatchAnswer:
    (gates, catalogue), assessor, rules = behind, firm.assessor, firm.rules
    panel, products = assessor.panel(case), {one.product_id: one for one in catalogue.products}
    assessed = {name: panel.eligibility(product) for name, product in products.items()}
    ballot = Ballot(
        panel.client.grade,
        assessor.table,
        catalogue.deals,
        lambda one: panel.bidder.bid(products[one]).all_in_rate,
        rules.nearest_lower_grade,
        frozenset(request.refused or ()),
    )
    choices = tuple(choose(own, assessed, ballot) for own in classify(catalogue.products))
    wanted = {name: product for name, product in products.items() if name not in ballot.refused}
    scale = Scale(case, firm.tags, firm.risk, rules.ranking, firm.scores.demand, firm.behaviour.interest)
    kept = [(choice, panel.bidder.bid(choice.kept.product)) for choice in choices if choice.kept]
    offers = _rank([make_offer(choice, bid, panel.client, scale) for choice, bid in kept], catalogue, scale)
    return MatchAnswer(
        request,
        case.facts,
        _packs(gates, (*rules.ids, *assessor.limit_packs, firm.behaviour.pack)),
        gates,
        _reasons(gates, offers, choices, panel.client),
        panel.client,
        offers,
        choices,
        tuple(assessed.values()),
        tuple(Search(case, assessor, assessed, {(): panel}).unlocks(choices, wanted)),
        tuple(information(assessed.values(), panel.client)),
        firm.rests_on,
        firm.behaviour,
        firm.scores,
        rules.models,
    )


def _rank(offers: Sequence[Offer], catalogue: Catalogue, scale: Scale) -> tuple[Offer, ...]:
    """The offers best first, each with those of the list that dominate it."""
    by_id = {offer.product.product_id: offer for offer in offers}
    order = [product_id for _, product_id in ranked((offer.score, product_id) for product_id, offer in by_id.items())]
    dominated = dominated_by((offer.bid for offer in offers), scale.case.terms.term_months)
    shown = explored(order, catalogue.deals, scale.pack.parameters["exploration"])
    return tuple(replace(by_id[product_id], dominated_by=dominated[product_id]) for product_id in shown)


def _reasons(
    gates: Sequence[Gate], offers: Sequence[Offer], choices: Sequence[Choice], client: ClientGrade
) -> tuple[Reason, ...]:
    found = [gate.reason for gate in gates if gate.verdict is not Verdict.PASS]
    if client.verdict is Verdict.UNKNOWN:
        found.append(
            Reason(
                f"客户资产未知，按最低等级（{client.zh}）处理",
                f"the client asset is unknown: the lowest grade {client.grade} is taken",
            )
        )
    if offers:
        best = offers[0]
        found.append(
            Reason(
                f"{len(choices)} 类产品中推荐 {len(offers)} 个，首选 {best.product.name}",
                f"{len(offers)} offers from {len(choices)} classes, first {best.product.product_id}",
                (best.product.record,),
            )
        )
    elif not choices:
        found.append(Reason("产品目录为空", "there is no product in force"))
    else:
        dropped = ", ".join(sorted({choice.dropped_reason or "" for choice in choices}))
        found.append(
            Reason(
                "没有适合的产品：各类均无等级相符且符合条件者",
                f"no class has a product that fits: {dropped}",
                client.evidence,
            )
        )
    return tuple(found)
