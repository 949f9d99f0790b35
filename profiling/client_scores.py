"""What models say of a client: risk, willingness to draw, utilisation; each with its reasons, interval and version.

Risk and willingness are of existing clients only (document 001, claim 1); utilisation is told of a new one too
(document 002, S102).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from firmgraph.errors import MissingTool
from firmgraph.graph.conclusions import Conclusion
from firmgraph.graph.elements import Moment
from firmgraph.graph.store import GraphStore
from firmgraph.packs import pack_for
from firmgraph.profiling.client_rows import row_of, sample_of
from firmgraph.profiling.features import FEATURES
from firmgraph.profiling.measured import Measured, evidence_of
from firmgraph.profiling.models.contributions import contributions
from firmgraph.profiling.models.frame_labels import already_bad
from firmgraph.profiling.models.frame_read import read_past
from firmgraph.profiling.models.frame_seen import Seen, month_end
from firmgraph.profiling.models.in_use import Models, named, unproven, usable_from
from firmgraph.profiling.models.reason_codes import OF_RISK, ReasonCode, read_from, reason_codes
from firmgraph.profiling.models.registry import Kept
from firmgraph.profiling.models.score_grade import FAMILY as GRADES
from firmgraph.profiling.models.score_grade import read_scale
from firmgraph.profiling.models.scoring import Scored, scored
from firmgraph.profiling.reasons import Reason

OF_EXISTING = frozenset({"risk", "willingness"})
OF = {"risk": OF_RISK, "willingness": ("动支意愿", "the willingness"), "utilisation": ("使用率", "the utilisation")}
_STEP = Decimal("0.000001")
_IN_DEFAULT = Reason(
    "截止日已违约（逾期过久或已入不良）：模型只评尚未违约的客户",
    "in default on the cut-off (overdue for too long, or a tier of default): the model tells of others only",
)
_NO_ACCOUNT = Reason("非存量客户：截止日无未结清账户", "not an existing client: no open account on the cut-off")


@dataclass(frozen=True, slots=True)
class Score:
    """What a model predicts of a client as it was known on the cut-off; None where `withheld` says why it does not.

    `low` and `high` are the ends of the interval of a share, `grade` is that of a risk by the scale of a `pack`.
    """

    kind: str
    version: int
    cut_off: str
    predicted: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    grade: str | None = None
    pack: str | None = None
    reasons: tuple[ReasonCode, ...] = ()
    withheld: Reason | None = None

    @property
    def model(self) -> str:
        """The name of the model."""
        return named(self.kind)

    @property
    def evidence(self) -> tuple[str, ...]:
        """The ids of the records behind the reasons."""
        return tuple(sorted({record for one in self.reasons for record in one.reason.evidence}))

    def wire(self) -> dict[str, Any]:
        """The body of a score."""
        ends = None if self.low is None or self.high is None else [str(self.low), str(self.high)]
        return {
            "predicted": None if self.predicted is None else str(self.predicted),
            "interval": ends,
            "grade": self.grade,
            "reasons": [one.wire() for one in self.reasons],
            "not_applicable": None if self.withheld is None else self.withheld.words(),
            "model": {"name": self.model, "version": self.version},
            "cut_off": self.cut_off,
        }


@dataclass(frozen=True, slots=True)
class ClientScores:
    """The scores of a client, one for each model in use."""

    scores: tuple[Score, ...] = ()

    @property
    def demand(self) -> Decimal | None:
        """The predicted utilisation: the higher, the higher the need (row 2-08)."""
        return next((one.predicted for one in self.scores if one.kind == "utilisation"), None)

    @property
    def evidence(self) -> tuple[str, ...]:
        """The ids of the records behind all reasons."""
        return tuple(sorted({record for one in self.scores for record in one.evidence}))

    @property
    def packs(self) -> tuple[str, ...]:
        """The packs used: the scale of grades."""
        return tuple(sorted({one.pack for one in self.scores if one.pack is not None}))

    def wire(self) -> dict[str, Any]:
        """The body of each score by what it tells."""
        return {one.kind: one.wire() for one in self.scores}


NO_SCORES = ClientScores()


def scores_of(store: GraphStore, subject: str, at: Moment, models: Models, chosen: Sequence[str] = ()) -> ClientScores:
    """Return what models say of a client, as it was known on the last end of a month up to the day of a moment.

    `chosen` are packs to use in place of those in force.
    """
    if not models.kept:
        return NO_SCORES
    seen = seen_of(store, subject, at)
    return ClientScores(tuple(_score(kind, model, seen, chosen) for kind, model in models.kept))


def seen_of(store: GraphStore, subject: str, at: Moment) -> Seen:
    """Return a client as it was known on the cut-off of a moment."""
    day = cut_off(at.day)
    return Seen(read_past(store, subject, at.known_at), day)


def cut_off(day: str) -> str:
    """Return the last end of a month up to a day: models know clients on such days only."""
    own = month_end(day)
    return own if own == day else month_end(day, -1)


def withheld(kind: str, model: Kept, seen: Seen) -> Reason | None:
    """Return why a model is not asked of a client; None where it is."""
    if seen.day < (usable := usable_from(model)):
        return Reason(
            f"模型学自其后才知的结果（{usable} 起可用）",
            f"the model learned from what was known later: it may be asked from {usable} on",
        )
    if kind in OF_EXISTING and seen.standing() is None:
        return _NO_ACCOUNT
    if kind == "risk" and already_bad(seen):
        return _IN_DEFAULT
    return unproven(model)


def predicted(kind: str, model: Kept, day: str, found: Scored, place: int) -> Score:
    """Return the score on a cut-off of the client at a place of what a model said, without reasons and grade."""
    low, high = (None if ends is None else _decimal(ends[place]) for ends in (found.low, found.high))
    return Score(kind, model.version, day, _decimal(found.predicted[place]), low, high)


def conclusions_of(subject: str, found: ClientScores) -> Iterator[Conclusion]:
    """Yield each prediction as a finding for the graph, with the version of its model."""
    for one in found.scores:
        if one.predicted is not None:
            words = f"{one.model} {one.version}: {one.predicted}" + (f" ({one.grade})" if one.grade else "")
            yield Conclusion(
                rule=f"model_{one.kind}",
                pack=f"{one.model}-{one.version}",
                as_of=one.cut_off,
                words=words,
                verdict=None,
                certainty="suspected",
                subjects=(subject,),
                about=(),
                evidence=one.evidence,
                value=str(one.predicted),
                unit="share" if one.kind == "utilisation" else "probability",
            )


def _score(kind: str, model: Kept, seen: Seen, chosen: Sequence[str]) -> Score:
    if (why := withheld(kind, model, seen)) is not None:
        return Score(kind, model.version, seen.day, withheld=why)
    sample = sample_of(model, [row_of(seen, [model])])
    try:
        found = predicted(kind, model, seen.day, scored(model, sample), 0)
        told = contributions(model.fitted(), sample.frame)
    except MissingTool as error:
        return Score(kind, model.version, seen.day, withheld=Reason(f"缺少模型库：{error.detail}", error.detail))
    reasons = reason_codes(told, sample.frame, 0, measured=_measured(seen), of=OF[kind])
    explained = replace(found, reasons=tuple(reasons))
    return _graded(explained, chosen) if kind == "risk" else explained


def _measured(seen: Seen) -> dict[str, Measured]:
    """The records behind each column: those of a feature, else those of the kinds that the column is read from."""
    behind = {
        column: Measured(None, evidence_of(row for kind in kinds for row in seen.facts.of(kind)))
        for column, kinds in read_from().items()
    }
    return {**behind, **{feature.__name__: seen.feature(feature.__name__) for feature in FEATURES}}


def _graded(score: Score, chosen: Sequence[str]) -> Score:
    """The score of a probability of default with its grade by the scale chosen or in force."""
    pack = pack_for(GRADES, score.cut_off, chosen)
    grade = None if score.predicted is None else read_scale(pack).of([float(score.predicted)])[0]
    return replace(score, grade=None if grade is None else grade.grade, pack=pack.id)


def _decimal(value: float) -> Decimal:
    return Decimal(float(value)).quantize(_STEP)
