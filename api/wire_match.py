"""The bodies of match and decision answers as OpenAPI describes them."""

from typing import Annotated, Any, Literal

from pydantic import Field

from firmgraph.api.wire import Body, Evidence, Firm, Stamped

Share = Annotated[str, Field(description="A decimal fraction, such as 0.255556.")]
Money = Annotated[str, Field(description="A decimal number of yuan.")]
Verdict = Literal["PASS", "FAIL", "UNKNOWN"]


class Gate(Body):
    """A gate before any product is looked at, the packs it used, and the comparisons that decided it."""

    name: str
    verdict: Verdict
    reason: dict[str, str]
    evidence: Evidence
    packs: list[str]
    found: str | None
    findings: list[dict[str, Any]]


class ClassName(Body):
    """A class of products."""

    id: str
    name: str


class Reason(Body):
    """A reason in Chinese and English."""

    zh: str
    en: str
    evidence: Evidence


class Duel(Body):
    """How a product won its class."""

    runner_up: str | None
    deciding_fact: str


class Cap(Body):
    """A bound of the amount; UNKNOWN where it cannot be told."""

    name: str
    amount: Money | None
    verdict: Verdict
    zh: str
    en: str
    evidence: Evidence


class Offer(Body):
    """A product offered; `parts` add up to `score` by the weights of the ranking pack."""

    product_id: str
    name: str
    class_: ClassName = Field(alias="class")
    amount: Money
    bound_by: str
    bound_related: Annotated[list[str], Field(description="Ids of the firms of the group that use the limit up.")]
    caps: list[Cap]
    rate: Share | None
    price: dict[str, Any]
    all_in_rate: Share | None
    schedule: list[dict[str, Any]]
    score: str
    parts: dict[str, str]
    dominated_by: Annotated[
        list[str], Field(description="Products of the list no worse in amount, cost, term and speed, better in one.")
    ]
    reasons: list[Reason]
    duel: Duel | None


class ClassOutcome(ClassName):
    """What became of a class: its members, the one kept, `x` of the client's grade, or why it dropped out."""

    members: list[str]
    kept: str | None
    x: int
    dropped_reason: str | None


class RuleOutcome(Body):
    """What a rule of a product says."""

    rule: str
    verdict: Verdict
    required: Any
    actual: Any
    gap: Any


class ProductEligibility(Body):
    """All rules of a product."""

    product_id: str
    rules: list[RuleOutcome]


class Change(Body):
    """A lever and what it is set to; `gap` is by how much a figure changes."""

    lever: str
    from_: str | None = Field(alias="from")
    to: str
    gap: str | None
    zh: str
    en: str


class Unlock(Body):
    """The smallest set of changes that opens a lost class."""

    class_: ClassName = Field(alias="class")
    product_id: str
    changes: list[Change]


class Information(Body):
    """An unknown fact and how many products it alone leaves undecided."""

    unknown: str
    decides: int


class Score(Body):
    """What a model predicts of a client as it was known on the cut-off; `not_applicable` says why it does not."""

    predicted: str | None
    interval: list[str] | None
    grade: str | None
    reasons: list[dict[str, Any]]
    not_applicable: dict[str, str] | None
    model: dict[str, Any]
    cut_off: str


Scores = Annotated[dict[str, Score], Field(description="By what they tell; empty where no model is in use.")]


class Match(Stamped):
    """Ranked offers, one per class, with everything that led to them."""

    decision_id: str
    subject: Firm
    gates: list[Gate]
    offers: list[Offer]
    classes: list[ClassOutcome]
    eligibility: list[ProductEligibility]
    duplicates_removed: int
    behaviour: Annotated[
        dict[str, Any] | None, Field(description="The client's behaviour; null after a gate that fails.")
    ]
    scores: Scores
    unlock: list[Unlock]
    information: list[Information]
    reasons: list[Reason]
    packs: list[str]
    pack_versions: Annotated[dict[str, str], Field(description="The digest of what each pack said.")]
    models: Annotated[dict[str, Any], Field(description="The versions of what was learned.")]


class KeptDecision(Match):
    """A decision as it was made; `stale` when a record it rests on was taken back since."""

    made_at: str
    stale: bool
    evidence: Evidence


class Place(Body):
    """A place where two bodies differ, as a JSON pointer."""

    path: str
    before: Any
    after: Any


class Replay(Stamped):
    """A decision made again: the same bytes, or where they differ."""

    decision_id: str
    same: bool
    packs_changed: list[str]
    differences: list[Place]


class Difference(Body):
    """Where two decisions say different things."""

    one: str
    other: str
    differences: list[Place]


class Fault(Body):
    """The first entry where the chain breaks."""

    entry: int
    what: str


class Verified(Body):
    """Whether the ledger's chain is whole."""

    entries: int
    whole: bool
    fault: Fault | None
