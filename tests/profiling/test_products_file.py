"""Product files: read whole, or refused with the line and the reason while what was in force stays in force."""

from pathlib import Path

import pytest
from tests.profiling.rows import MakeStore, product_row

from firmgraph.errors import FirmgraphError, InvalidInput, UnreadableFile
from firmgraph.graph.elements import Moment
from firmgraph.graph.prepared import Heading
from firmgraph.profiling.catalogue import Product, read_catalogue
from firmgraph.profiling.product_file import load_products, read_products

DAY = Moment("2025-06-30")
GOOD = """\
source: product_desk
observed_at: 2025-06-20
products:
  - product_id: P1
    name: 岚汀订单贷
    amount_max: 300万元
    term_max: 24
    rate_min: 4.5%
    guarantee_types: [质押]
    valid_from: 2025-01-01
    conditions:
      - {rule: min_years, value: 2}
      - {expression: "revenue >= 5000000", zh: 年营业收入, en: yearly revenue}
      - {text: 本行要求的其他条件}
  - 产品编号: P2
    产品名称: 岚汀快贷
"""


def written(folder: Path, text: str, name: str = "products.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_product_file_becomes_products(make_store: MakeStore, tmp_path: Path) -> None:
    store = make_store([])
    assert load_products(store, written(tmp_path, GOOD)).new == 2
    one, other = read_catalogue(store, DAY).products
    assert (one.name, one.guarantee_types, one.since) == ("岚汀订单贷", ("pledge",), "2025-01-01")
    assert [condition.rule for condition in one.conditions] == ["min_years", "revenue >= 5000000", "本行要求的其他条件"]
    assert (other.product_id, other.since) == ("P2", "2025-06-20")


def test_a_csv_of_products_is_read_alike(make_store: MakeStore, tmp_path: Path) -> None:
    text = 'product_id,name,conditions\nP1,岚汀订单贷,"[{""rule"": ""min_years"", ""value"": 2}]"\n'
    path = written(tmp_path, text, "product.csv")
    store = make_store([])
    assert load_products(store, path, Heading("product_desk", "2025-06-20")).new == 1
    assert read_catalogue(store, DAY).products[0].conditions[0].rule == "min_years"
    with pytest.raises(InvalidInput, match=r"product\.csv, line 3: condition 1: no rule min_yaers"):
        read_products(written(tmp_path, text + text.splitlines()[1].replace("years", "yaers") + "\n", "product.csv"))


BROKEN = [
    ("  - product_id: P3\n", 17, "name: Field required"),
    ("  - {product_id: P1, name: x}\n", 17, "product_id: P1 stands in this file twice"),
    ("  - {product_id: P3, name: x, amount_max: much}\n", 17, "amount_max: "),
    ("  - {product_id: P3, name: x, amuont_max: 1}\n", 17, "no column of a product: amuont_max"),
    ("  - {product_id: P3, name: x, guarantee_types: [gold]}\n", 17, "guarantee_types: not one of the words"),
    ("  - product_id: P3\n    name: x\n    name: y\n", 19, "name is stated twice"),
    (
        "  - {product_id: P3, name: x, conditions: [{rule: min_yaers, value: 1}]}\n",
        17,
        "condition 1: no rule min_yaers",
    ),
    ("  - {product_id: P3, name: x, conditions: [{rule: min_years, valeu: 1}]}\n", 17, "condition 1: valeu means"),
    (
        "  - {product_id: P3, name: x, conditions: [{expression: 'revenue >='}]}\n",
        17,
        "condition 1: 'revenue >=' is no",
    ),
    (
        "  - {product_id: P3, name: x, conditions: [{expression: 'revenu > 1'}]}\n",
        17,
        "condition 1: 'revenu > 1' names",
    ),
    ("  - {product_id: P3, name: x, conditions: [{value: 1}]}\n", 17, "conditions: not a JSON list"),
    ("  - only words\n", 17, "not a product"),
    ("  - {product_id: P3, name: [}\n", 17, "not YAML"),
    ("\t- x\n", 17, "not YAML"),
]


@pytest.mark.parametrize(("added", "line", "reason"), BROKEN)
def test_a_broken_product_file_is_refused_with_line_and_reason_and_the_old_one_stays_in_force(
    make_store: MakeStore, tmp_path: Path, added: str, line: int, reason: str
) -> None:
    store = make_store([product_row("P1", name="在架产品", source="product_desk")])
    before = read_catalogue(store, DAY).products
    with pytest.raises(InvalidInput) as raised:
        load_products(store, written(tmp_path, GOOD + added))
    assert raised.value.detail.startswith(f"products.yaml, line {line}: {reason}")
    after = read_catalogue(store, DAY).products
    assert after == before
    assert [one.name for one in after] == ["在架产品"]


@pytest.mark.parametrize("text", ["", "[]", "products: []", "just words", "products: {a: 1}", "shelf: 1\nproducts: []"])
def test_a_file_without_products_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(FirmgraphError, match=r"products\.yaml"):
        read_products(written(tmp_path, text))


def test_a_file_that_is_not_there_or_no_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="no such file"):
        read_products(tmp_path / "none.yaml")
    (tmp_path / "bytes.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UnreadableFile, match="not UTF-8"):
        read_products(tmp_path / "bytes.yaml")


def test_a_later_file_changes_its_products_and_leaves_the_others(make_store: MakeStore, tmp_path: Path) -> None:
    store = make_store([])
    load_products(store, written(tmp_path, GOOD))
    later = GOOD.replace("2025-06-20", "2025-06-25").replace("岚汀订单贷", "岚汀订单贷二").split("  - 产品编号")[0]
    assert load_products(store, written(tmp_path, later)).changed == 1
    names = {one.product_id: one.name for one in read_catalogue(store, DAY).products}
    assert names == {"P1": "岚汀订单贷二", "P2": "岚汀快贷"}


def test_the_same_file_again_changes_nothing(make_store: MakeStore, tmp_path: Path) -> None:
    store, path = make_store([]), written(tmp_path, GOOD)
    load_products(store, path)
    first: tuple[Product, ...] = read_catalogue(store, DAY).products
    assert load_products(store, path).unchanged == 2
    assert read_catalogue(store, DAY).products == first
