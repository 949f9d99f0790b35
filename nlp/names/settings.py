"""How names are weighed, blocked and answered (`data/name-matching.yaml`)."""

from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field

from firmgraph.nlp.names.parts import Role

MATCHING = Path(__file__).parent.parent / "data" / "name-matching.yaml"


class _Settings(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class RoleWeights(_Settings):
    """Weight of a character by its role in the name."""

    place: float = Field(ge=0)
    brand: float = Field(gt=0)
    trade: float = Field(ge=0)
    legal_form: float = Field(ge=0)
    bracketed: float = Field(ge=0)
    branch: float = Field(ge=0)

    def by_role(self) -> list[float]:
        """Return the weights in the order of the roles; a character without one weighs nothing."""
        return [0.0 if role is Role.NONE else float(getattr(self, role.name.lower())) for role in Role]


class Blocks(_Settings):
    """How many names are gathered from the blocks of a text, and how many of them are compared in full."""

    names_per_block: int = Field(gt=0)
    compared: int = Field(gt=1)


class Abstain(_Settings):
    """Below which score of the best name, or margin over the next firm's, no answer is given."""

    score: float = Field(ge=0, le=1)
    margin: float = Field(ge=0, le=1)


class Matching(_Settings):
    """All settings of one version."""

    version: str
    effective_from: str
    registered: RoleWeights
    asked: RoleWeights
    rarity_floor: float = Field(ge=0, le=1)
    adjacent: float = Field(ge=0)
    swapped: float = Field(ge=0, le=1)
    asked_share: float = Field(ge=0, le=1)
    blocks: Blocks
    abstain: Abstain


@cache
def matching() -> Matching:
    """The settings of this release."""
    return Matching.model_validate(yaml.safe_load(MATCHING.read_text(encoding="utf-8")))
