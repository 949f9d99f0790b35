"""Models over HTTP: all that are kept, one learned anew, judged on other clients, or watched month by month."""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from firmgraph.api.errors import RequestError
from firmgraph.api.held_store import HeldStore
from firmgraph.api.table_body import SentTable
from firmgraph.api.table_faults import faults_told, without_texts
from firmgraph.api.trainings.asked import Asked
from firmgraph.api.trainings.desk import Trainings
from firmgraph.errors import InvalidInput
from firmgraph.packs import pack_for
from firmgraph.profiling.models.answers import TABLE, evaluate, watched
from firmgraph.profiling.models.frame_columns import blocks_of
from firmgraph.profiling.models.in_use import models_folder, named
from firmgraph.profiling.models.listing import kept_models
from firmgraph.profiling.models.registry import find, put_name_to
from firmgraph.profiling.models.signatures import check_roles
from firmgraph.profiling.models.table import NEEDED
from firmgraph.profiling.models.watch_lines import FAMILY

Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A model to be learned: what it tells, without which blocks, who stands for it; the months of the store's table.

    `roles` are texts ROLE=WHO.
    """

    what: str
    without: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    first: str | None = None
    last: str | None = None

    def asked(self, data: str) -> Asked:
        """The question that this is of some data."""
        roles = dict(role.split("=", 1) for role in self.roles)
        without = tuple(sorted(set(self.without)))
        return Asked(self.what, without, roles, hashlib.sha256(data.encode()).hexdigest(), self.first, self.last)


def models() -> Body:
    """Return what is told of every model file of the folder; of one that was changed, the reason."""
    return {"models": kept_models(models_folder())}


def begin(trainings: Trainings, held: HeldStore, wanted: Wanted, table: SentTable | None) -> Body:
    """Begin to learn a model from the table that was sent, else from one made of the store's clients.

    Raises InvalidInput for what no training can learn from, RequestError for months without need or lacking, or where
    another training runs.
    """
    _check_blocks(wanted)
    roles = wanted.asked("").roles
    with _names_untold(roles):
        check_roles(roles)
    if table is None:
        _check_months(wanted)
        store = held.get()
        return trainings.begin(wanted.asked(f"{store.url} {store.status(counts=False).version}"))
    if wanted.first or wanted.last:
        words = "months are told of a table made from the store: send no table, or no months"
        raise InvalidInput(words, field="from" if wanted.first else "to")
    if not TABLE.recognised(table.path):
        raise InvalidInput(f"a training table has the columns {', '.join(NEEDED)}", field="body")
    return trainings.begin(wanted.asked(table.sha256), table.path)


def sign(what: str, version: int, roles: Mapping[str, str]) -> Body:
    """Sign who stands for a version of a model, as `firmgraph models sign` does."""
    with _names_untold(roles):
        kept = put_name_to(models_folder(), named(what), version, roles)
    return {"name": kept.name, "version": kept.version, "roles": dict(kept.roles)}


def evaluation(what: str, table: Path, version: int | None) -> Body:
    """Judge a version of a model, or that in use, on clients it has not seen, as `firmgraph evaluate` does."""
    with faults_told(table):
        return dict(evaluate(TABLE, table, what, models_folder(), version).body)


def watch(what: str, table: Path, version: int | None, day: str, packs: tuple[str, ...]) -> Body:
    """Watch a version of a model, or that in use, by month against the first month, as `firmgraph watch` does."""
    with faults_told(table):
        return watched(find(models_folder(), named(what), version), table, pack_for(FAMILY, day, packs))


def _check_blocks(wanted: Wanted) -> None:
    blocks = blocks_of(wanted.what)
    if not set(wanted.without) <= set(blocks):
        raise InvalidInput(f"{wanted.what} is learned from the blocks {', '.join(sorted(blocks))}", field="without")


@contextmanager
def _names_untold(roles: Mapping[str, str]) -> Iterator[None]:
    """Raise what is raised about roles without repeating who was named."""
    try:
        yield
    except InvalidInput as error:
        raise without_texts(error, [text for role in roles.items() for text in role]) from None


def _check_months(wanted: Wanted) -> None:
    for name, month in (("from", wanted.first), ("to", wanted.last)):
        if month is None:
            words = "send a table as the body, or the first and last month of the store's clients to learn from"
            raise RequestError(422, "missing_field", words, field=name)
    if str(wanted.last) < str(wanted.first):
        raise InvalidInput("the months are out of order", field="from")
