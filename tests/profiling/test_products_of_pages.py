"""Pages of banks read into products: an invented bank's, and the real ones where they are at hand."""

import json
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sklearn.metrics import adjusted_rand_score
from tests.profiling.rows import stored
from tests.requirements import require

from firmgraph.errors import FirmgraphError
from firmgraph.graph.records import KINDS
from firmgraph.profiling.catalogue import Product, product_of
from firmgraph.profiling.classes import classify, side_of
from firmgraph.profiling.conditions_judged import check_condition
from firmgraph.profiling.page_limits import limits_of
from firmgraph.profiling.product_pages import PageProducts, page_rules, products_of, read_pages, sentences

REAL = Path(__file__).parents[3] / "shared" / "data" / "products" / "rural_bank_loan_products.json"
CONDITIONS = r"条件|对象|适合客户|用途|额度|期限"
PAGES = [
    {"file": "list.html", "title": "公司贷款", "sections": {"_": "岚汀订单贷\n岚汀安居贷\n0990-5550000"}},
    {"file": "news.html", "title": "公告", "sections": {"通知": "本行网点调整营业时间，敬请谅解。"}},
    {
        "file": "order.html",
        "title": "岚汀订单贷",
        "sections": {
            "产品简介": "为取得订单的企业发放的、以应收账款质押的贷款，随借随还。",
            "适用客户": "1、与核心企业有稳定供应关系的中小企业；\n2、订单充足的制造企业。",
            "申请条件": "1.企业成立满2年以上；\n2.年销售收入不低于500万元；\n3.资产负债率不超过70%，经营正常；\n"
            "4.无不良信用记录；\n5.本行要求的其他条件。",
            "额度与期限": "贷款额度最高300万元，贷款期限最长2年。\n首笔贷款不超过订单金额的60%。\n0990-5550000",
        },
    },
    {
        "file": "home.html",
        "title": "岚汀安居贷",
        "sections": {
            "产品定义": "用于购买住房的按揭贷款。\n【适用对象】本市居民，须同时具备以下条件：\n"
            "具有完全民事行为能力的自然人。\n有稳定收入。",
            "贷款期限": "授信最长期限为3年，期限内单笔贷款最长期限不超过1年。",
        },
    },
]


