"""The card of a model, in Chinese and English, with its plots: what it is for, from what, how good, and its limits."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from firmgraph.profiling.models import card_plots as plots
from firmgraph.profiling.models import measures
from firmgraph.profiling.models.calibration import slope_interval
from firmgraph.profiling.models.card_source import Card, Judged, Words
from firmgraph.profiling.models.fairness import widest_gap
from firmgraph.profiling.models.judging import judged
from firmgraph.profiling.models.measures import Interval
from firmgraph.profiling.models.reason_codes import OF_RISK, description, reason_codes
from firmgraph.profiling.models.registry import Kept
from firmgraph.profiling.models.signatures import ROLES

LANGUAGES: Mapping[str, str] = {"en": ".md", "zh": ".zh-CN.md"}
MOST_LINES, LEAST_CLIENTS, LEAST_OF_A_CLASS = 10, 100, 20


def write_card(folder: Path, name: str, kept: Kept, known: Judged, words: Words) -> list[Path]:
    """Write NAME.md, NAME.zh-CN.md and images/NAME-*.svg into a folder, and return their paths.

    `words` has, each in zh and en: title, purpose, data, held_out, and lists of looks and limits; `columns` may tell
    columns that are no feature. Where the label is not a bad client, `of` names what is predicted, `sides` those whose
    label is 0 and 1 (English, in plots), `example` the client rated highest, and `labels` figures otherwise. Raise
    MissingTool where matplotlib is not installed.
    """
    (folder / "images").mkdir(parents=True, exist_ok=True)
    written = []
    for language, ending in LANGUAGES.items():
        card = Card(name, kept, known, words, "zh" if language == "zh" else "en")
        written.append(folder / f"{name}{ending}")
        written[-1].write_text(_text(card), encoding="utf-8")
    for plot, (draws, rows) in _drawn(card).items():
        written.append(folder / "images" / f"{name}-{plot}.svg")
        plots.draw(written[-1], draws, plots.tall(rows) if rows else (6.0, 4.2))
    return written


def _text(card: Card) -> str:
    other = "zh" if card.language == "en" else "en"
    top = [f"# {card.own('title')}", card.say("other", f"{card.name}{LANGUAGES[other]}"), _head(card)]
    parts = [f"## {card.label('sections', section)}\n\n{body(card)}" for section, body in _SECTIONS.items()]
    return "\n\n".join([*top, *parts]) + "\n"


def _drawn(card: Card) -> dict[str, tuple[plots.Draws, int]]:
    """The plots there are, each with how many named rows it has."""
    known, y, found, behind = card.known, card.known.sample.y, card.known.found, card.known.sample.behind
    drawn: dict[str, tuple[plots.Draws, int]] = {"calibration": (plots.calibration_plot(y, found.predicted, behind), 0)}
    if card.kept.target == "binary":
        nought, one = card.words.get("sides", plots.GOOD_BAD)
        drawn["roc"] = plots.roc_plot(y, found.margins, (nought, one), behind), 0
        drawn["ks"] = plots.ks_plot(y, found.margins, (nought, one)), 0
    if index := plots.psi_of_cohorts(found.margins, known.cohorts, known.before):
        against = "the others" if known.before is None else "the clients learned from"
        drawn["psi"] = plots.psi_plot(index, against), 0
    drawn["contributions"] = plots.contributions_plot(known.told), len(plots.most_adding(known.told))
    if known.ablation:
        drawn["ablation"] = plots.ablation_plot(known.ablation, known.metric, _worse(known)), len(known.ablation)
    return drawn


def _picture(card: Card, plot: str) -> str:
    """A plot of the card, where it was drawn."""
    return f"![{card.label('plots', plot)}](images/{card.name}-{plot}.svg)" if plot in _drawn(card) else ""


def _head(card: Card) -> str:
    families = ", ".join(sorted(one.family for one in card.kept.fitted()))
    return card.say("head", card.kept.name, len(card.kept.columns), families)


def _data(card: Card) -> str:
    return _joined(card.own("data"), card.say("hash", card.kept.data))


def _columns(card: Card) -> str:
    rows = [(f"`{name}`", _meaning(card, name)) for name in card.kept.columns]
    return card.table(("column", "meaning"), rows, 2)


def _meaning(card: Card, column: str) -> str:
    """What a column is: in the card's own words, or as the portrait describes it."""
    own: Mapping[str, Mapping[str, str]] = card.words.get("columns", {})
    return own[column][card.language] if column in own else _described(card, column)


