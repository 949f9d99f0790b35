"""Firms with their purchase and sales invoices: what risk of default and rating are learned from and judged on.

Columns come from the invoices and from the name, which the bank knows before it lends: its words tell the legal form
and the trade. The rating is never a column for default, for it is given by who knows of the default; nor is the code of
a firm, for firms are listed by size.
"""

from collections.abc import Mapping
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np

from firmgraph.errors import InvalidInput
from firmgraph.nlp.industry import read_industries
from firmgraph.profiling.models.invoices_features import BLOCKS, BOTH, columns, features
from firmgraph.profiling.models.invoices_file import SIDES, Firm, Ledgers, is_folder_of_invoices, read_ledgers
from firmgraph.profiling.models.learners import Learner
from firmgraph.profiling.models.selection import Folds
from firmgraph.profiling.models.task import Sample, Task

SECTIONS = {"C": "make", "E": "build", "F": "trade", "I": "software", "L": "business", "M": "technology"}
"""The sections of GB/T 4754 that a name may point to, and the column of each."""
_FORMS = {"form_liability": "有限责任公司", "form_branch": "分公司", "form_company": "公司"}
_CORE = ("sales_amount", "sales_months_10k")


def blocks() -> dict[str, list[str]]:
    """The columns by kind of information: each block of invoices for both sides, their margin, and the name."""
    of_invoices = {name: [column for side in SIDES for column in columns(name, side)] for name in BLOCKS}
    return {**of_invoices, "margin": list(BOTH), "name": [*(f"name_{told}" for told in SECTIONS.values()), *_FORMS]}


def candidates() -> dict[str, Learner]:
    """The ways that are tried: logistic regression on sales with no, one and two blocks more, and trees on all.

    No block is preferred, so that folds alone tell which ones say more than chance.
    """
    own = blocks()
    ways = {"logistic on sales alone": Learner("logistic", {"only": list(_CORE)})}
    for size in (1, 2):
        for names in combinations(sorted(own), size):
            only = [*_CORE, *(column for name in names for column in own[name])]
            ways[f"logistic on sales, {', '.join(names)}"] = Learner("logistic", {"only": sorted(set(only))})
    trees = {"depth": 2, "rate": 0.05, "rounds": 100, "least_leaf": 5.0, "columns": 0.3, "rows": 0.7}
    return {
        **ways,
        "logistic on all": Learner("logistic", {"ridge": 100.0}),
        "XGBoost on all": Learner("xgboost", trees),
    }


def recognised(path: Path) -> bool:
    """Tell whether a path is a folder of firms and their invoices."""
    return is_folder_of_invoices(path)


def task_of(path: Path) -> Task:
    """Return what the risk of default is learned from: the firms whose default is told, by their invoices and names.

    Raises UnreadableFile, or InvalidInput where no firm's default is told.
    """
    every = sample_of(path, {})
    known = every.labelled()
    if not known.ids:
        raise InvalidInput("no firm's default is told", field="data")
    return Task(
        "risk",
        known,
        None,
        candidates(),
        Folds(5, 6, 20263),
        blocks=blocks(),
        context={"not_told": len(every.ids) - len(known.ids), "left_out": ["信誉评级", "企业代号"]},
    )


def sample_of(path: Path, context: Mapping[str, Any]) -> Sample:
    """Return the firms of a folder with their columns; a default that is not told is NaN. The context is not needed."""
    ledgers = read_ledgers(path)
    default = np.array([firm.default for firm in ledgers.firms])
    return Sample([firm.code for firm in ledgers.firms], frame_of(ledgers), default, ["all"] * len(default))


def frame_of(ledgers: Ledgers) -> dict[str, list[float]]:
    """Return the columns of firms, from their invoices and the words of their names."""
    named = [_of_name(firm) for firm in ledgers.firms]
    return {**features(ledgers), **{column: [one[column] for one in named] for column in named[0]}}


def _of_name(firm: Firm) -> dict[str, float]:
    """How surely the words of a name tell each section, and its legal form; what is masked (***) tells nothing."""
    words = firm.name.replace("*", "").removeprefix("个体经营").replace(firm.code, "")
    read = read_industries("", words).found if words else ()
    told = {f"name_{name}": 0.0 for name in SECTIONS.values()}
    for one in read:
        if one.section in SECTIONS:
            told[f"name_{SECTIONS[one.section]}"] += one.confidence
    return told | {column: float(form in words) for column, form in _FORMS.items()}
