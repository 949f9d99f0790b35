"""Models: which are kept, learning one, judging and watching it on tables of clients."""

import asyncio
from collections.abc import Callable
from pathlib import Path as FilePath
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.concurrency import run_in_threadpool
from pydantic import StringConstraints

from firmgraph.api import models as told
from firmgraph.api import wire_models
from firmgraph.api.answer import Answer
from firmgraph.api.body import CarefulRoute
from firmgraph.api.deps import ChosenPacks, Clean, Held
from firmgraph.api.moments import read_moment
from firmgraph.api.openapi import problems
from firmgraph.api.table_body import MEDIA_TYPE, required, sent_table
from firmgraph.api.trainings.desk import Trainings
from firmgraph.profiling.models.signatures import ROLES

router = APIRouter(prefix="/v1", tags=["models"], route_class=CarefulRoute)
_MEANING = {
    400: "The body is not CSV in UTF-8.",
    404: "There is no such model.",
    409: "Another training runs, told in `running`.",
    415: "The body is not declared as text/csv.",
}
_TABLE: dict[str, Any] = {"requestBody": {"content": {MEDIA_TYPE: {"schema": {"type": "string"}}}, "required": True}}
_TABLE_OR_NONE: dict[str, Any] = {"requestBody": {**_TABLE["requestBody"], "required": False}}
_BEGUN: dict[str, Any] = {"model": wire_models.Training, "description": "It runs; `Location` tells of it."}
_MONTH = "^[0-9]{4}-(0[1-9]|1[0-2])$"

What = Annotated[Literal["risk", "willingness", "utilisation"], Path(description="What the model tells of a client.")]
Version = Annotated[int | None, Query(ge=1, le=999_999_999, description="Version of the model; else the newest.")]
SignedVersion = Annotated[int, Path(ge=1, le=999_999_999, description="Version of the model.")]
Block = Annotated[str, StringConstraints(min_length=1, max_length=60)]
Role = Annotated[str, StringConstraints(max_length=200, pattern=rf"^({'|'.join(ROLES)})=[^\s=].*$"), Clean]
Without = Annotated[
    list[Block] | None, Query(max_length=20, description="Block of columns to leave out; may be repeated.")
]
Roles = Annotated[
    list[Role] | None,
    Query(alias="role", max_length=10, description="ROLE=WHO: who stands for development, testing, review, approval."),
]
First = Annotated[
    str | None, Query(alias="from", pattern=_MONTH, description="First month, YYYY-MM, of a table made from the store.")
]
Last = Annotated[
    str | None, Query(alias="to", pattern=_MONTH, description="Last month, YYYY-MM, of a table made from the store.")
]
AsOf = Annotated[str | None, Query(max_length=10, description="The lines are those in force on this day; else today.")]
TrainingId = Annotated[str, Path(pattern="^[0-9a-f]{32}$", description="The id that beginning the training told.")]


async def trainings_of(request: Request) -> Trainings:
    """Return the trainings of the app."""
    trainings: Trainings = request.app.state.trainings
    return trainings


async def judging_of(request: Request) -> asyncio.Semaphore:
    """Return what lets one table be judged at a time, for a large one takes much memory."""
    judging: asyncio.Semaphore = request.app.state.judging
    return judging


async def wanted_of(
    what: What, without: Without = None, roles: Roles = None, first: First = None, last: Last = None
) -> told.Wanted:
    """Return the model that is to be learned."""
    return told.Wanted(what, tuple(without or ()), tuple(roles or ()), first, last)


AllTrainings = Annotated[Trainings, Depends(trainings_of)]
Judging = Annotated[asyncio.Semaphore, Depends(judging_of)]
Wanted = Annotated[told.Wanted, Depends(wanted_of)]


@router.get("/models", response_model=wire_models.Models, responses=problems(), summary="Models kept")
def models() -> Answer:
    """List every model file that is kept, with its figures and whether it is in use; a changed one with the reason."""
    return Answer(told.models())


@router.post(
    "/models/{what}/trainings",
    response_model=wire_models.Training,
    responses={202: _BEGUN, **problems(400, 409, 413, 415, meaning=_MEANING)},
    openapi_extra=_TABLE_OR_NONE,
    summary="Learn a model",
)
async def begin_training(request: Request, trainings: AllTrainings, held: Held, wanted: Wanted) -> Answer:
    """Begin to learn a model from the training table that is the body, else from the store's clients by month.

    The answer is 202 and `Location` tells of the training; the same request tells of the same training, and begins it
    again where it was broken off. One whose model is kept already is answered with 200.
    """
    async with sent_table(request) as table:
        body = await run_in_threadpool(told.begin, trainings, held, wanted, table)
    return Answer(body, 200 if body["state"] == "done" else 202, {"Location": f"/v1/trainings/{body['id']}"})


@router.get("/trainings", response_model=wire_models.Trainings, responses=problems(), summary="Trainings")
def every_training(trainings: AllTrainings) -> Answer:
    """List the trainings of the folder of models, the newest first, whichever service began them."""
    return Answer({"trainings": trainings.every()})


@router.get(
    "/trainings/{id}",
    response_model=wire_models.Training,
    responses=problems(404, meaning={404: "There is no such training."}),
    summary="A training",
)
def training(trainings: AllTrainings, id: TrainingId) -> Answer:
    """Tell how a training stands, what was done, and the model that was learned, or why there is none."""
    return Answer(trainings.told(id))


@router.delete(
    "/trainings/{id}",
    response_model=wire_models.Training,
    responses=problems(404, meaning={404: "There is no such training."}),
    summary="Cancel a training",
)
def cancel_training(trainings: AllTrainings, id: TrainingId) -> Answer:
    """End a training that runs; no model is left behind, and what was computed serves when it is begun again."""
    return Answer(trainings.cancel(id))


@router.post(
    "/models/{what}/{version}/signatures",
    response_model=wire_models.Signatures,
    responses=problems(400, 404, 413, 415),
    summary="Sign for a model",
)
def sign(what: What, version: SignedVersion, signed: wire_models.Signed) -> Answer:
    """Sign who tested, reviewed, approved or retired a version of a model; nobody approves what he developed."""
    return Answer(told.sign(what, version, signed.roles))


@router.post(
    "/models/{what}/evaluations",
    response_model=wire_models.Evaluation,
    responses=problems(400, 404, 413, 415, meaning=_MEANING),
    openapi_extra=_TABLE,
    summary="Judge a model",
)
async def evaluate(request: Request, judging: Judging, what: What, version: Version = None) -> Answer:
    """Judge a model on the clients of a training table, without those that it was learned from."""
    return await _of_table(request, judging, lambda path: told.evaluation(what, path, version))


@router.post(
    "/models/{what}/watch",
    response_model=wire_models.Watch,
    responses=problems(400, 404, 413, 415, meaning=_MEANING),
    openapi_extra=_TABLE,
    summary="Watch a model",
)
async def watch(
    request: Request, judging: Judging, packs: ChosenPacks, what: What, version: Version = None, as_of: AsOf = None
) -> Answer:
    """Tell by month what has drifted, how well the model still ranks, and the gaps between groups, with alarms."""
    day = read_moment(as_of).day
    return await _of_table(request, judging, lambda path: told.watch(what, path, version, day, packs))


async def _of_table(request: Request, judging: asyncio.Semaphore, ask: Callable[[FilePath], told.Body]) -> Answer:
    """Answer of the table that is the body of a request."""
    async with sent_table(request) as table:
        path = required(table).path
        async with judging:
            return Answer(await run_in_threadpool(ask, path))