def _described(card: Card, column: str) -> str:
    return description(column)[0 if card.language == "zh" else 1]


def _chosen(card: Card) -> str:
    metrics = card.kept.metrics
    if not (lines := metrics.get("table")):
        return card.say("untold")
    by = metrics["metric"]
    ranked = sorted(lines, key=lambda line: -line["metrics"][by] * (-1 if by in _LOWER_IS_BETTER else 1))[:MOST_LINES]
    names = list(ranked[0]["metrics"])
    rows = [(" + ".join(line["learners"]), *(_shown(line["metrics"][name]) for name in names)) for line in ranked]
    told = card.say("choice", metrics["chosen"], by, len(ranked))
    return _joined(card.own("chosen"), told, card.table(("tried", *names), rows))


def _figures(card: Card) -> str:
    told = judged(card.kept.target, card.known.sample, card.known.found)
    names = [name for name in told if name != "rows" or card.known.sample.behind]
    rows = [(_figure_named(card, name), _shown(told[name])) for name in names]
    return _joined(
        card.own("held_out"), card.table(("figure", "value"), rows), _picture(card, "roc"), _picture(card, "ks")
    )


def _figure_named(card: Card, name: str) -> str:
    """The label of a figure, with the segment it is of."""
    figure, comma, segment = name.partition(", ")
    return f"{card.own_label(figure) or card.label('figures', figure)}{comma}{segment}"


def _calibration(card: Card) -> str:
    if card.kept.target != "binary":
        return _joined(card.say("mean"), _picture(card, "calibration"))
    sample = card.known.sample
    found = slope_interval(sample.y, card.known.found.predicted, sample.behind)
    return _joined(card.say("slope", _shown(found.value), _ends(found)), _picture(card, "calibration"))


def _drift(card: Card) -> str:
    known = card.known
    index = plots.psi_of_cohorts(known.found.margins, known.cohorts, known.before)
    if not index:
        return _untold(card, "cohorts")
    rows = [(name, _shown(value)) for name, value in index.items()]
    return _joined(card.own("cohorts"), card.say("psi"), card.table(("cohort", "value"), rows), _picture(card, "psi"))


def _contributions(card: Card) -> str:
    twin = card.known.twin
    told = [card.say("stability", twin.seeds, *map(_shown, twin.agreement))] if twin else []
    added = card.say("additive", _shown(card.known.told.base))
    return _joined(added, _riskiest(card), *told, _picture(card, "contributions"))


def _riskiest(card: Card) -> str:
    """The reason codes of the client rated riskiest, the first of equals."""
    known = card.known
    if card.kept.target != "binary":
        return ""
    of = card.words.get("of")
    client = int(np.argmax(known.found.margins))
    codes = reason_codes(known.told, known.sample.frame, client, of=(of["zh"], of["en"]) if of else OF_RISK)
    sentences = [one.reason.words()[card.language].removeprefix(_described(card, one.column)) for one in codes]
    lines = [
        f"- {_meaning(card, one.column)}{rest} (+{_shown(one.contribution)})"
        for one, rest in zip(codes, sentences, strict=True)
    ]
    return _joined(card.own("example") or card.say("riskiest"), "\n".join(lines))


def _ablation(card: Card) -> str:
    lost = card.known.ablation
    if not lost:
        return _untold(card, "ablation")
    names = sorted(lost, key=lambda name: (-lost[name].value, name))
    rows = [(name, _shown(lost[name].value), _ends(lost[name])) for name in names]
    return _joined(
        card.own("ablation"), card.table(("block", _worse(card.known), "interval"), rows), _picture(card, "ablation")
    )


