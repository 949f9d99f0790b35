"""The match: request, gates, portrait, eligibility, classes, one per class, rank, reasons (documents 004, 003)."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from firmgraph.errors import InvalidInput, NotFound
from firmgraph.graph.elements import NOW, Moment
from firmgraph.graph.ontology import ontology
from firmgraph.graph.references import organisation_reference
from firmgraph.graph.snapshot.keeper import SnapshotKeeper
from firmgraph.graph.store import GraphStore, resolve_enterprise
from firmgraph.profiling.answer import MatchAnswer, Offer
from firmgraph.profiling.assessment import Assessor, Rules, rules_at
from firmgraph.profiling.behaviour import FAMILY as INTEREST
from firmgraph.profiling.behaviour import behaviour_of
from firmgraph.profiling.case import Case
from firmgraph.profiling.catalogue import Catalogue, read_catalogue
from firmgraph.profiling.classes import classify
from firmgraph.profiling.dominance import dominated_by
from firmgraph.profiling.exposure import exposure_caps
from firmgraph.profiling.exposure_fairness import explored
from firmgraph.profiling.facts import Facts, gather
from firmgraph.profiling.gates.consent import NAME as CONSENT
from firmgraph.profiling.gates.consent import consent_gate
from firmgraph.profiling.gates.gate import Applicant, Gate
from firmgraph.profiling.gates.sequence import examine, refused, unexamined
from firmgraph.profiling.grade import ClientGrade
from firmgraph.profiling.graph_risk import graph_risk
from firmgraph.profiling.offer import make_offer
from firmgraph.profiling.one_per_class import Ballot, Choice, choose
from firmgraph.profiling.portrait import portrait_of
from firmgraph.profiling.rank import Scale, ranked
from firmgraph.profiling.reasons import Reason
from firmgraph.profiling.request import MatchRequest, Subject
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
    subject, sight = _subject_id(store, request.subject, at), Sight(store, at, keeper)
    catalogue = read_catalogue(store, at)
    consents = gather(store, subject, at, kinds=["consent"])
    asking = Applicant(Case(consents, request.terms), sight, request.consent, packs)
    first = consent_gate(consents, request.consent, asking.pack(CONSENT))
    if first.verdict is Verdict.FAIL:
        return _refused(request, consents, (first, *unexamined(asking)), catalogue)
    applicant = replace(asking, case=Case(gather(store, subject, at), request.terms))
    gates = examine(applicant)
    if refused(gates):
        return _refused(request, applicant.case.facts, gates, catalogue)
    return _matched(applicant, request, gates, (rules, catalogue))


def _subject_id(store: GraphStore, subject: Subject, at: Moment) -> str:
    try:
        found = resolve_enterprise(store, subject.words, at)
    except NotFound:
        return subject.id or organisation_reference({"uscc": subject.uscc or "", "name": subject.name or ""}, "request")
    if ontology().nodes[found.node.kind].family != "Organisation":
        raise InvalidInput("the subject of a loan is an enterprise", field="subject")
    return found.node.id


def _refused(request: MatchRequest, facts: Facts, gates: tuple[Gate, ...], catalogue: Catalogue) -> MatchAnswer:
    choices = tuple(Choice(own, (), (), dropped_reason=GATE_FAILED) for own in classify(catalogue.products))
    reasons = tuple(gate.reason for gate in gates if gate.verdict is Verdict.FAIL)
    return MatchAnswer(request, facts, _packs(gates), gates, reasons, choices=choices)


def _packs(gates: Iterable[Gate], others: Iterable[str] = ()) -> tuple[str, ...]:
    return tuple(sorted({*others, *(pack for gate in gates for pack in gate.packs)}))


def _matched(
    applicant: Applicant, request: MatchRequest, gates: tuple[Gate, ...], behind: tuple[Rules, Catalogue]
) -> MatchAnswer:
    (rules, catalogue), case = behind, applicant.case
    limits, exposure_packs = exposure_caps(applicant)
    assessor = Assessor(rules, case, limits)
    client = assessor.client(case)
    bids, assessed = assessor.judge(catalogue.products, case, client)
    ballot = Ballot(
        client.grade,
        assessor.table,
        catalogue.deals,
        lambda one: bids[one].all_in_rate,
        rules.nearest_lower_grade,
        frozenset(request.refused or ()),
    )
    choices = tuple(choose(own, assessed, ballot) for own in classify(catalogue.products))
    portrait, risk = portrait_of(case.facts), graph_risk(applicant.sight.store, case, rules.ranking)
    behaviour = behaviour_of(case.facts, applicant.pack(INTEREST))
    tags = {tag.tag: tag.weight for tag in portrait.external.tags.tags}
    scale = Scale(case, tags, risk, rules.ranking, interest=behaviour.interest)
    kept = [(choice, choice.kept.product.product_id) for choice in choices if choice.kept]
    offers = _rank(
        [make_offer(choice, bids[product_id], client, scale) for choice, product_id in kept], catalogue, scale
    )
    return MatchAnswer(
        request,
        case.facts,
        _packs(gates, (*rules.ids, *exposure_packs, behaviour.pack)),
        gates,
        _reasons(gates, offers, choices, client),
        client,
        offers,
        choices,
        tuple(assessed.values()),
        tuple(Search(case, assessor).unlocks(choices, {one.product_id: one for one in catalogue.products})),
        tuple(information(assessed.values(), client)),
        tuple(sorted({*portrait.evidence, *risk.evidence, *behaviour.evidence})),
        behaviour,
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
