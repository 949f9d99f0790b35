"""The properties of matching on 200,000 requests of random worlds: every answer is checked, no violation is allowed."""

import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from multiprocessing import get_context
from random import Random
from typing import Any

from benchmarks.answer_properties import broken, broken_rounds, differing, other_winners, the_right_grade_wins
from benchmarks.random_worlds import AT, Asking, World, loaded, random_world
from firmgraph.graph.store import GraphStore
from firmgraph.profiling.answer import MatchAnswer
from firmgraph.profiling.assessment import rules_at
from firmgraph.profiling.catalogue import Catalogue, read_catalogue
from firmgraph.profiling.gates.sequence import refused
from firmgraph.profiling.known_firm import KnownFirm
from firmgraph.profiling.match import match, matched
from firmgraph.profiling.one_per_class import grades_of
from firmgraph.profiling.sight import Sight

WORLDS, REQUESTS, PROCESSES = 1000, 200, 2
EACH_ROUNDS = 4
MOST_TOLD = 20
RAISED = 1000


@dataclass
class Proof:
    """How many answers were checked for what, and the violations, each with the seed and the number of its request."""

    checked: Counter[str] = field(default_factory=Counter)
    violations: list[str] = field(default_factory=list)

    def add(self, other: "Proof") -> None:
        """Take in the counts and violations of another."""
        self.checked.update(other.checked)
        self.violations += other.violations


@dataclass
class Trial:
    """One world twice in stores, its rows in two orders; the firms that were asked about are known."""

    world: World
    store: GraphStore
    shuffled: GraphStore
    known: dict[Any, KnownFirm] = field(default_factory=dict)

    def answer(self, asking: Asking, store: GraphStore | None = None) -> MatchAnswer:
        """Return the answer to a request."""
        lower = asking.nearest_lower_grade
        return match(store or self.store, asking.request, AT, packs=asking.packs, nearest_lower_grade=lower)

    def raised(self, asking: Asking, answer: MatchAnswer) -> MatchAnswer:
        """Return the answer had every product that is not for the client's grade been taken a thousand times more."""
        catalogue, firm = read_catalogue(self.store, AT), self._firm(asking, answer)
        own = answer.client.grade if answer.client else ""
        others = [one.product_id for one in catalogue.products if own not in grades_of(one, firm.assessor.table)]
        deals = {**catalogue.deals, **{one: catalogue.deals.get(one, 0) + RAISED for one in others}}
        return matched(firm, asking.request, Catalogue(catalogue.products, deals))

    def _firm(self, asking: Asking, answer: MatchAnswer) -> KnownFirm:
        key = answer.facts.subject, asking.packs, asking.nearest_lower_grade
        if key not in self.known:
            rules = rules_at(AT.day, asking.packs, nearest_lower_grade=asking.nearest_lower_grade)
            self.known[key] = KnownFirm(answer.facts, Sight(self.store, AT), rules, asking.packs)
        return self.known[key]

    def rounds(self, asking: Asking, answer: MatchAnswer) -> Iterator[MatchAnswer]:
        """Yield the answer and those after it, the client refusing the first offer of each until none is left.

        There are no more rounds than products: none is to be offered twice.
        """
        yield answer
        for _ in read_catalogue(self.store, AT).products:
            if not answer.offers:
                return
            unwanted = [*(asking.request.refused or ()), answer.offers[0].product.product_id]
            asking = replace(asking, request=asking.request.model_copy(update={"refused": unwanted}))
            answer = self.answer(asking)
            yield answer


def prove(seed: int, requests: int = REQUESTS) -> Proof:
    """Check every property on so many requests of the world of a seed."""
    world, proof = random_world(seed), Proof(Counter({"worlds": 1}))
    rows = list(world.rows)
    Random(seed).shuffle(rows)
    with ExitStack() as stack:
        own, shuffled = (stack.enter_context(loaded(some, world.limits)) for some in (world.rows, rows))
        trial = Trial(world, own, shuffled)
        for number, asking in enumerate(world.askings(requests)):
            found = [*_check(trial, asking, number, proof.checked)]
            proof.violations += [f"world {seed}, request {number}: {words}" for words in found]
    return proof


def _check(trial: Trial, asking: Asking, number: int, checked: Counter[str]) -> Iterator[str]:
    answer, lower = trial.answer(asking), asking.nearest_lower_grade
    checked.update({"requests": 1, "refused by a gate": refused(answer.gates), "with offers": bool(answer.offers)})
    yield from broken(answer)
    checked["matched again with rows and products in another order"] += 1
    yield from differing(answer, trial.answer(asking, trial.shuffled))
    if not lower:
        yield from the_right_grade_wins(answer)
    if answer.client and not lower:
        checked["matched again with the deals of other grades raised"] += 1
        yield from other_winners(answer, trial.raised(asking, answer))
    if answer.offers and number % EACH_ROUNDS == 0:
        rounds = [*trial.rounds(asking, answer)]
        checked.update({"asked until nothing was left": 1, "rounds of that": len(rounds)})
        yield from broken_rounds(rounds)


def run(worlds: int = WORLDS, requests: int = REQUESTS, first: int = 0) -> Mapping[str, Any]:
    """Return how many requests were checked for what, and every property that broke with the seed of its world."""
    begun, whole = time.perf_counter(), Proof()
    with get_context("spawn").Pool(PROCESSES) as pool:
        for done, proof in enumerate(pool.imap_unordered(_of, [(first + n, requests) for n in range(worlds)]), 1):
            whole.add(proof)
            if done % 50 == 0 or proof.violations:
                told = "; ".join(proof.violations[:3])
                print(f"{done} worlds, {len(whole.violations)} violations {told}", file=sys.stderr, flush=True)
    return {
        **whole.checked,
        "violations": len(whole.violations),
        **({"first of them": whole.violations[:MOST_TOLD]} if whole.violations else {}),
        "seconds": round(time.perf_counter() - begun),
        "goal": "200,000 requests, no violation",
    }


def _of(one: tuple[int, int]) -> Proof:
    return prove(*one)
