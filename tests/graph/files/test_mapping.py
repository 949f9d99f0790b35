"""Mappings: foreign headers, units, words, lookups and cases, checked before use."""

from pathlib import Path

import pytest
from tests.graph.rows import FIXTURES

from firmgraph.errors import InvalidInput
from firmgraph.graph.files.mapping import Translator, read_mapping

GOOD = """
version: 1
title: test
files:
  - match: "edges.csv"
    source: vendor
    lookups: {names: {file: nodes.csv, key: node, value: name, where: {kind: enterprise}}}
    by: relation
    cases:
      invest: {kind: shareholding,
               columns: {holder: "{src|names}", enterprise: "{dst|names}", subscribed: weight, ratio: part},
               units: {subscribed: 万元, ratio: per_cent}, nothing: ["***"]}
  - match: "*.csv"
    case: {kind: registration, columns: {name: n, region: "{省} {市}", status: s}, values: {status: {开着: active}},
           constants: {type: 有限责任公司}}
"""


def translator(tmp_path: Path, name: str) -> Translator:
    (tmp_path / "m.yaml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "nodes.csv").write_text(
        "node,kind,name\n1,enterprise,甲公司\n2,enterprise,乙公司\n3,person,张三\n", encoding="utf-8"
    )
    found = read_mapping(tmp_path / "m.yaml").find(Path(name))
    assert found is not None
    return Translator(found, tmp_path)


def test_lookups_units_and_cases(tmp_path: Path) -> None:
    reading = translator(tmp_path, "edges.csv")
    cells = {"src": "1", "dst": "2", "weight": "1,080.0", "part": "25", "relation": "invest"}
    case = reading.case_of(cells)
    assert case is not None
    assert reading.columns(case, cells) == {
        "holder": "甲公司",
        "enterprise": "乙公司",
        "subscribed": "1,080.0万元",
        "ratio": "25%",
    }
    assert reading.case_of({"relation": "unheard"}) is None
    assert "holder" not in reading.columns(case, {**cells, "src": "3"})


def test_templates_words_and_constants(tmp_path: Path) -> None:
    reading = translator(tmp_path, "firms.csv")
    cells = {"n": "丙公司", "省": "N/A", "市": "云汀", "s": "开着"}
    case = reading.case_of(cells)
    assert case is not None
    assert reading.columns(case, cells) == {
        "type": "有限责任公司",
        "name": "丙公司",
        "region": "云汀",
        "status": "active",
    }


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("kind: registration", "kind: nonsense"), "not a record kind"),
        (("region:", "regoin:"), "has no column regoin"),
        (("{src|names}", "{src|nomes}"), "no lookup nomes"),
        (("by: relation", "bye: relation"), "bye"),
        (("version: 1", "version: one"), "version"),
        (("files:", "files: ["), "not a YAML file"),
    ],
)
def test_a_wrong_mapping_is_refused_with_its_place(tmp_path: Path, change: tuple[str, str], words: str) -> None:
    path = tmp_path / f"{abs(hash(change))}.yaml"
    path.write_text(GOOD.replace(*change), encoding="utf-8")
    with pytest.raises(InvalidInput, match=words):
        read_mapping(path)


def test_a_mapping_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="no such mapping"):
        read_mapping(tmp_path / "none.yaml")


@pytest.mark.parametrize("path", sorted((FIXTURES / "mappings").glob("*.yaml")), ids=lambda p: p.name)
def test_the_ready_mappings_are_right(path: Path) -> None:
    assert read_mapping(path).files
