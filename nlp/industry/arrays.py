"""Model files (`.npz`, no pickle): the facts of a model as JSON, its features as lines, and its arrays."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from firmgraph.errors import InvalidInput


def write_arrays(path: Path, told: Mapping[str, Any], grams: Sequence[str], arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write a model; features must not hold line breaks."""
    with path.open("wb") as file:
        facts = {"told": _bytes(json.dumps(told, ensure_ascii=False)), "grams": _bytes("\n".join(grams))}
        np.savez_compressed(file, allow_pickle=False, **facts, **arrays)


def read_arrays(path: Path, what: str, names: Sequence[str]) -> tuple[Any, list[str], list[NDArray[Any]]]:
    """The facts, features and named arrays of a model file; one that is none is refused with the reason."""
    try:
        with np.load(path, allow_pickle=False) as arrays:
            told, grams = json.loads(_text(arrays["told"])), _text(arrays["grams"]).split("\n")
            return told, grams, [arrays[name] for name in names]
    except (OSError, EOFError, ValueError, KeyError, TypeError, BadZipFile) as error:
        raise InvalidInput(f"{path.name} is no {what}: {error}", field="model") from error


def _bytes(text: str) -> NDArray[np.uint8]:
    return np.frombuffer(text.encode(), dtype=np.uint8)


def _text(array: NDArray[np.uint8]) -> str:
    return array.tobytes().decode()
