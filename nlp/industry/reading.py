"""The industries of an enterprise with their confidence and the items that said them, or why none is told."""

from dataclasses import dataclass
from typing import Literal

from firmgraph.nlp.industry.catalogue import catalogue
from firmgraph.nlp.industry.classes import classes
from firmgraph.nlp.industry.features import MOST_ITEMS, item_features, says_anything, text_features
from firmgraph.nlp.industry.model import shipped_industry_model
from firmgraph.nlp.industry.names import shipped_name_model
from firmgraph.nlp.industry.said import Said, blended, spread

Reason = Literal["nothing_said", "unsure"]


@dataclass(frozen=True, slots=True)
class Industry:
    """A section, division and class of GB/T 4754-2017, the confidence 0 to 1 in the division, and what said it.

    `code` is the class (four digits), or the division where no word of the catalogue told it; `spans` are places in the
    scope.
    """

    section: str
    section_title: str
    division: str
    division_title: str
    code: str
    title: str
    confidence: float
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class IndustryReading:
    """The industries found, the likeliest first; none, and `abstained` says why: nothing was said, or too little."""

    found: tuple[Industry, ...]
    abstained: Reason | None = None


def industries(scope: str, name: str | None = None, *, limit: int = 3) -> tuple[Industry, ...]:
    """The industries of an enterprise by its scope and, where given, its name; none where it abstains."""
    return read_industries(scope, name, limit=limit).found


def industry_of_name(name: str, *, limit: int = 3) -> tuple[Industry, ...]:
    """The divisions that a name alone speaks of; none where it abstains."""
    return read_industries("", name, limit=limit).found


def read_industries(scope: str, name: str | None = None, *, limit: int = 3) -> IndustryReading:
    """Read the industries of an enterprise; without a name, the words of its scope alone decide."""
    blend = catalogue().blend
    said = Said(scope, blend)
    likely = _likelihoods(said, name or "")
    if not likely:
        return IndustryReading((), "nothing_said")
    best = sorted(likely.items(), key=lambda one: (-one[1], one[0]))[:limit]
    if not best or best[0][1] < blend.least_confidence:
        return IndustryReading((), "unsure")
    return IndustryReading(
        tuple(_industry(said, division, share) for division, share in best if share >= blend.least_share)
    )


def _likelihoods(said: Said, name: str) -> dict[str, float]:
    """The shares of the divisions; none where nothing is known.

    The model has learned from scopes with names: a name alone is read by the model of names, a scope alone by words.
    """
    blend = catalogue().blend
    by_name = shipped_name_model().divisions(name) if name else {}
    if not said.items or not name:
        return blended(said.by_division, by_name, blend)
    model = shipped_industry_model()
    text = text_features(said.items, name)
    if not (any(said.by_division.values()) or by_name or says_anything(text, model.features)):
        return {}
    return model.likelihoods(text, spread(said.by_division, by_name, blend.floor), by_name)


def _industry(said: Said, division: str, confidence: float) -> Industry:
    """A division with the class in it that most was said of."""
    standard = classes()
    code, section = said.class_of(division), standard.sections[division]
    return Industry(
        section, standard.titles[section], division, standard.titles[division], code, standard.titles[code],
        round(confidence, 6), said.spans_of(code) or _spans_by_words(said, division),
    )  # fmt: skip


def _spans_by_words(said: Said, division: str) -> tuple[tuple[int, int], ...]:
    """The place of the item whose words speak most for a division that no word of the catalogue names."""
    model = shipped_industry_model()
    spoken = [
        (model.weight_of(list(item_features(item, first=rank == 0)), division), -rank, item)
        for rank, item in enumerate(said.items[:MOST_ITEMS])
    ]
    weight, _, item = max(spoken, key=lambda one: one[:2], default=(0.0, 0, None))
    return ((item.start, item.end),) if item and weight > 0 else ()
