"""The tricky sentences of `cases/*.yaml`: tags that must be made, tags that must not."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from firmgraph.nlp.tags import TagResult, tag_texts
from firmgraph.nlp.taxonomy import taxonomy
from firmgraph.nlp.text import Text

CASES = [
    (path.stem, case)
    for path in sorted((Path(__file__).parent / "cases").glob("*.yaml"))
    for case in yaml.safe_load(path.read_text(encoding="utf-8"))
]


def _parameters() -> list[Any]:
    return [
        pytest.param(
            case, id=f"{file}-{case['text']}", marks=[pytest.mark.xfail(strict=True)] if case.get("gap") else []
        )
        for file, case in CASES
    ]


def _tags(case: dict[str, Any]) -> TagResult:
    source = case.get("source", "diligence")
    texts = [Text("record-1", source, case.get("field", "text"), "2024-01-31", case["text"])]
    texts += [Text("record-1", source, field, "2024-01-31", value) for field, value in case.get("siblings", {}).items()]
    return tag_texts(texts)


@pytest.mark.parametrize("case", _parameters())
def test_the_sentence_makes_the_expected_tags_and_no_forbidden_one(case: dict[str, Any]) -> None:
    made = {tag.tag for tag in _tags(case).tags}
    assert set(case.get("expected", [])) <= made
    assert not set(case.get("forbidden", [])) & made


def test_cases_name_known_tags_and_are_many() -> None:
    known = {tag.id for tag in taxonomy().tags}
    named = {tag for _, case in CASES for tag in case.get("expected", []) + case.get("forbidden", [])}
    assert named <= known
    assert len(CASES) >= 40
