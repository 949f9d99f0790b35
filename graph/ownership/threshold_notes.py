"""What is worth telling of a share beside a legal line: close under it, or over it only by the exact figure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from firmgraph.graph.ownership.history import holder_changes
from firmgraph.graph.ownership.signals import Words
from firmgraph.graph.snapshot.view import View
from firmgraph.packs import pack_for

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


@dataclass(frozen=True, slots=True)
class Note:
    """Something a reader of shares should know; `about` is the id of the holder or firm it is about."""

    code: str
    about: str
    words: Words
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lines:
    """The legal lines shares are compared with, how near under one is worth telling, and the window of changes."""

    lines: tuple[Fraction, ...]
    near: Fraction
    window_days: int
    pack: str


def lines_of(view: View, packs: Sequence[str] = ()) -> Lines:
    """Return the lines of the pack `control-stability` chosen or in force on the day of the view."""
    pack = pack_for("control-stability", view.day, packs)
    asked = pack.parameters
    lines = tuple(sorted(map(Fraction, asked["lines"])))
    return Lines(lines, Fraction(asked["near"]), asked["change_window_days"], pack.id)


def under_line(view: View, firm: int, lines: Lines, shares: Mapping[int, Fraction]) -> Iterator[Note]:
    """Yield a note for each share close under a line, with how often the firm's holders changed lately."""
    near = {holder: line for holder, share in shares.items() for line in lines.lines if 0 < line - share <= lines.near}
    if not near:
        return
    changes = holder_changes(view, firm, lines.window_days)
    told = _changes_told(len(changes), lines.window_days)
    evidence = tuple(sorted({record for change in changes for record in change.evidence}))
    for holder, line in sorted(near.items(), key=lambda item: view.id(item[0])):
        share = points(shares[holder])
        gap = points(line - shares[holder])
        words = Words(
            f"{share} %，低于 {points(line)} % 线 {gap} 个百分点{told.zh}",
            f"{share} %, {gap} point{'' if line - shares[holder] <= Fraction(1, 100) else 's'} under the"
            f" {points(line)} % line{told.en}",
        )
        yield Note("under_line", view.id(holder), words, evidence)


def _changes_told(count: int, days: int) -> Words:
    if not count:
        return Words("", "")
    number = _NUMBERS[count] if count < len(_NUMBERS) else str(count)
    return Words(f"；{days} 天内变更 {count} 次", f"; {number} change{'' if count == 1 else 's'} in {days} days")


def crossing(
    view: View, lines: Lines, exact: Mapping[int, Fraction], naive: Mapping[int, Fraction] | None
) -> Iterator[Note]:
    """Yield a note for each holder whose exact share reaches a line that its naive share does not."""
    for holder in sorted(exact, key=view.id):
        for line in lines.lines:
            simple = None if naive is None else naive.get(holder, Fraction())
            if simple is not None and simple < line <= exact[holder]:
                words = Words(
                    f"单链相乘 {points(simple)} %，循环持股后 {points(exact[holder])} %，达到 {points(line)} % 线",
                    f"{points(simple)} % by simple chains, {points(exact[holder])} % with the circular holdings,"
                    f" which reaches the {points(line)} % line",
                )
                yield Note("crosses_line", view.id(holder), words)


def points(share: Fraction) -> str:
    """Return a share in points of a per cent as readers write it, to four decimals, never rounded up to a line."""
    scaled = share * 1_000_000
    whole = scaled.numerator // scaled.denominator
    return f"{whole / 10_000:.4f}".rstrip("0").rstrip(".")
