"""The bodies of models, their trainings, and how they are judged and watched, as OpenAPI describes them."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from firmgraph.api.wire import Body, ProblemMembers
from firmgraph.api.wire_officer import Words

Figures = Annotated[dict[str, Any], Field(description="Each measure, with its interval where one is known.")]


class Fault(Body):
    """Why a model file cannot be read."""

    code: str
    detail: str
    field: str | None


class Model(Body):
    """A version of a model; where `fault` says why its file cannot be read, nothing else is told of it."""

    name: str
    version: int
    what: Annotated[str | None, Field(description="risk, willingness or utilisation; null of another model.")]
    in_use: Annotated[bool, Field(description="The newest of its kind that is not retired.")]
    target: str | None = None
    retired: bool | None = None
    unproven: Annotated[
        Words | None, Field(description="Why it scores no client though it is in use, until somebody approves it.")
    ] = None
    data: Annotated[str | None, Field(description="SHA-256 of what it was learned from.")] = None
    columns: list[str] | None = None
    months: Annotated[dict[str, list[str]] | None, Field(description="The months of each part of its table.")] = None
    chosen: Annotated[str | None, Field(description="The way of learning that was best by `metric`.")] = None
    metric: str | None = None
    held_out: Annotated[Figures | None, Field(description="Figures of clients held out of what was known.")] = None
    later: Annotated[Figures | None, Field(description="Figures of later clients, not seen before.")] = None
    roles: Annotated[dict[str, str] | None, Field(description="Who stands for each role.")] = None
    fault: Fault | None


class Signed(BaseModel):
    """Who stands for a model from now on, by role: testing, review, approval, retirement."""

    model_config = ConfigDict(extra="forbid")

    roles: Annotated[dict[str, Annotated[str, Field(min_length=1, max_length=200)]], Field(min_length=1, max_length=5)]


class Signatures(Body):
    """Everybody who stands for a version of a model."""

    name: str
    version: int
    roles: dict[str, str]


class Models(Body):
    """All model files of the folder, by name, the newest version first."""

    models: list[Model]


class TrainingProblem(ProblemMembers):
    """Why a training failed: the members of a problem but for `instance`."""


class Training(Body):
    """A training: how it stands, what was done, and the model that was learned, or why it failed.

    One that is `broken_off` (its process is gone), `cancelled` or `failed` is begun again by the same request, and goes
    on from what was kept.
    """

    id: str
    what: str
    data: Annotated[
        Literal["table", "store"], Field(description="Learned from the table sent, or the store's clients.")
    ]
    state: Literal["running", "done", "failed", "cancelled", "broken_off"]
    began: str | None
    ended: str | None
    progress: Annotated[list[str], Field(description="What was done, a line each.")]
    result: Annotated[dict[str, Any] | None, Field(description="As `firmgraph train --json` prints it.")]
    problem: TrainingProblem | None


class Trainings(Body):
    """The trainings that are told, the newest first: that which runs, and the last hundred or so that are over."""

    trainings: list[Training]


class Evaluation(Body):
    """How a model does on clients that it was not learned from; no figures where the outcome of none is known."""

    model: str
    version: int
    scored: int
    learned_from: Annotated[int, Field(description="Clients left out, for the model was learned from them.")]
    figures: Figures


class Watch(Body):
    """The signs of a model in use, each by a line of the pack, by month and part of the clients."""

    model: str
    version: int
    pack: str
    compared_with: str
    level: str
    counts: dict[str, int]
    signs: list[dict[str, Any]]
