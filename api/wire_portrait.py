"""The bodies of portraits as OpenAPI describes them: attributes, what rules judge, documents, and what changed."""

from typing import Annotated, Any, Literal

from pydantic import Field

from firmgraph.api.wire import Body, Evidence, Firm, Stamped
from firmgraph.api.wire_match import Scores
from firmgraph.api.wire_officer import Verdict, Words

Names = Annotated[list[str], Field(description="Names of features that are not known.")]


class LosingValue(Body):
    """A value that lost against the one shown, and why."""

    value: Any
    source: str
    why: str


class Attribute(Body):
    """An attribute of a portrait; `value` is null where it is unknown."""

    value: Any
    sources: list[str]
    confidence: float
    completeness: Annotated[float, Field(description="The share of the bases that could state it and did.")]
    losers: list[LosingValue]
    evidence: Evidence
    basis: str | None


class PremiumTarget(Body):
    """Whether the firm is a premium target under a pack."""

    verdict: Verdict
    reason: Words
    unknown: Names
    evidence: Evidence
    pack: str


class CreditTier(Body):
    """The credit grade and the product tier it opens; null where it cannot be told."""

    grade: str | None
    tier: str | None
    reason: Words
    unknown: Names
    evidence: Evidence
    pack: str


class RiskPoint(Body):
    """A condition of the risk value: PASS says that it holds, and its points count."""

    id: str
    points: int
    verdict: Verdict
    reason: Words
    unknown: Names
    evidence: Evidence


class RiskValue(Body):
    """The risk value (null where nothing is known), and what it would be if all that is not known were bad."""

    value: int | None
    grade: str | None
    value_at_worst: int
    grade_at_worst: str
    reasons: list[RiskPoint]
    unknown: list[RiskPoint]
    clear: list[str]
    evidence: Evidence
    pack: str


class Assessment(Body):
    """What rule packs judge of the firm."""

    premium_target: PremiumTarget
    credit: CreditTier
    risk: RiskValue


class Document(Body):
    """A document of the checklist; `superseded_by` names the document that stands in its place."""

    id: str
    zh: str
    en: str
    state: Literal["present", "missing", "superseded"]
    superseded_by: str | None
    reason: Words
    evidence: Evidence


class MovedRecord(Body):
    """A record on which an attribute rests on one of two days only."""

    record_id: str
    side: Literal["before", "after"]
    kind: str | None
    source: str | None
    observed_at: str | None


class Change(Body):
    """An attribute whose value differs between two days."""

    attribute: str
    change: Literal["appeared", "gone", "changed"]
    before: Attribute
    after: Attribute
    records: list[MovedRecord]


class Difference(Body):
    """What changed between two days, the earlier first."""

    from_: Annotated[dict[str, Any], Field(alias="from")]
    to: dict[str, Any]
    changes: list[Change]
    sources: dict[str, dict[str, Any]]
    tags: dict[str, dict[str, Any]]


class Portrait(Stamped):
    """The portrait of an enterprise; `difference` is there where another day was asked against."""

    subject: Firm
    external: dict[str, Any]
    internal: dict[str, Any]
    final: dict[str, Attribute]
    assessment: Assessment
    documents: list[Document]
    difference: Difference | None = None
    scores: Scores
    completeness: float
    sources: dict[str, Literal["present", "absent", "stale"]]
    packs: list[str]
