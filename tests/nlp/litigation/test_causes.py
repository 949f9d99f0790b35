"""The taxonomy of causes, and the cause a text names."""

import pytest
import yaml

from firmgraph.nlp.litigation.causes import CAUSES, Causes, causes, find_cause
from firmgraph.nlp.taxonomy import taxonomy


def test_there_are_many_causes_each_with_labels() -> None:
    rules = [cause for group in causes().groups for cause in group.causes]
    assert len(rules) >= 100
    assert all(cause.label_zh and cause.label_en.isascii() for cause in rules)


def test_groups_make_tags_of_the_taxonomy() -> None:
    known = {tag.id for tag in taxonomy().tags}
    assert {group.tag for group in causes().groups if group.tag} <= known


@pytest.mark.parametrize(
    ("text", "name", "group"),
    [
        ("甲与乙建设工程施工合同纠纷一案", "建设工程施工合同纠纷", "construction"),
        ("案由：居间合同纠纷".replace("：", ":"), "居间合同纠纷", "agency"),
        ("此前的离婚纠纷已结,现因甲与乙买卖合同纠纷一案", "买卖合同纠纷", "sale"),
        ("涉及金融借款合同纠纷", "金融借款合同纠纷", "loan"),
        ("案由:某种新的争议", "某种新的争议", "other"),
    ],
)
def test_the_cause_of_a_case(text: str, name: str, group: str) -> None:
    found = find_cause(text)
    assert found is not None
    assert (found.value.name, found.value.group) == (name, group)
    assert text[found.start : found.end] == name


def test_no_cause() -> None:
    assert find_cause("双方签订合同") is None


def test_one_name_stands_for_one_cause() -> None:
    data = yaml.safe_load(CAUSES.read_text(encoding="utf-8"))
    data["groups"][0]["causes"].append({"id": "again", "label_zh": "买卖合同纠纷", "label_en": "again"})
    with pytest.raises(ValueError, match="two causes"):
        Causes.model_validate(data)
