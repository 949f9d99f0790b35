"""Rule packs: thresholds as dated data, each with the document it comes from, chosen by day or by id."""

from collections.abc import Mapping, Sequence
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from firmgraph.errors import InvalidInput, NotFound

_PARTS = Path(__file__).parent


class RulePack(BaseModel):
    """A pack of one family, in force from its first to its last day, both included; an optional one only if chosen.

    `expression` is what a firm must fulfil, over its features and the pack's parameters.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    family: str
    title: str
    title_en: str
    document: str
    article: str
    effective_from: str = Field(pattern=r"^\d{4}-\d{2}-\d{2}$")
    effective_to: str | None = Field(None, pattern=r"^\d{4}-\d{2}-\d{2}$")
    source_note: str
    optional: bool = False
    parameters: Mapping[str, Any]
    expression: str | None = None

    @model_validator(mode="after")
    def _dates_in_order(self) -> Self:
        if self.effective_to is not None and self.effective_to < self.effective_from:
            raise ValueError("effective_to lies before effective_from")
        return self

    @cached_property
    def digest(self) -> str:
        """The first digits of the hash of all the pack says, by which a decision tells which version it used."""
        told = self.model_dump_json(exclude={"source_note"})
        return sha256(told.encode()).hexdigest()[:16]

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Return a copy that works out its own digest."""
        copied = super().model_copy(update=update, deep=deep)
        copied.__dict__.pop("digest", None)
        return copied

    def in_force(self, day: str) -> bool:
        """Tell whether the pack is in force on a day (ISO)."""
        return self.effective_from <= day and (self.effective_to is None or day <= self.effective_to)


def read_pack(path: Path) -> RulePack:
    """Read one pack file; raise InvalidInput that names the file and what is wrong."""
    try:
        return RulePack.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except yaml.YAMLError as error:
        raise InvalidInput(f"{path.name} is not YAML: {' '.join(str(error).split())}", field="pack") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"])) or "file"
        raise InvalidInput(f"{path.name}: {place}: {first['msg']}", field="pack") from error


def pack_files() -> list[Path]:
    """Return the pack files of every part of firmgraph: `rules/*.yaml` in each."""
    return sorted(_PARTS.glob("*/rules/*.yaml"), key=lambda path: path.name)


@cache
def packs() -> Mapping[str, RulePack]:
    """Every pack of this installation by id; raise InvalidInput when two files claim one id."""
    found: dict[str, RulePack] = {}
    for path in pack_files():
        pack = read_pack(path)
        if pack.id in found:
            raise InvalidInput(f"{path.name}: the pack id {pack.id} is taken", field="pack")
        found[pack.id] = pack
    return found


def pack_by_id(pack_id: str) -> RulePack:
    """Return a pack by its id; raise NotFound, telling the ids there are."""
    pack = packs().get(pack_id)
    if pack is None:
        raise NotFound(
            "no rule pack of this id", field="pack", near=[{"id": p.id, "name": p.title} for p in packs().values()]
        )
    return pack


def packs_in_force(family: str, day: str, chosen: Sequence[str] = ()) -> tuple[RulePack, ...]:
    """Return the packs of a family that apply: those chosen by id, else all in force on the day, newest first."""
    named = [pack for pack in map(pack_by_id, chosen) if pack.family == family]
    found = named or [p for p in packs().values() if p.family == family and p.in_force(day) and not p.optional]
    return tuple(sorted(found, key=lambda pack: (pack.effective_from, pack.id), reverse=True))


def pack_in_force(family: str, day: str, chosen: Sequence[str] = ()) -> RulePack:
    """Return the newest pack of a family that applies; raise NotFound when none was in force on the day."""
    found = packs_in_force(family, day, chosen)
    if not found:
        raise NotFound(f"no rule pack of the family {family} was in force on {day}", field="as_of")
    return found[0]


def pack_for(family: str, day: str, chosen: Sequence[str] = ()) -> RulePack:
    """Return the pack of a family to judge by on a day: the one chosen, else the one in force.

    Raises InvalidInput when the chosen one was not in force that day, NotFound when no pack was.
    """
    pack = pack_in_force(family, day, chosen)
    if not pack.in_force(day):
        until = f" to {pack.effective_to}" if pack.effective_to else ""
        raise InvalidInput(
            f"the rule pack {pack.id} is in force from {pack.effective_from}{until}, not on {day}", field="pack"
        )
    return pack
