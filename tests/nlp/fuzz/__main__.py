"""Read hostile texts by every public function of nlp, then tell how many each read and what took longest.

`python -m tests.nlp.fuzz [TEXTS] [PART OF A NAME…]`: so many short texts (default 100,000), then the long ones, of
FIRMGRAPH_FUZZ_LENGTH characters. A function that crashes, points outside its text or takes long ends the run with 1.
"""

import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from traceback import format_exception_only

from hypothesis import HealthCheck, given, settings
from tests.nlp.fuzz.functions import reading_functions
from tests.nlp.fuzz.hostile import hostile_text, long_texts
from tests.nlp.fuzz.tally import Tally, outcome, warm_up

TEXTS = 100_000
SECONDS_BETWEEN_WORDS = 60.0


def read_short(names: Sequence[str], count: int) -> tuple[Mapping[str, Tally], Mapping[str, str]]:
    """What each function took for `count` hostile texts, and what failed; a function that failed reads no more.

    An interrupt ends the reading, with what was read by then.
    """
    tallies, failed = {name: Tally() for name in names}, dict[str, str]()
    told = time.monotonic()

    @given(hostile_text)
    @settings(max_examples=count, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    def read(text: str) -> None:
        nonlocal told
        for name in tallies.keys() - failed.keys():
            try:
                tallies[name].read(name, text)
            except Exception as error:
                failed[name] = f"{format_exception_only(error)[-1].strip()} for {text!r}"
                say(f"{name}: {failed[name]}")
        if time.monotonic() - told > SECONDS_BETWEEN_WORDS:
            told = time.monotonic()
            say(f"{max(tally.texts for tally in tallies.values()):,} texts read")

    with suppress(KeyboardInterrupt):
        read()
    return tallies, failed


def worst_long(name: str) -> tuple[float, str]:
    """The milliseconds for 10,000 characters of a function's worst long text, and what that text is made of."""
    return max((outcome(name, text)[1] * 1e7 / len(text), what) for what, text in long_texts().items() if text)


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main(arguments: Sequence[str]) -> int:
    """Measure the functions named, else all."""
    count = int(arguments[0]) if arguments else TEXTS
    names = [name for name in reading_functions() if any(part in name for part in arguments[1:] or [""])]
    warm_up(names)
    tallies, failed = read_short(names, count)
    for name, tally in sorted(tallies.items(), key=lambda one: -one[1].seconds):
        say(f"{tally.texts:9,} texts, {tally.seconds * 1e3:6.1f} ms  {name}  ({len(tally.slowest):,} characters)")
    for name, (milliseconds, what) in sorted(((name, worst_long(name)) for name in names), key=lambda one: -one[1][0]):
        say(f"{milliseconds:10,.1f} ms for 10,000 characters  {name}  ({what})")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
