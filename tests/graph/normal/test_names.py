"""Names compare in one form and read as organisations or persons."""

import pytest

from firmgraph.graph.normal.names import looks_like_organisation, name_key


@pytest.mark.parametrize(
    "text", ["云汀（集团）有限公司", "云汀(集团)有限公司", " 云汀 （集团）有限公司 ", "云汀【集团】有限公司*"]
)
def test_writings_of_one_name_have_one_key(text: str) -> None:
    assert name_key(text) == "云汀(集团)有限公司"


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("澜州市岚川食品有限公司", True),
        ("吕汀国", False),
        ("欧阳汀国", False),
        ("岚川商行", True),
        ("买买提·艾力", False),
    ],
)
def test_organisations_and_persons(name: str, is_one: bool) -> None:
    assert looks_like_organisation(name) is is_one
