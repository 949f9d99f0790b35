"""The bodies of answers about ownership and control as OpenAPI describes them."""

from typing import Any, Literal

from firmgraph.api.wire import Body, Evidence
from firmgraph.api.wire_officer import Certainty, Judged, MaybeShare, Party, Share, Verdict, Words


class SharePath(Body):
    """A chain of holdings, from the holder down to what is held, and the product of its shares."""

    nodes: list[str]
    share: Share


class Stake(Party):
    """One holder or holding: `effective` is exact through circles, `naive` the sum of the products of simple chains."""

    effective: Share
    naive: MaybeShare
    paths: list[SharePath]
    paths_truncated: bool
    layers: int
    ultimate: bool
    evidence: Evidence


class Note(Words):
    """What to know of a share: a line close above it, a defect of the records; `about` is the holder or firm."""

    code: str
    about: str
    evidence: Evidence


class Ownership(Judged):
    """Equity penetration: `holders` looking up, `holdings` looking down."""

    subject: Party
    direction: Literal["up", "down"]
    holders: list[Stake] | None = None
    holdings: list[Stake] | None = None
    circular: list[list[str]]
    unknown_share: MaybeShare
    notes: list[Note]
    exact: bool
    truncated: bool


class ProofStep(Body):
    """A step of a proof: the votes counted decide the firm it `holds`."""

    step: int
    holds: Party
    share: Share
    counted: list[dict[str, Any]]
    evidence: Evidence


class Control(Judged):
    """Who controls a firm; `controllers` are several where they control jointly.

    `type` is none where nobody can control it, unknown where votes in unknown hands could decide.
    """

    subject: Party
    controller: Party | None
    controllers: list[Party]
    type: Literal["absolute", "relative", "agreement", "joint", "none", "unknown"]
    share: MaybeShare
    voting: MaybeShare
    certainty: Certainty
    words: Words
    proof: list[ProofStep]
    unknown_votes: Share


class BeneficialOwner(Party):
    """A beneficial owner, by which standard, and why."""

    standard: Literal[1, 2, 3, "manager"]
    share: MaybeShare
    why: Words
    evidence: Evidence


class Exemption(Body):
    """Whether the firm need not file its beneficial owners."""

    verdict: Verdict
    why: Words


class BeneficialOwners(Judged):
    """The beneficial owners of a firm."""

    subject: Party
    owners: list[BeneficialOwner]
    exempt: Exemption
    unknown_share: Share


class Standing(Judged):
    """What to know of a firm's ownership before trusting it."""

    subject: Party
    data_quality: list[dict[str, Any]]
    control_stability: dict[str, Any]
    shell: dict[str, Any]
    close_links: list[dict[str, Any]]
