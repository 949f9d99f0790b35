"""Models kept as numbered files: what was learned, from which columns and data, how well, and who answers for it."""

import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import orjson
from filelock import FileLock

from firmgraph.errors import InvalidInput, NotFound
from firmgraph.profiling.models.coding import Frame, Numbers
from firmgraph.profiling.models.learners import Fitted
from firmgraph.profiling.models.signatures import check_roles, sign, signed

MARK = 12


@dataclass(frozen=True, slots=True)
class Kept:
    """One version of a model: the texts of its fitted models (averaged), their columns, the hash of the data, metrics.

    `target` tells whether it predicts a chance (`binary`) or a share. `context` is what the reader of new data needs,
    `finish` what turns the models' answer into a prediction: calibration, widths of intervals; `learned` the marks of
    the clients it was learned from. `roles` names who stands for each of `ROLES`, as its file says and as was signed
    since; a model whose retirement is named is no longer read unasked.
    """

    name: str
    columns: Sequence[str]
    data: str
    models: Sequence[str]
    metrics: Mapping[str, Any] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)
    target: str = "binary"
    context: Mapping[str, Any] = field(default_factory=dict)
    finish: Mapping[str, Any] = field(default_factory=dict)
    learned: Sequence[str] = ()
    version: int = 0

    def fitted(self) -> list[Fitted]:
        """The models, ready to score."""
        return [_fitted(text) for text in self.models]


@lru_cache(maxsize=32)
def _fitted(text: str) -> Fitted:
    """A model read from its text once, for it is asked of one client after another."""
    return Fitted.from_text(text)


def data_hash(frame: Frame, y: Numbers) -> str:
    """SHA-256 of the columns and labels, the same in any order of columns and rows."""
    names = sorted(frame)
    rows = zip(*(frame[name] for name in names), y, strict=True)
    lines = sorted(orjson.dumps(row, option=orjson.OPT_SERIALIZE_NUMPY) for row in rows)
    return hashlib.sha256(b"\n".join([orjson.dumps(names), *lines])).hexdigest()


def marks(ids: Sequence[str], frame: Frame) -> list[str]:
    """A mark of each client that changes with its id and with any of its columns."""
    rows = zip(ids, *(frame[name] for name in sorted(frame)), strict=True)
    texts = (orjson.dumps(row, option=orjson.OPT_SERIALIZE_NUMPY) for row in rows)
    return [hashlib.sha256(text).hexdigest()[:MARK] for text in texts]


def check_name(name: str) -> None:
    """Raise InvalidInput where a name is none that a file of a model can have."""
    if not name.isidentifier():
        raise InvalidInput(f"{name!r} cannot name a model: letters, digits and _ only", field="name")


def keep(folder: Path, model: Kept) -> Kept:
    """Write a model as the next version of its name and return it with its number; no version is ever written over."""
    check_roles(model.roles)
    number = max(_versions(folder, model.name), default=0) + 1
    folder.mkdir(parents=True, exist_ok=True)
    body = {**asdict(model), "version": number}
    sealed = {"sha256": _seal(body), **body}
    _write_once(_path(folder, model.name, number), orjson.dumps(sealed, option=orjson.OPT_INDENT_2))
    return Kept(**body)


def _write_once(path: Path, text: bytes) -> None:
    """Write a file whole or not at all; FileExistsError where it is there."""
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}-") as half:
        half.write(text)
        half.flush()
        os.fsync(half.fileno())
        os.link(half.name, path)
    path.chmod(0o644)


def put_name_to(folder: Path, name: str, version: int, roles: Mapping[str, str]) -> Kept:
    """Sign a version of a model now for some roles, and return it with all who stand for it.

    Raise NotFound where there is none, InvalidInput where its file was changed or what is signed cannot be.
    """
    path = _path(folder, name, version)
    seal, stated = _opened(path)
    with FileLock(folder / ".signing"):
        at = datetime.now(UTC).isoformat(timespec="seconds")
        return replace(stated, roles=sign(path, seal, stated.roles, roles, at))


def load(folder: Path, name: str, columns: Sequence[str], version: int | None = None) -> Kept:
    """A version of a model, or the newest that is not retired.

    Raise NotFound where there is none, InvalidInput where the file was changed or was learned from other columns.
    """
    found = find(folder, name, version)
    _check_columns(found, columns)
    return found


def find(folder: Path, name: str, version: int | None = None) -> Kept:
    """A version of a model, or the newest that is not retired, whatever its columns.

    Raise NotFound where there is none, InvalidInput where the file was changed.
    """
    numbers = sorted(_versions(folder, name), reverse=True)
    for number in [version] if version else numbers:
        found = _read(_path(folder, name, number))
        if version or "retirement" not in found.roles:
            return found
    raise NotFound(f"no model {name} in use under {folder.name}", field="name")


def _check_columns(model: Kept, columns: Sequence[str]) -> None:
    if strange := sorted(set(model.columns) ^ set(columns)):
        words = f"{model.name} {model.version} was learned from other columns, differing in: {', '.join(strange)}"
        raise InvalidInput(words, field="columns")


def _read(path: Path) -> Kept:
    seal, stated = _opened(path)
    return replace(stated, roles=signed(path, seal, stated.roles))


def _opened(path: Path) -> tuple[str, Kept]:
    """The seal of a model file and the model, its roles as the file says."""
    try:
        body = orjson.loads(path.read_bytes())
        seal = body.pop("sha256")
        if seal != _seal(body):
            raise InvalidInput(f"{path.name} was changed after it was kept", field="model")
        return seal, Kept(**body)
    except FileNotFoundError as error:
        raise NotFound(f"no model file {path.name}", field="version") from error
    except (orjson.JSONDecodeError, AttributeError, KeyError, TypeError) as error:
        raise InvalidInput(f"{path.name} is no model file: {error}", field="model") from error


def _seal(body: Mapping[str, Any]) -> str:
    return hashlib.sha256(orjson.dumps(body, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _versions(folder: Path, name: str) -> list[int]:
    check_name(name)
    numbers = (path.stem.rpartition("-")[2] for path in folder.glob(f"{name}-*.json"))
    return [int(number) for number in numbers if number.isdecimal()]


def _path(folder: Path, name: str, version: int) -> Path:
    check_name(name)
    return folder / f"{name}-{version}.json"
