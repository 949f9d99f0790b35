from pathlib import Path

import pytest

from firmgraph.errors import InvalidInput, NotFound
from firmgraph.packs import pack_by_id, pack_files, pack_in_force, packs, packs_in_force, read_pack


def test_every_file_is_a_pack_named_by_its_id() -> None:
    assert {path.stem for path in pack_files()} == set(packs())


def test_the_day_chooses_the_packs_in_force() -> None:
    after = [pack.id for pack in packs_in_force("five-tier", "2023-07-01")]
    before = [pack.id for pack in packs_in_force("five-tier", "2023-06-30")]
    assert after == ["five-tier-2023-1", "five-tier-patent-003"]
    assert before == ["five-tier-patent-003"]


def test_a_chosen_pack_replaces_those_in_force() -> None:
    assert [pack.id for pack in packs_in_force("five-tier", "2025-06-30", ["five-tier-patent-003", "consent"])] == [
        "five-tier-patent-003"
    ]


def test_unknown_ids_and_families_are_told() -> None:
    with pytest.raises(NotFound) as error:
        pack_by_id("no-such-pack")
    assert "consent" in [pack["id"] for pack in error.value.extra["near"]]
    with pytest.raises(NotFound):
        pack_in_force("no-such-family", "2025-06-30")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a: [", "not YAML"),
        ("id: x", "family"),
        ("just words", "file"),
        (
            "{id: x, family: f, title: t, title_en: t, document: d, article: a, effective_from: '2025-01-02',"
            " effective_to: '2025-01-01',"
            " source_note: n, parameters: {}}",
            "effective_to",
        ),
    ],
)
def test_a_broken_pack_is_refused_with_its_name_and_reason(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "broken.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidInput) as error:
        read_pack(path)
    assert "broken.yaml" in error.value.detail
    assert told in error.value.detail
