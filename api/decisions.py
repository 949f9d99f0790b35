"""Decisions: a match made, kept in the ledger and in the graph, shown, replayed, compared; verified as a whole."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import orjson

from firmgraph.api.ledger.ledger import Ledger, Note, unpacked
from firmgraph.api.officer.desk import Desk
from firmgraph.errors import NotFound
from firmgraph.graph.elements import Moment
from firmgraph.packs import packs
from firmgraph.profiling.answer import MatchAnswer
from firmgraph.profiling.assessment import rules_at
from firmgraph.profiling.canonical import canonical_json
from firmgraph.profiling.decision import decision_nodes
from firmgraph.profiling.kept import shelf_of
from firmgraph.profiling.match import match, match_by
from firmgraph.profiling.models.in_use import KINDS, Models, models_of
from firmgraph.profiling.request import MatchRequest, read_request
from firmgraph.profiling.sight import Sight

KIND = "decision"
MOST_DIFFERENCES = 200
Body = dict[str, Any]


def match_offers(
    desk: Desk, ledger: Ledger | None, request: MatchRequest, at: Moment | None = None, session: str | None = None
) -> Body:
    """Return the ranked offers for a request; with a ledger the decision is kept there, then in the graph.

    `session` is the decision with which a client's feedback began.
    """
    answer = match(desk.store, request, at or desk.at, packs=desk.packs, keeper=desk.keeper)
    if ledger is not None:
        _keep(desk, ledger, answer, session)
    return answer.wire()


def answer_of(desk: Desk, ledger: Ledger, request: MatchRequest) -> bytes:
    """Return the body of `match_offers` as JSON; who asks the same again of the same data is told the same at once."""
    key = ("answer", request.model_dump_json(), desk.at, desk.at.day, desk.packs, ledger)
    return shelf_of(desk.store).kept(key, lambda: orjson.dumps(match_offers(desk, ledger, request)))


def _keep(desk: Desk, ledger: Ledger, answer: MatchAnswer, session: str | None) -> None:
    """Keep a decision in the ledger and then in the graph, each unless it is there; none without consent (row 3-02)."""
    if not answer.consented:
        return
    if ledger.read(answer.decision_id, KIND) is None:
        told = {"packs": list(desk.packs), "evidence": list(answer.evidence), "session": session}
        ledger.append([Note(KIND, answer.decision_id, answer.facts.subject, {**told, "answer": answer.wire()})])
    if desk.store.node(answer.decision_id) is None:
        desk.store.derive(*decision_nodes(answer))


def kept(ledger: Ledger, decision_id: str) -> tuple[str, Body]:
    """Return when a decision was made and what the ledger keeps of it; raise NotFound for any other id."""
    entry = ledger.read(decision_id, KIND)
    if entry is None:
        raise NotFound("no decision of this id is kept in this ledger", field="id")
    return entry.made_at, unpacked(entry.content)


def decision_detail(desk: Desk, ledger: Ledger, decision_id: str) -> Body:
    """Return a decision as it was made; `stale` when a record it rests on was taken back since."""
    made_at, told = kept(ledger, decision_id)
    found = desk.store.node(decision_id)
    stale = bool(found and found.node.properties.get("stale"))
    return {**told["answer"], "made_at": made_at, "stale": stale, "evidence": told["evidence"]}


def replay(desk: Desk, ledger: Ledger, decision_id: str) -> Body:
    """Make a decision again from the request, the day, what was known and the packs of then, and compare every byte.

    `packs_changed` are packs that no longer say what they said; where anything differs, `differences` tell what.
    """
    _, told = kept(ledger, decision_id)
    before: Body = told["answer"]
    request, at = read_request(before["request"]), Moment(before["as_of"], before["known_at"])
    rules = rules_at(at.day, told["packs"], models=_models(before))
    found = match_by(rules, Sight(desk.store, at, desk.keeper), request, told["packs"])
    # What was written since does not speak at that moment, though it moved the store's version on.
    again = replace(found, facts=replace(found.facts, version=before["version"])).wire()
    same = canonical_json(again) == canonical_json(before)
    return {
        "decision_id": decision_id,
        "same": same,
        "packs_changed": sorted(name for name, digest in before["pack_versions"].items() if _digest(name) != digest),
        "differences": [] if same else _most(differences(before, again)),
        **{name: before[name] for name in ("as_of", "known_at", "version")},
    }


def _models(before: Body) -> Models:
    """The models that a decision was made with; raise NotFound where one is not there any more."""
    versions = {kind: used for kind, used in before["models"].items() if kind in KINDS}
    return models_of(versions)


def _digest(pack: str) -> str | None:
    found = packs().get(pack)
    return found.digest if found else None


def decision_diff(ledger: Ledger, one: str, other: str) -> Body:
    """Return where two decisions say different things."""
    (_, before), (_, after) = kept(ledger, one), kept(ledger, other)
    return {"one": one, "other": other, "differences": _most(differences(before["answer"], after["answer"]))}


def differences(before: Any, after: Any, place: str = "") -> Iterator[Body]:
    """Yield each place where two bodies differ, with what stands there in either; items of lists by their place."""
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for name in sorted({*before, *after}):
            yield from differences(before.get(name), after.get(name), f"{place}/{name}")
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for number, (one, other) in enumerate(zip(before, after, strict=True)):
            yield from differences(one, other, f"{place}/{number}")
    elif before != after:
        yield {"path": place or "/", "before": before, "after": after}


def _most(found: Iterator[Body]) -> list[Body]:
    """The first differences, those nearest to the top of the body before those deep in it."""
    return sorted(found, key=lambda one: (one["path"].count("/"), one["path"]))[:MOST_DIFFERENCES]


def verified(ledger: Ledger) -> Body:
    """Return whether the ledger's chain is whole, how many entries it has, and the first fault."""
    entries, fault = ledger.verify()
    told = None if fault is None else {"entry": fault.seq, "what": fault.what}
    return {"entries": entries, "whole": fault is None, "fault": told}
