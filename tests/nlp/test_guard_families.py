"""Families of cues, each said with some words: denials, plans, questions, ends, other firms, and what only looks so."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.nlp.sentences import Sentence

FAMILIES: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "guard_families.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", FAMILIES)
def test_a_family_of_cues_is_read_alike_with_every_word(name: str) -> None:
    family = FAMILIES[name]
    wrong = [
        sentence.text
        for frame in family["sentences"]
        for word, tag in family["words"].items()
        if (sentence := _said(frame, word, tag, family)).faults()
    ]
    assert wrong == []


def _said(frame: str, word: str, tag: str, family: dict[str, Any]) -> Sentence:
    judged = ([tag], []) if family["present"] else ([], [tag])
    return Sentence(
        text=frame.replace("{w}", word),
        phenomenon="families",
        source=family["source"],
        field=family["field"],
        expected=judged[0],
        forbidden=judged[1],
    )
