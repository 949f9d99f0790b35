"""How a command puts a question: the options that every question takes, the desk, and how the answer is shown."""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from inspect import Parameter, Signature, signature
from typing import TYPE_CHECKING, Any

import typer

from firmgraph.cli.moments import moment
from firmgraph.cli.options import AsOf, Enterprise, Json, KnownAt, Packs, Store
from firmgraph.cli.stores import opened
from firmgraph.cli.terminal import print_json, say, show

if TYPE_CHECKING:
    from firmgraph.api.officer.desk import Desk

Body = dict[str, Any]
OPTIONS = tuple(
    Parameter(name, Parameter.KEYWORD_ONLY, default=default, annotation=option)
    for name, default, option in (
        ("pack", None, Packs),
        ("as_of", None, AsOf),
        ("known_at", None, KnownAt),
        ("store", None, Store),
        ("as_json", False, Json),
    )
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question about one firm: the command, what it does, where its answer is made (`module:function` under
    firmgraph.api.officer) and where it is shown (under firmgraph.cli.views).
    """

    name: str
    words: str
    answer: str
    view: str

    def command(self) -> Callable[..., None]:
        """Return the command that asks it."""

        def answer(asked: "Desk", enterprise: Enterprise) -> Body:
            body: Body = _found("firmgraph.api.officer", self.answer)(asked, enterprise)
            return body

        return asking(answer, self.view)


def asking(
    answer: Callable[..., Body],
    view: str,
    without: Collection[str] = (),
    read: Callable[..., dict[str, Any]] | None = None,
    failed: Callable[[Body], bool] | None = None,
) -> Callable[..., None]:
    """Return the command that shows an answer: it takes what `answer` takes besides a desk, and what all questions do.

    `view` is where the answer is shown (`module:function` under firmgraph.cli.views); `without` names options that mean
    nothing to the question. Where `read` is given, the command takes what that takes, and `answer` what it returns: a
    mistake in usage is told before a store is opened. An answer that has `failed` is shown, and the exit code is 1.
    """
    own = list(signature(read).parameters.values()) if read else list(signature(answer).parameters.values())[1:]
    options = [option for option in OPTIONS if option.name not in without]

    def ask(**given: Any) -> None:
        told = {option.name: given.pop(option.name, option.default) for option in OPTIONS}
        given = read(**given) if read else given
        # A question about the time between two days is put on the last of them.
        day = told["as_of"] or given.get("until")
        with desk(told["store"], day, told["known_at"], told["pack"]) as asked:
            body = answer(asked, **given)
            tell(body, told["as_json"], _found("firmgraph.cli.views", view))
        if failed is not None and failed(body):
            raise typer.Exit(1)

    ask.__name__, ask.__doc__ = answer.__name__, answer.__doc__
    ask.__dict__["__signature__"] = Signature([*own, *options])
    return ask


def _found(package: str, place: str) -> Callable[..., Any]:
    module, _, function = place.partition(":")
    found: Callable[..., Any] = getattr(import_module(f"{package}.{module}"), function)
    return found


@contextmanager
def desk(store: str | None, as_of: str | None, known_at: str | None, packs: list[str] | None) -> "Iterator[Desk]":
    """Open the desk at which a question is put."""
    at = moment(as_of, known_at)
    from firmgraph.api.officer.desk import Desk
    from firmgraph.graph.snapshot.keeper import SnapshotKeeper
    from firmgraph.packs import pack_by_id

    for pack in packs or ():
        pack_by_id(pack)
    with opened(store) as opened_store:
        yield Desk(opened_store, SnapshotKeeper(opened_store, say), at, tuple(packs or ()))


def tell(body: Body, as_json: bool, view: Callable[[Body], Iterator[Any]]) -> None:
    """Print a body, as JSON or as a reader sees it."""
    if as_json:
        print_json(body)
    else:
        show(*view(body))
