"""How often the relation of two companies is FinRE's, against the majority and TF-IDF with a linear separator.

`python -m benchmarks.nlp_relations` learns the model on the training sentences and writes the file that ships.
"""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np
from numpy.typing import NDArray

from firmgraph.nlp.relations import relations_in
from firmgraph.nlp.relations.features import ReadText
from firmgraph.nlp.relations.model import SYMMETRIC, RelationModel
from firmgraph.nlp.relations.training import (
    NO_RELATION,
    Example,
    fitted,
    labelled_pairs,
    learn,
    plain,
    read_examples,
)

ROOT = Path(__file__).parents[1]
DATA = ROOT.parent / "shared" / "data" / "relations"
TRAIN, VALID = DATA / "finre_train.txt", DATA / "finre_valid.txt"
GOAL = "macro-F1 and micro-F1 above the majority's and TF-IDF + linear's, intervals of the differences above 0"
DRAWS = 1000
FOLDS = 5
_STAKES = "持股 拥有 入股 增持 注资 收购 成立 合资 拟收购"
FITTING: Mapping[str, str] = {
    **dict.fromkeys(("holding", "subsidiary", "founding", "investment", "acquisition"), _STAKES),
    "planned_acquisition": "拟收购 收购 重组 商讨", "disposal": "减持 转让", "transfer": "转让 减持 交易 收购",
    "merger": "合并 重组 收购", "guarantee": "帮助", "supply": "订单 交易 合作 买资", "debt": "欠款 帮助 纠纷",
    "dispute": "纠纷 竞争", "joint_venture": "合资 合作 成立", "cooperation": "合作 签约 合资 商讨",
    "contract": "签约 合作 订单 交易",
    "competition": "竞争 纠纷", "same_group": "拥有 自己 持股", "trade": "订单 交易 买资", "concert": "合作 持股 拥有",
}  # fmt: skip
"""The labels of FinRE, without direction, that say what a kind of this package says."""


def run() -> Mapping[str, Any]:
    """Figures on the validation sentences, and by cross-validation in the training ones: none was learned from."""
    examples, valid = training_examples(), read_examples(VALID)
    model = learn(examples, TRAIN.read_bytes())
    told = {
        "majority": np.full(len(valid), "unknown"),
        "TF-IDF + linear, names as they are": _linear(examples, valid, marked=False),
        "TF-IDF + linear, names marked": _linear(examples, valid, marked=True),
        "ours": ours(model, valid),
    }
    validated = _compared(valid, told)
    crossed = {f"cross-validated {name}": value for name, value in _compared(examples, _crossed(examples)).items()}
    return {**validated, **crossed, **_certain(model, valid), **_told(valid), **_fast(), "goal": GOAL}


def _crossed(examples: Sequence[Example]) -> dict[str, NDArray[np.str_]]:
    """What the two best say of each training row, learned from four fifths of the sentences without its own."""
    folds = np.array([sha256(f"x{each.sentence}".encode()).digest()[-1] % FOLDS for each in examples])
    told = {name: np.full(len(examples), "unknown", dtype="<U8") for name in ("TF-IDF + linear, names marked", "ours")}
    for fold in range(FOLDS):
        rest = [each for each, place in zip(examples, folds, strict=True) if place != fold]
        held = [each for each, place in zip(examples, folds, strict=True) if place == fold]
        told["TF-IDF + linear, names marked"][folds == fold] = _linear(rest, held, marked=True)
        told["ours"][folds == fold] = ours(fitted(rest), held)
    return told


def _compared(valid: Sequence[Example], told: Mapping[str, NDArray[np.str_]]) -> dict[str, Any]:
    """The measures of each way with their intervals, and the paired differences of ours to each other one."""
    gold = np.array([example.from_head(example.label) for example in valid])
    sentences = np.unique([example.sentence for example in valid], return_inverse=True)[1]
    draws = _draws(sentences)
    found = {name: _figures(gold, each, draws) for name, each in told.items()}
    figures: dict[str, Any] = {"pairs": len(gold), "sentences": int(sentences.max()) + 1}
    for row, measure in enumerate(("micro-F1", "macro-F1", "micro-F1 without unknown")):
        for name, values in found.items():
            figures[f"{measure}, {name}"] = round(float(values[row, 0]), 3)
            figures[f"{measure} interval, {name}"] = _interval(values[row, 1:])
        for name in list(told)[:-1]:
            figures[f"{measure}, ours less {name}"] = _interval((found["ours"] - found[name])[row, 1:])
    return figures


def _certain(model: RelationModel, valid: Sequence[Example]) -> dict[str, Any]:
    """How often guesses of a confidence are right, and the share of pairs told and right at each least confidence."""
    pairs = labelled_pairs(valid)
    guesses = model.guesses([(ReadText(plain(each.sentence)), each.pair) for each in pairs])
    labels = model.labels_of([(ReadText(plain(each.sentence)), each.pair) for each in pairs])
    asked = [index for index, label in enumerate(labels) if label != NO_RELATION]
    sure = np.array([guesses[index].confidence for index in asked])
    right = np.array([labels[index] in pairs[index].labels for index in asked])
    figures: dict[str, Any] = {"guesses of a relation": len(asked), "mean confidence": round(float(sure.mean()), 3)}
    for low, high in pairwise((0.0, 0.3, 0.5, 0.7, 0.9, 1.0)):
        within = (sure >= low) & (sure < high)
        if within.any():
            means = round(float(sure[within].mean()), 2), round(float(right[within].mean()), 2)
            figures[f"confidence and share right, {low} to {high}"] = (*means, int(within.sum()))
    for least in (0.0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9):
        kept = sure >= least
        if kept.any():
            share = round(float(kept.sum() / len(pairs)), 3), round(float(right[kept].mean()), 3)
            figures[f"share of pairs told and share right at {least}"] = share
    return figures


