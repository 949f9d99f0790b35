"""Chinese words for the identifiers that reasons name."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from firmgraph.graph.records.credit import GUARANTEE_TYPES, REPAYMENTS
from firmgraph.graph.records.customer import PURPOSES

_FILE = Path(__file__).parent / "data" / "labels.yaml"


@cache
def _labels() -> Mapping[str, Any]:
    labels: Mapping[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return labels


@cache
def _words() -> Mapping[str, str]:
    stated = {word: zh for table in (PURPOSES, GUARANTEE_TYPES, REPAYMENTS) for zh, word in table.items()}
    return {**stated, **_labels()["words"]}


def rule_zh(rule: str) -> str:
    """Return the Chinese name of a product's rule; an unknown rule keeps its own."""
    return str(_labels()["rules"].get(rule, rule))


def word_zh(word: str) -> str:
    """Return the Chinese word of a vocabulary's English one; any other text stays as it is."""
    return _words().get(word, word)
