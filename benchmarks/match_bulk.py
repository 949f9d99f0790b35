"""The match of a whole book: firms a second, the share in doubt, and whether answers are those of firms one by one."""

import json
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, TypeVar

from benchmarks.drawn_book import DAY, DrawnBook, drawn_catalogue
from firmgraph.graph.store import open_store
from firmgraph.profiling.assessment import rules_at
from firmgraph.profiling.bulk.book_match import BookAnswer, match_book
from firmgraph.profiling.bulk.book_reading import read_book
from firmgraph.profiling.bulk.told import told_of
from firmgraph.profiling.catalogue import Catalogue
from firmgraph.profiling.classes import classify
from firmgraph.profiling.known_firm import KnownFirm
from firmgraph.profiling.match import matched
from firmgraph.profiling.request import MatchRequest
from firmgraph.profiling.sight import Sight

FIRMS, PRODUCTS, SAMPLE, ROUNDS = 100_000, 500, 2000, 3
ALONE = 40
Made = TypeVar("Made")


def bulk(firms: int = FIRMS, products: int = PRODUCTS, sample: int = SAMPLE) -> Mapping[str, Any]:
    """Return how fast a book is matched once it is read; raise AssertionError where a firm alone is told otherwise."""
    catalogue = drawn_catalogue(products)
    with tempfile.TemporaryDirectory() as folder, open_store(f"sqlite:///{folder}/empty.db") as store:
        pairs = DrawnBook(firms, Sight(store, DAY), rules_at(DAY.day), [one.product_id for one in catalogue.products])
        reading, book = _timed(lambda: read_book(pairs))
        _, answer = _timed(lambda: match_book(book, catalogue))
        least = min(_timed(lambda: match_book(book, catalogue))[0] for _ in range(ROUNDS))
        equal = _equal(answer, pairs, catalogue, sample)
    return {
        "firms": firms,
        "products": products,
        "classes": len(classify(catalogue.products)),
        "firms a second": round(firms / least),
        "seconds to draw and read the book": round(reading, 1),
        "in doubt, matched alone": answer.doubted,
        "firms with an offer": sum(bool(one.offers) for one in answer),
        "equal to the match alone": f"{equal} of {sample}",
        "goal": "at least 20,000 firms a second from a book in memory, every answer equal",
    }


def _equal(answer: BookAnswer, pairs: DrawnBook, catalogue: Catalogue, sample: int) -> int:
    """How many answers of a sample spread over the book are those of the match alone; raises where one is not."""
    step = max(len(pairs) // sample, 1)
    for place in range(0, step * sample, step):
        alone = told_of(matched(*pairs[place], catalogue))
        assert answer.told(place) == alone, f"application {place}: {answer.told(place)} alone {alone}"
    return sample


def alone(products: int = PRODUCTS, requests: int = ALONE) -> Mapping[str, Any]:
    """Return the milliseconds of the match of a firm asked before, without and with its body written."""
    catalogue = drawn_catalogue(products)
    with tempfile.TemporaryDirectory() as folder, open_store(f"sqlite:///{folder}/empty.db") as store:
        names = [one.product_id for one in catalogue.products]
        pairs = DrawnBook(requests, Sight(store, DAY), rules_at(DAY.day), names)[:]
        for firm, request in pairs:
            matched(firm, request, catalogue)
        answers = [_timed(partial(matched, firm, request, catalogue)) for firm, request in pairs]
        bodies = [_timed(partial(_body, firm, request, catalogue)) for firm, request in pairs]
    return {
        "products": products,
        "median ms": round(statistics.median(seconds for seconds, _ in answers) * 1000, 2),
        "median ms with the body": round(statistics.median(seconds for seconds, _ in bodies) * 1000, 2),
        "goal": "at most 5 ms",
    }


def _body(firm: KnownFirm, request: MatchRequest, catalogue: Catalogue) -> Mapping[str, Any]:
    return matched(firm, request, catalogue).wire()


def _timed(work: Callable[[], Made]) -> tuple[float, Made]:
    begun = time.perf_counter()
    made = work()
    return time.perf_counter() - begun, made


def run() -> Mapping[str, Mapping[str, Any]]:
    """Return the figures of a book and of one firm alone."""
    # One firm first: the collector of garbage goes through a book of 100,000 for as long as it is held.
    one = alone()
    return {"Match, a whole book": bulk(), f"Match, one firm and {PRODUCTS} products": one}


if __name__ == "__main__":
    print(json.dumps(run(), ensure_ascii=False, indent=2))
