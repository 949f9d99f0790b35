"""One text read by one public function of nlp: what must hold of the result, and how long it may take."""

import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.nlp.fuzz.functions import places, reading_functions

from firmgraph.errors import FirmgraphError

SHORT_SECONDS = 0.1
"""Processor time that one short text may take, of which the examples are up to thousands of characters."""
REPEATS = 3
WARM_TEXTS = ("北京甲乙丙科技有限公司诉张三借款合同纠纷一案，判决被告支付三百万元。犇TD-LTE", "")


def warm_up(names: Collection[str]) -> None:
    """Read data files and tables of characters, which is done once in a process and is not the time of a text."""
    for name in names:
        for text in WARM_TEXTS:
            outcome(name, text)


def outcome(name: str, text: str) -> tuple[Any, float]:
    """What a function gives for a text, read to its end, and the processor time that took; a refusal gives None."""
    try:
        call = reading_functions()[name](text)
    except FirmgraphError:
        return None, 0.0
    begun = time.thread_time()
    try:
        found = call()
        found = list(found) if isinstance(found, Iterator) else found
    except FirmgraphError:
        found = None
    return found, time.thread_time() - begun


def check_places(found: Any, text: str) -> None:
    """Nothing found points outside its text."""
    for start, end in places(found):
        assert 0 <= start <= end <= len(text)


@dataclass
class Tally:
    """How many texts a function has read, and the longest that one took, by the least of some readings of it."""

    texts: int = 0
    seconds: float = 0.0
    slowest: str = field(default="", repr=False)

    def read(self, name: str, text: str) -> None:
        """Read a text; AssertionError where it takes long or the result points outside, else what the function raised.

        A pause of the machine is not the text's, so one that seems slow is read again.
        """
        found, seconds = outcome(name, text)
        check_places(found, text)
        for _ in range(REPEATS if seconds > self.seconds else 0):
            seconds = min(seconds, outcome(name, text)[1])
        self.texts += 1
        if seconds > self.seconds:
            self.seconds, self.slowest = seconds, text
        assert seconds <= SHORT_SECONDS, f"{name} took {seconds:.3f} seconds"