def read(pages: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {row["product_id"]: row for row in products_of(pages).products}


def as_product(row: dict[str, Any]) -> Product:
    return product_of(stored("product", row, row["product_id"]))


def test_menus_make_no_product_and_are_counted() -> None:
    found = products_of(PAGES)
    assert (found.menus, found.unread) == (("公司贷款",), ("公告",))
    assert [row["product_id"] for row in found.products] == ["order", "home"]


def test_columns_are_told_by_words_and_limits() -> None:
    order = as_product(read(PAGES)["order"])
    assert (order.amount_max, order.term_max, order.revolving) == (Decimal(3_000_000), 24, True)
    assert (order.guarantee_types, order.repayment_methods) == (("pledge",), ("revolving",))
    assert order.purposes == ("supply_chain", "procurement", "working_capital")
    bills = {
        "file": "bill",
        "title": "商业票据换开",
        "sections": {"产品定义": "以商业承兑汇票质押，换开银行承兑汇票。"},
    }
    assert read([bills])["bill"]["purposes"] == ["procurement"]
    home = as_product(read(PAGES)["home"])
    assert (home.term_max, home.guarantee_types, home.clients) == (12, ("mortgage",), ("person",))


def test_a_condition_is_a_rule_or_a_part_of_one_or_words() -> None:
    found = [
        (one.get("rule") or one.get("expression"), one.get("value"), one.get("partial", False))
        for one in read(PAGES)["order"]["conditions"]
    ]
    assert found == [
        ("client_kind", ["enterprise"], True),
        ("min_years", "2", False),
        ("min_revenue", "5000000", False),
        ("max_debt_ratio", "0.7", True),
        ("open_overdue <= 0 and open_enforcements <= 0", None, True),
        (None, None, False),
        ("columns", ["amount_max", "term_max"], False),
        (None, None, False),
    ]


def test_several_audiences_are_one_condition_for_one_of_them_is_enough() -> None:
    first = read(PAGES)["order"]["conditions"][0]
    assert first["text"] == "与核心企业有稳定供应关系的中小企业；订单充足的制造企业"


def test_what_follows_a_list_of_conditions_are_conditions_each() -> None:
    texts = [one["text"] for one in read(PAGES)["home"]["conditions"]]
    assert texts[:3] == ["本市居民，须同时具备以下条件：", "具有完全民事行为能力的自然人", "有稳定收入"]


@pytest.mark.parametrize(
    ("sentence", "found", "whole"),
    [
        ("贷款额度最高可至100万元", {"amount_max": [1_000_000]}, True),
        ("贷款额度可高至0.5亿元，授信期限最长3年", {"amount_max": [50_000_000], "term_max": [36]}, True),
        ("单个借款人贷款最高额度不超过20万元（含）", {"amount_max": [200_000]}, True),
        ("单个车位的贷款额度最多不超过10万元（含）", {}, False),
        ("个人住房最高不超过20万元，商业用房最高不超过30万元", {"amount_max": [200_000, 300_000]}, False),
        ("贷款期限不超过6个月", {"term_max": [6]}, True),
        ("贷款额度最高为所购房屋价值的70%", {}, False),
    ],
)
def test_limits_of_a_sentence(sentence: str, found: dict[str, list[int]], whole: bool) -> None:
    assert limits_of(sentence, page_rules()) == (found, whole)


@pytest.mark.parametrize(
    "content", ["{", "{}", '[{"title": "x"}]', '[{"file": "a", "title": "x", "sections": {"a": 1}}]']
)
def test_a_broken_file_of_pages_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "pages.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(FirmgraphError, match=r"pages\.json"):
        read_pages(path)
    with pytest.raises(FirmgraphError, match="no such file"):
        read_pages(tmp_path / "none.json")


@pytest.fixture(scope="module")
def real() -> PageProducts:
    if not REAL.is_file():
        require("data", "the real data sets are not beside the checkout")
    return read_pages(REAL)


def stated_conditions(page: dict[str, Any]) -> list[str]:
    """The sentences of the sections whose heading speaks of conditions, read here on its own."""
    found: list[str] = []
    for name, text in page["sections"].items():
        part = text if re.search(CONDITIONS, name) and "资料" not in name else text.partition("【适用对象】")[2]
        lines = [re.sub(r"^\d+[.、]", "", line) for line in part.split("\n") if not re.fullmatch(r"[\d-]+", line)]
        found += [one.strip() for line in lines for one in re.split("[。；]", line) if one.strip()]
    return found


@pytest.mark.data
def test_every_condition_of_the_real_products_is_in_exactly_one_condition_of_the_record(real: PageProducts) -> None:
    pages = {Path(page["file"]).stem: page for page in json.loads(REAL.read_text(encoding="utf-8"))}
    assert (len(real.products), len(real.menus), real.unread) == (26, 7, ())
    for row in real.products:
        kept = Counter(one for condition in row["conditions"] for one in sentences(condition.get("text", "")))
        assert kept == Counter(stated_conditions(pages[row["product_id"]]))


@pytest.mark.data
def test_the_real_products_load_and_every_condition_can_be_judged_or_is_words(real: PageProducts) -> None:
    products = [as_product(row) for row in real.products]
    for condition in (condition for product in products for condition in product.conditions):
        check_condition(condition)
        assert condition.rule or condition.text
    stated = [condition for product in products for condition in product.conditions]
    assert sum(not condition.is_words for condition in stated) > len(stated) / 3
    assert {kind for product in products for kind in product.clients} >= {"person", "enterprise", "sole_trader"}
    assert all(KINDS["product"].read(dict(row)).payload()["text"] for row in real.products)


@pytest.mark.data
def test_row_4_10_the_real_products_fall_into_stable_classes_of_one_side_each(real: PageProducts) -> None:
    products = [as_product(row) for row in real.products]
    sides = {one.product_id: side_of(one) for one in products}
    whole = places(products)
    assert all(len({sides[member] for member in own.members}) == 1 for own in classify(products))
    scores = []
    for seed in range(20):
        some = Random(seed).sample(products, 21)
        scores.append(adjusted_rand_score([whole[one.product_id] for one in some], list(places(some).values())))
    assert sum(scores) / len(scores) >= 0.8


def places(products: list[Product]) -> dict[str, int]:
    found = {member: n for n, own in enumerate(classify(products)) for member in own.members}
    return {one.product_id: found[one.product_id] for one in products}
