"""What is worth telling of a share beside a legal line: close under it, or over it only by the exact figure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from firmgraph.graph.ownership.history import holder_changes
from firmgraph.graph.ownership.signals import Words, per_cent_of
from firmgraph.graph.snapshot.view import View
from firmgraph.graph.verdicts import united
from firmgraph.packs import pack_for

Records = Mapping[str, tuple[str, ...]]
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


def under_line(view: View, firm: int, lines: Lines, shares: Mapping[int, Fraction], records: Records) -> Iterator[Note]:
    """Yield a note for each share close under a line, with how often the firm's holders changed lately.

    `records` are the record ids that state the share of each holder, by the id of the holder.
    """
    near = {holder: line for holder, share in shares.items() for line in lines.lines if 0 < line - share <= lines.near}
    if not near:
        return
    changes = holder_changes(view, firm, lines.window_days)
    told = _changes_told(len(changes), lines.window_days)
    of_changes = [change.evidence for change in changes]
    for holder, line in sorted(near.items(), key=lambda item: view.id(item[0])):
        name, share, gap = view.name(holder), per_cent_of(shares[holder]), line - shares[holder]
        short = per_cent_of(gap).removesuffix(" %")
        words = Words(
            f"{name}：{share}，低于 {per_cent_of(line)} 线 {short} 个百分点{told.zh}",
            f"{name}: {share}, {short} point{'' if gap <= Fraction(1, 100) else 's'} under the {per_cent_of(line)} line"
            f"{told.en}",
        )
        evidence = united([records.get(view.id(holder), ()), *of_changes])
        yield Note("under_line", view.id(holder), words, evidence)


def _changes_told(count: int, days: int) -> Words:
    if not count:
        return Words("", "")
    number = _NUMBERS[count] if count < len(_NUMBERS) else str(count)
    return Words(f"；{days} 天内变更 {count} 次", f"; {number} change{'' if count == 1 else 's'} in {days} days")


def crossing(
    view: View,
    lines: Lines,
    exact: Mapping[int, Fraction],
    naive: Mapping[int, Fraction] | None,
    records: Records,
) -> Iterator[Note]:
    """Yield a note for each holder, or holding, whose exact share reaches a line that its naive share does not."""
    for node in sorted(exact, key=view.id):
        for line in lines.lines:
            simple = None if naive is None else naive.get(node, Fraction())
            if simple is not None and simple < line <= exact[node]:
                name, before, after = view.name(node), per_cent_of(simple), per_cent_of(exact[node])
                words = Words(
                    f"{name}：单链相乘 {before}，循环持股后 {after}，达到 {per_cent_of(line)} 线",
                    f"{name}: {before} by simple chains, {after} with the circular holdings, which reaches the"
                    f" {per_cent_of(line)} line",
                )
                yield Note("crosses_line", view.id(node), words, records.get(view.id(node), ()))
