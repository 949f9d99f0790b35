"""Break the rule of each row and demand that its tests notice: `python -m tests.mutations [--write|--page] [ROW...]`.

Ends with 1 when a broken rule passes its row's tests. With --write, the outcome is kept and the page of rows written;
with --page, only the page is written and nothing is broken.
"""

import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import yaml

from tests.mutations.page import PAGE, rows_page
from tests.mutations.rows import OUTCOME, Mutation, named_after_rows, read_outcome, rows
from tests.mutations.tree import Ran, Tree, copied

Tried = tuple[str, Mutation, Ran]


def tried(tree: Tree, numbers: Iterable[str]) -> Iterator[Tried]:
    """Yield how the tests of some rows ended with each of their rules broken."""
    for number in numbers:
        for mutation in rows()[number].mutations:
            with tree.broken(mutation):
                ran = tree.run(named_after_rows()[number])
            yield number, mutation, ran


def told(found: Iterable[Tried]) -> tuple[dict[str, list[str]], int]:
    """Print each broken rule as it is tried; return who noticed those that were, and how many nobody did."""
    outcome: dict[str, list[str]] = {}
    survived, began = 0, time.monotonic()
    for number, mutation, ran in found:
        took, began = time.monotonic() - began, time.monotonic()
        said = f"{ran.failed}  {ran.why[:80]}" if ran.failed else f"SURVIVED\n{ran.output}"
        print(f"{number}  {took:5.1f} s  {mutation.file}  {said}", flush=True)  # noqa: T201
        if ran.failed:
            outcome.setdefault(number, []).append(ran.failed)
        else:
            survived += 1
    return outcome, survived


def main(words: Sequence[str]) -> int:
    """Try the rows named, or all of them; return 1 when a broken rule survives or a test fails without one."""
    if "--page" in words:
        _write(read_outcome())
        return 0
    numbers = [word for word in words if word != "--write"] or list(rows())
    with tempfile.TemporaryDirectory() as folder:
        tree = copied(Path(folder))
        if not tree.holds_its_own_code():
            print("the copy does not run its own code", file=sys.stderr)  # noqa: T201
            return 1
        whole = tree.run(sorted({test for number in numbers for test in named_after_rows()[number]}))
        if not whole.passed:
            print(f"tests fail with nothing broken:\n{whole.output}", file=sys.stderr)  # noqa: T201
            return 1
        outcome, survived = told(tried(tree, numbers))
    print(f"{sum(map(len, outcome.values()))} broken rules noticed, {survived} survived")  # noqa: T201
    if "--write" in words and not survived:
        _write({**read_outcome(), **outcome})
    return 1 if survived else 0


def _write(outcome: Mapping[str, list[str]]) -> None:
    ordered = {number: outcome[number] for number in rows() if number in outcome}
    OUTCOME.write_text(yaml.safe_dump(ordered, width=200, sort_keys=False), encoding="utf-8")
    PAGE.write_text(rows_page(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
