"""Who stands for a kept model: signed beside its file, line by line, each sealed to the model and to the line before.

A model's own file is never written over; its testing, review, approval and retirement come later than it.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson

from firmgraph.errors import InvalidInput

ROLES = ("development", "testing", "review", "approval", "retirement")
OF_OTHERS = ("review", "approval")
"""Roles that nobody has who developed the model: four eyes."""
LONGEST = 200


def check_roles(roles: Mapping[str, str]) -> None:
    """Raise InvalidInput for a role that there is not, a name that is none, or one who would judge his own model."""
    if unknown := sorted(set(roles) - set(ROLES)):
        raise InvalidInput(f"unknown roles: {', '.join(unknown)}; there are {', '.join(ROLES)}", field="roles")
    for role, who in roles.items():
        if not who.strip() or len(who) > LONGEST or not who.isprintable():
            raise InvalidInput(f"who stands for {role} is a name of at most {LONGEST} characters", field="roles")
        if role in OF_OTHERS and who.strip() == roles.get("development", "").strip():
            words = f"{who} developed the model, so that its {role} is for somebody else"
            raise InvalidInput(words, field="roles")


def signed(model: Path, seal: str, roles: Mapping[str, str]) -> dict[str, str]:
    """Return who stands for each role: as the model file says, and as was signed since, the last signature counting.

    Raises InvalidInput where the signatures were changed, or are of another model file.
    """
    return _standing(roles, _lines(model, seal))


def sign(model: Path, seal: str, stated: Mapping[str, str], roles: Mapping[str, str], at: str) -> dict[str, str]:
    """Add a signature for each of some roles at a time (ISO, UTC) to those of a model file, and return all roles.

    `stated` are the roles that the file says. Raises InvalidInput for roles that cannot be, once the model's retirement
    is signed, and as `signed` does.
    """
    lines = list(_lines(model, seal))
    standing = _standing(stated, lines)
    if not roles:
        raise InvalidInput("name at least one role and who stands for it", field="roles")
    if "retirement" in standing:
        raise InvalidInput(f"{model.name} is retired: nothing is signed of it any more", field="roles")
    check_roles({**standing, **roles})
    for role, who in sorted(roles.items()):
        line = {"role": role, "who": who, "at": at, "before": lines[-1]["sha256"] if lines else seal}
        lines.append({**line, "sha256": _hash(line)})
    half = _path(model).with_suffix(".half")
    half.write_bytes(b"".join(orjson.dumps(line) + b"\n" for line in lines))
    half.replace(_path(model))
    return _standing(stated, lines)


def _standing(stated: Mapping[str, str], lines: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    return {**stated, **{line["role"]: line["who"] for line in lines}}


def _lines(model: Path, seal: str) -> Iterator[Mapping[str, Any]]:
    path, before = _path(model), seal
    if not path.exists():
        return
    for text in path.read_bytes().splitlines():
        try:
            line = orjson.loads(text)
            told = {name: line[name] for name in ("role", "who", "at", "before")}
            whole = told["before"] == before and line["sha256"] == _hash(told)
        except (orjson.JSONDecodeError, KeyError, TypeError):
            whole = False
        if not whole:
            raise InvalidInput(f"{path.name} was changed after it was signed", field="model")
        before = line["sha256"]
        yield line


def _path(model: Path) -> Path:
    return model.with_suffix(".signed.jsonl")


def _hash(line: Mapping[str, Any]) -> str:
    return hashlib.sha256(orjson.dumps(line, option=orjson.OPT_SORT_KEYS)).hexdigest()
