"""The checklist of a client's documents: each present, missing or superseded (row 3-03)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from firmgraph.profiling.facts import Facts
from firmgraph.profiling.features_trade import annual_statements
from firmgraph.profiling.measured import evidence_of, months_before
from firmgraph.profiling.portrait_figures import Figures
from firmgraph.profiling.reasons import Reason

DOCUMENTS = "client-documents"
State = Literal["present", "missing", "superseded"]


@dataclass(frozen=True, slots=True)
class Document:
    """A document of the checklist, its state and why; `superseded_by` is the document that stands in its place."""

    id: str
    zh: str
    en: str
    state: State
    reason: Reason
    superseded_by: str | None = None

    def wire(self) -> dict[str, Any]:
        """The body of a document."""
        told = {"id": self.id, "zh": self.zh, "en": self.en, "state": self.state, "superseded_by": self.superseded_by}
        return {**told, "reason": self.reason.words(), "evidence": list(self.reason.evidence)}


@dataclass(frozen=True, slots=True)
class Checklist:
    """The documents asked of a client and the pack that asks for them."""

    documents: tuple[Document, ...]
    pack: str


def checklist(figures: Figures) -> Checklist:
    """Return the checklist of a firm's documents by the pack chosen, or in force on the day."""
    pack = figures.pack(DOCUMENTS)
    return Checklist(tuple(_documents(figures.facts, pack.parameters["documents"])), pack.id)


def _documents(facts: Facts, rules: list[dict[str, Any]]) -> Iterator[Document]:
    names = {rule["id"]: rule for rule in rules}
    for rule in rules:
        other = names.get(rule.get("superseded_by", ""))
        if other is not None and facts.day >= rule["superseded_from"]:
            reason = Reason(
                f"自 {rule['superseded_from']} 起由{other['zh']}替代",
                f"since {rule['superseded_from']} the {other['en']} stands in its place",
            )
            yield Document(rule["id"], rule["zh"], rule["en"], "superseded", reason, other["id"])
        else:
            yield Document(rule["id"], rule["zh"], rule["en"], *_TESTS[rule["test"]](facts, rule))


def _record(facts: Facts, rule: Mapping[str, Any]) -> tuple[State, Reason]:
    """A record of the kind whose field says something, one of the words where some are named."""
    rows = [row for row in facts.of(rule["kind"]) if row.payload.get(rule["field"]) is not None]
    words = rule.get("words")
    fitting = [row for row in rows if not words or row.payload[rule["field"]] in words]
    if fitting:
        newest = max(fitting, key=lambda row: (row.observed_at, row.uid))
        told = f"采集于 {newest.observed_at}", f"observed on {newest.observed_at}"
        return "present", Reason(*told, (newest.record_id,))
    if rows:
        return "missing", Reason("有记录，但不符合要求", "there is a record, but it is not fit", evidence_of(rows))
    return "missing", Reason("没有记录", "there is no record")


def _years(facts: Facts, rule: Mapping[str, Any]) -> tuple[State, Reason]:
    """Audited statements of so many years in a row, the last of them the one that is due."""
    audited = {int(year): row for year, row in annual_statements(facts).items() if row.payload.get("audited")}
    due = int(facts.day[:4]) - (1 if facts.day[5:] > rule["due"] else 2)
    wanted = range(due - rule["years"] + 1, due + 1)
    lacking = [year for year in wanted if year not in audited]
    runs = [last for last in audited if all(last - back in audited for back in range(rule["years"]))]
    newest = max(runs, default=None)
    if newest is not None and newest >= due:
        years = range(newest - rule["years"] + 1, newest + 1)
        told = f"{years[0]} 至 {newest} 年", f"{years[0]} to {newest}"
        return "present", Reason(*told, evidence_of(audited[year] for year in years))
    years_zh, years_en = "、".join(map(str, lacking)), ", ".join(map(str, lacking))
    if newest is not None:
        told = f"最近为 {newest} 年，尚缺 {years_zh} 年", f"the newest is of {newest}: {years_en} is due"
        return "superseded", Reason(*told, evidence_of(audited.values()))
    return "missing", Reason(f"缺 {years_zh} 年", f"{years_en} lacking", evidence_of(audited.values()))


def _month(facts: Facts, rule: Mapping[str, Any]) -> tuple[State, Reason]:
    """An unaudited statement of a month, at most so many months before the day's own."""
    rows = [row for row in facts.of("statement") if len(row.payload["period"]) == 7 and not row.payload.get("audited")]
    if not rows:
        return "missing", Reason("没有月报", "there is no statement of a month")
    newest = max(rows, key=lambda row: (row.payload["period"], row.observed_at, row.uid))
    month, since = newest.payload["period"], months_before(facts.day, rule["within_months"])
    if month >= since:
        return "present", Reason(f"{month} 月报", f"of {month}", (newest.record_id,))
    told = f"最近为 {month}，须不早于 {since}", f"the newest is of {month}, one of {since} or later is due"
    return "superseded", Reason(*told, (newest.record_id,))


_TESTS: Mapping[str, Callable[[Facts, Mapping[str, Any]], tuple[State, Reason]]] = {
    "record": _record,
    "years": _years,
    "month": _month,
}
