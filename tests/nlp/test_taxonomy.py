import pytest
from pydantic import ValidationError

from firmgraph.nlp.taxonomy import Taxonomy, taxonomy
from firmgraph.nlp.text import normal_form

GROUPS = {
    "qualification", "industry", "product_technology", "market", "financing_need", "operating_state",
    "risk", "litigation", "region", "scale", "ownership_form",
}  # fmt: skip


def test_every_group_has_tags_and_every_label_is_its_own() -> None:
    tags = taxonomy().tags
    assert {tag.group for tag in tags} == set(taxonomy().groups) == GROUPS
    assert len(tags) >= 70
    assert (
        len({(tag.group, tag.label_zh) for tag in tags})
        == len({(tag.group, tag.label_en) for tag in tags})
        == len(tags)
    )


def test_keywords_are_written_in_normal_form() -> None:
    words = [word for tag in taxonomy().tags for word in tag.keywords + tag.exclusions]
    assert words == [normal_form(word) for word in words]


def test_a_tag_takes_over_from_its_group_what_it_does_not_say() -> None:
    tags = {tag.id: tag for tag in taxonomy().tags}
    assert tags["risk.penalty"].guards == taxonomy().groups["risk"].guards
    assert tags["risk.penalty"].half_life_days == 730
    assert tags["risk.dishonest"].half_life_days == 1825
    assert tags["industry.software_it"].sources == {"registration", "customer"}


@pytest.mark.parametrize(
    "change", [{"unless": ["risk.nothing"]}, {"keywords": ["失"]}, {"keywords": []}, {"id": "risk.overdue"}]
)
def test_a_faulty_taxonomy_is_refused(change: dict[str, object]) -> None:
    data = taxonomy().model_dump()
    tags = [{**tag, **change} if tag["id"] == "risk.penalty" else tag for tag in data["tags"]]
    with pytest.raises(ValidationError):
        Taxonomy.model_validate({**data, "tags": tags})
