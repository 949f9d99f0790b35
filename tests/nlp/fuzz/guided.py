"""Fuzz one public function of nlp by coverage: `python -m tests.nlp.fuzz.guided NAME [-runs=100000]`.

It needs atheris, which has no wheel for every Python: `python -m pip install atheris`. Options are libFuzzer's.
"""

import sys
from importlib import import_module
from typing import Any

atheris: Any = import_module("atheris")

with atheris.instrument_imports(include=["firmgraph.nlp"]):
    from tests.nlp.fuzz.functions import reading_functions
    from tests.nlp.fuzz.test_hostile import SHORT_SECONDS, check_places, outcome

LONGEST = 400


def main() -> None:
    """Read texts that atheris makes, until one crashes the function, points outside its text or takes long."""
    name = sys.argv.pop(1)
    for text in ("公司TD-LTE犇", ""):
        outcome(name, text)

    def read(data: bytes) -> None:
        text = atheris.FuzzedDataProvider(data).ConsumeUnicode(LONGEST)
        found, seconds = outcome(name, text)
        check_places(found, text)
        if min(seconds, outcome(name, text)[1] if seconds > SHORT_SECONDS else 0.0) > SHORT_SECONDS:
            raise TimeoutError(f"{seconds:.3f} seconds for {text!r}")

    atheris.Setup(sys.argv, read)
    atheris.Fuzz()


if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] not in reading_functions():
        sys.exit("\n".join(["name one of:", *reading_functions()]))
    main()