def _fast() -> dict[str, float]:
    """Processor milliseconds for 1,000 characters dense with names of firms."""
    one, other = "恒远商贸有限公司", "南山机械有限公司"
    units = {"guarantees": f"{one}为{other}提供担保、", "dealings": f"据悉,{one}近日与{other}就项目进展进行了交流。"}
    figures: dict[str, float] = {}
    for name, unit in units.items():
        text = (unit * 2_000)[:10_000]
        relations_in(text)
        begun = process_time()
        relations_in(text)
        figures[f"ms for 1,000 characters of {name}"] = round((process_time() - begun) * 100, 1)
    return figures


def training_examples() -> list[Example]:
    """The training rows without those of the sentences that are in the validation file as well."""
    seen = {example.sentence for example in read_examples(VALID)}
    return [example for example in read_examples(TRAIN) if example.sentence not in seen]


def ours(model: RelationModel, valid: Sequence[Example]) -> NDArray[np.str_]:
    """The labels told from the head by a model."""
    told = model.labels_of([(ReadText(plain(example.sentence)), example.pair) for example in valid])
    return np.array([example.from_head(label) for example, label in zip(valid, told, strict=True)])


def _linear(examples: Sequence[Example], valid: Sequence[Example], *, marked: bool) -> NDArray[np.str_]:
    """Characters 1-3 by TF-IDF with a linear separator; marked, head and tail are replaced by one sign each."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.svm import LinearSVC

    vectors = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), min_df=2, sublinear_tf=True)
    texts = [[_marked(each) if marked else each.sentence for each in rows] for rows in (examples, valid)]
    learned = vectors.fit_transform(texts[0])
    model = LinearSVC(random_state=0).fit(learned, [example.from_head(example.label) for example in examples])
    return np.asarray(model.predict(vectors.transform(texts[1])))


def _marked(example: Example) -> str:
    pair, signs = example.pair, "乙甲" if example.backward else "甲乙"
    rest = example.sentence[max(pair.first.end, pair.second.end) :]
    return example.sentence[: pair.first.start] + signs[0] + pair.between + signs[1] + rest


def _draws(sentences: NDArray[np.int64]) -> NDArray[np.int64]:
    """How often each row counts: once in the first draw, then by sentences drawn with replacement."""
    count = int(sentences.max()) + 1
    generator = np.random.default_rng(0)
    drawn = [np.bincount(generator.integers(0, count, count), minlength=count)[sentences] for _ in range(DRAWS)]
    return np.stack([np.ones(len(sentences), dtype=np.int64), *drawn])


def _figures(gold: NDArray[np.str_], told: NDArray[np.str_], draws: NDArray[np.int64]) -> NDArray[np.float64]:
    """Micro-F1, macro-F1 over the labels in the gold, and micro-F1 of all but unknown, a column for each draw."""
    labels = np.unique(np.concatenate([gold, told]))
    is_gold, is_told = gold[:, None] == labels, told[:, None] == labels
    right = draws @ (is_gold & is_told)
    wanted, given = draws @ is_gold, draws @ is_told
    each = 2 * right / np.maximum(wanted + given, 1)
    known = labels != "unknown"
    total = np.maximum((wanted + given)[:, known].sum(axis=1), 1)
    macro = each.sum(axis=1, where=wanted > 0) / (wanted > 0).sum(axis=1)
    return np.stack([right.sum(axis=1) / draws.sum(axis=1), macro, 2 * right[:, known].sum(axis=1) / total])


def _interval(values: NDArray[np.float64]) -> tuple[float, float]:
    low, high = np.quantile(values, (0.025, 0.975))
    return round(float(low), 3), round(float(high), 3)


def _told(valid: Sequence[Example]) -> dict[str, Any]:
    """What `relations_in` tells of the pairs, by origin: how many pairs, and the share that a label of FinRE fits."""
    labels: dict[tuple[str, int, int], set[str]] = {}
    for example in valid:
        pair = example.pair
        labels.setdefault((example.sentence, pair.first.start, pair.second.start), set()).add(example.label)
    fits: dict[str, list[bool]] = {"rule": [], "learned": []}
    seen = {(e.sentence, e.pair.first.start, e.pair.second.start): e.pair for e in valid}
    apart = {key: pair for key, pair in seen.items() if pair.first.end <= pair.second.start}
    for (sentence, *_), pair in apart.items():
        known = labels[sentence, pair.first.start, pair.second.start]
        for one in relations_in(plain(sentence), [pair.first, pair.second]):
            backward = not one.symmetric and one.source == pair.second
            wanted = FITTING.get(one.kind, "").split()
            fits[one.origin].append(any(_fits(label, wanted, backward, one.symmetric) for label in known))
    figures: dict[str, Any] = {"distinct pairs apart": len(apart)}
    for origin, right in fits.items():
        figures |= {f"told by {origin}": len(right), f"share fitting, {origin}": round(float(np.mean(right)), 3)}
    return figures


def _fits(label: str, wanted: Sequence[str], backward: bool, symmetric: bool) -> bool:
    """Whether a label told from the company named first says the same, in the same direction where it has one."""
    bare = label.removeprefix("被")
    has_direction = bare not in SYMMETRIC and not symmetric
    return bare in wanted and (not has_direction or label.startswith("被") == backward)


def main() -> None:
    """Write the model file that ships."""
    learn(training_examples(), TRAIN.read_bytes()).save()


if __name__ == "__main__":
    main()
