"""Print the time each public function of nlp takes for 10,000 characters of its worst hostile text, the slowest first.

`python -m tests.nlp.fuzz [PART OF A NAME]`; FIRMGRAPH_FUZZ_LENGTH sets how long the texts are.
"""

import sys

from tests.nlp.fuzz.functions import reading_functions
from tests.nlp.fuzz.hostile import long_texts
from tests.nlp.fuzz.test_hostile import outcome


def worst(name: str) -> tuple[float, str]:
    """Return the milliseconds for 10,000 characters of a function's worst text, and what that text is made of."""
    outcome(name, "公司TD-LTE犇")
    took = ((outcome(name, text)[1] * 1e7 / len(text), what) for what, text in long_texts().items() if text)
    return max(took)


def main() -> None:
    """Measure the functions named, else all."""
    part = sys.argv[1] if len(sys.argv) > 1 else ""
    measured = {name: worst(name) for name in reading_functions() if part in name}
    for name, (milliseconds, what) in sorted(measured.items(), key=lambda one: -one[1][0]):
        sys.stdout.write(f"{milliseconds:10,.1f} ms  {name}  ({what})\n")


if __name__ == "__main__":
    main()
