"""Who asks for a loan: the firm a request names, read only so far as its consent allows."""

from dataclasses import dataclass

import orjson

from firmgraph.errors import InvalidInput, NotFound
from firmgraph.graph.elements import Moment
from firmgraph.graph.ontology import ontology
from firmgraph.graph.references import organisation_reference
from firmgraph.graph.store import GraphStore, resolve_enterprise
from firmgraph.profiling.assessment import Rules
from firmgraph.profiling.case import Case
from firmgraph.profiling.facts import Facts, gather
from firmgraph.profiling.gates.consent import NAME as CONSENT
from firmgraph.profiling.gates.consent import consent_gate
from firmgraph.profiling.gates.gate import Applicant, Gate
from firmgraph.profiling.gates.sequence import unexamined
from firmgraph.profiling.kept import shelf_of
from firmgraph.profiling.known_firm import KnownFirm
from firmgraph.profiling.request import MatchRequest, Subject
from firmgraph.profiling.sight import Sight
from firmgraph.profiling.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Unread:
    """A firm of which nothing is read but its consents, for they do not hold, and the gates that say so."""

    facts: Facts
    gates: tuple[Gate, ...]


def asker_of(request: MatchRequest, sight: Sight, rules: Rules, chosen: tuple[str, ...] = ()) -> KnownFirm | Unread:
    """Return the firm that asks at the moment of a sight; raise Ambiguous for a name several firms bear.

    What is known of it is kept until the store, the rules or the settings change.
    """
    store, at, shelf = sight.store, sight.at, shelf_of(sight.store)
    subject = shelf.kept(("subject", request.subject.words, at), lambda: _subject_id(store, request.subject, at))
    consents = shelf.kept(("consents", subject, at), lambda: gather(store, subject, at, kinds=["consent"]))
    asking = Applicant(Case(consents, request.terms), sight, request.consent, chosen)
    if (refusal := without_consent(asking)) is not None:
        return refusal
    key = ("firm", subject, at, chosen, rules.nearest_lower_grade, orjson.dumps(rules.models.wire()))
    return shelf.kept(key, lambda: KnownFirm(gather(store, subject, at), sight, rules, chosen))


def without_consent(asking: Applicant) -> Unread | None:
    """Return the gates of a firm whose consents, all that is read of it yet, do not hold; None where they do."""
    first = consent_gate(asking.case.facts, asking.granted, asking.pack(CONSENT))
    if first.verdict is not Verdict.FAIL:
        return None
    return Unread(asking.case.facts, (first, *unexamined(asking)))


def _subject_id(store: GraphStore, subject: Subject, at: Moment) -> str:
    try:
        found = resolve_enterprise(store, subject.words, at)
    except NotFound:
        return subject.id or organisation_reference({"uscc": subject.uscc or "", "name": subject.name or ""}, "request")
    if ontology().nodes[found.node.kind].family != "Organisation":
        raise InvalidInput("the subject of a loan is an enterprise", field="subject")
    return found.node.id
