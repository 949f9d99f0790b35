"""The taxonomy: its groups, forms and inheritance, and what makes each tag and what near it does not."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from firmgraph.nlp.structured import FieldRecord
from firmgraph.nlp.tags import tag_texts
from firmgraph.nlp.taxonomy import TAXONOMY, TagRule, Taxonomy, taxonomy
from firmgraph.nlp.text import Source, Text, normal_form

GROUPS = {
    "qualification", "industry", "product_technology", "market", "financing_need", "operating_state",
    "risk", "litigation", "region", "scale", "ownership_form",
}  # fmt: skip
CASES: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "taxonomy_cases.yaml").read_text(encoding="utf-8"))
TODAY = date(2024, 1, 31)


def test_every_group_has_tags_and_every_label_is_its_own() -> None:
    tags = taxonomy().tags
    assert {tag.group for tag in tags} == set(taxonomy().groups) == GROUPS
    assert len(tags) >= 150
    assert (
        len({(tag.group, tag.label_zh) for tag in tags})
        == len({(tag.group, tag.label_en) for tag in tags})
        == len(tags)
    )


def test_keywords_are_written_in_normal_form() -> None:
    words = [word for tag in taxonomy().tags for word in tag.keywords + tag.exclusions]
    assert words == [normal_form(word) for word in words]


def test_the_words_of_field_rules_are_written_in_plain_form() -> None:
    tests = [test for tag in taxonomy().tags for rule in tag.from_fields for test in rule.fields.values()]
    words = [word for test in tests for word in (*test.equals, *test.contains, *test.lacks, *test.codes)]
    assert words == [normal_form(word).strip().lower() for word in words]


def test_a_tag_takes_over_from_its_group_what_it_does_not_say() -> None:
    tags = {tag.id: tag for tag in taxonomy().tags}
    assert tags["risk.penalty"].guards == taxonomy().groups["risk"].guards
    assert tags["risk.penalty"].half_life_days == 730
    assert tags["risk.dishonest"].half_life_days == 1825
    assert tags["industry.software_it"].sources == {"registration", "customer"}


@pytest.mark.parametrize(
    "change",
    [
        {"unless": ["risk.nothing"]},
        {"keywords": ["失"]},
        {"keywords": [], "from_fields": []},
        {"from_fields": [{"kind": "penalty", "fields": {}}]},
        {"from_fields": [{"kind": "penalty", "fields": {"penalty": {}}}]},
        {"id": "risk.overdue"},
    ],
)
def test_a_faulty_taxonomy_is_refused(change: dict[str, Any]) -> None:
    data = yaml.safe_load(TAXONOMY.read_text(encoding="utf-8"))
    Taxonomy.model_validate(data)
    tags = [{**tag, **change} if tag["id"] == "risk.penalty" else tag for tag in data["tags"]]
    with pytest.raises(ValidationError):
        Taxonomy.model_validate({**data, "tags": tags})


def _made_by(case: Any) -> set[str]:
    if isinstance(case, str):
        return _tags([Text("note", "diligence", "text", str(TODAY), case)], [])
    if "scope" in case:
        return _tags([Text("firm", "registration", "scope", None, case["scope"])], [])
    return _tags([], [FieldRecord("record", case["kind"], "registration", None, case["fields"])])


def _tags(texts: list[Text], records: list[FieldRecord]) -> set[str]:
    return {tag.tag for tag in tag_texts(texts, TODAY, records).tags}


@pytest.mark.parametrize("tag", CASES)
def test_a_tag_is_made_by_what_says_it_and_not_by_what_denies_it(tag: str) -> None:
    assert tag in _made_by(CASES[tag]["makes"])
    assert tag not in _made_by(CASES[tag]["makes_not"])


def test_every_tag_has_a_case() -> None:
    assert set(CASES) == {tag.id for tag in taxonomy().tags}


@pytest.mark.parametrize("tag", [tag for tag in taxonomy().tags if not tag.needs], ids=lambda tag: tag.id)
def test_every_keyword_alone_makes_its_tag(tag: TagRule) -> None:
    source: Source = min(tag.sources, default="registration")
    field = min(tag.fields, default="text")
    unmade = [
        word
        for word in tag.keywords
        if tag.id not in _tags([Text("record", source, field, str(TODAY), f"{word}。")], [])
    ]
    assert unmade == []