def _worse(known: Judged) -> str:
    """What becomes of the metric when a model gets worse: an error is added, anything else lost."""
    return "added" if known.metric.lower() in _LOWER_IS_BETTER else "lost"


def _twin(card: Card) -> str:
    twin = card.known.twin
    if twin is None:
        return _untold(card, "twin")
    costs = [(name, _shown(cost.value), _ends(cost)) for name, cost in twin.cost.items()]
    rows = [(f"`{name}`", *(f"{share:.1%}" for share in shares)) for name, shares in sorted(twin.against.items())]
    heads = card.label("heads", "column"), card.say("plain"), card.say("bound")
    cost = card.table(("against", "lost", "interval"), costs)
    return _joined(card.own("twin"), card.say("twin"), cost, card.say("signs"), card.table(heads, rows))


def _fairness(card: Card) -> str:
    if not card.known.groups or card.kept.target != "binary":
        return _untold(card, "fairness")
    rows, gaps = [], []
    for axis, groups in sorted(card.known.groups.items()):
        sizes, found = _by_group(card.known, groups)
        for group, size in sizes.items():
            figure = found.get(group)
            words = (_shown(figure.value), _ends(figure)) if figure else (card.say("thin"), "")
            rows.append((axis, group, str(size), *words))
        gaps.append(_gap(card, axis, found))
    heads = ("axis", "group", "clients", "AUC", "interval")
    return _joined(card.own("fairness"), card.table(heads, rows, 2), *gaps)


def _gap(card: Card, axis: str, found: Mapping[str, Interval]) -> str:
    if len(found) < 2:
        return card.say("thin_axis", axis)
    best, least, gap = widest_gap(found)
    return card.say("gap", axis, _shown(gap.value), best, least, _ends(gap))


def _by_group(known: Judged, groups: Sequence[str]) -> tuple[dict[str, int], dict[str, Interval]]:
    """How many clients each group has, and the AUC of each that has enough."""
    named, sample, sizes, found = np.asarray(groups, object), known.sample, {}, {}
    for group in sorted(set(groups)):
        mine = named == group
        part = sample.taken(np.flatnonzero(mine))
        sizes[group] = len(set(part.clients))
        bad, good = (len({one for one, y in zip(part.clients, part.y, strict=True) if y == side}) for side in (1, 0))
        if sizes[group] >= LEAST_CLIENTS and min(bad, good) >= LEAST_OF_A_CLASS:
            found[group] = measures.auc_interval(part.y, known.found.margins[mine], part.behind)
    return sizes, found


def _roles(card: Card) -> str:
    who = card.kept.roles
    rows = [(card.label("roles", role), who.get(role) or card.say("nobody")) for role in ROLES if role != "retirement"]
    return card.table(("role", "who"), rows, 2)


def _untold(card: Card, key: str) -> str:
    """That something was not measured, and why, where the card's own words tell."""
    return _joined(card.say("untold"), card.own(key))


def _joined(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)


def _shown(value: Any) -> str:
    if isinstance(value, Mapping):
        return f"{value['value']:.4f} [{value['low']:.4f}, {value['high']:.4f}]"
    if value is None:
        return "–"
    return f"{value:.4f}" if isinstance(value, float) else str(value)


def _ends(found: Interval) -> str:
    return f"[{found.low:.4f}, {found.high:.4f}]"


def _paragraph(key: str) -> Callable[[Card], str]:
    return partial(Card.own, key=key)


_LOWER_IS_BETTER = frozenset({"brier", "log_loss", "mae"})
_SECTIONS: Mapping[str, Callable[[Card], str]] = {
    "purpose": _paragraph("purpose"),
    "data": _data,
    "columns": _columns,
    "chosen": _chosen,
    "figures": _figures,
    "calibration": _calibration,
    "drift": _drift,
    "contributions": _contributions,
    "ablation": _ablation,
    "twin": _twin,
    "fairness": _fairness,
    "looks": _paragraph("looks"),
    "limits": _paragraph("limits"),
    "roles": _roles,
}
