"""The commands about loan products: load a file, read a bank's pages, show the classes."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
import yaml

from firmgraph.cli.entry import run

PAGE = {
    "file": "order.html",
    "title": "岚汀订单贷",
    "sections": {"产品简介": "以应收账款质押的贷款。", "申请条件": "企业成立满2年以上。\n本行要求的其他条件。"},
}
MENU = {"file": "list.html", "title": "公司贷款", "sections": {"_": "岚汀订单贷\n岚汀快贷"}}
NOTICE = {"file": "news.html", "title": "公告", "sections": {"通知": "营业时间调整，敬请谅解。"}}


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    path = tmp_path / "pages.json"
    path.write_text(json.dumps([PAGE, MENU, NOTICE]), encoding="utf-8")
    return path


def ran(*words: str | Path) -> int:
    return run([str(word) for word in words])


def test_pages_become_a_product_file_that_loads_and_has_classes(
    pages: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, store = tmp_path / "products.yaml", f"sqlite:///{tmp_path}/firm.db"
    assert ran("products", "pages", pages, "--out", file) == 0
    told = capsys.readouterr().err
    assert "1 products; 1 pages only list others" in told
    assert "no section is known of: 公告" in told
    assert ran("products", "load", file, "--source", "desk", "--store", store, "--json") == 0
    assert json.loads(capsys.readouterr().out)["new"] == 1
    assert ran("products", "load", file, "--source", "desk", "--store", store) == 0
    assert ran("products", "classes", "--store", store, "--json") == 0
    printed = capsys.readouterr().out
    (own,) = json.loads(printed[printed.index("{") :])["classes"]
    assert (own["name"], own["members"]) == ("应收订单质押", ["order"])


def test_pages_are_printed_without_a_file(pages: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ran("products", "pages", pages) == 0
    (product,) = yaml.safe_load(capsys.readouterr().out)["products"]
    assert [one["text"] for one in product["conditions"][:2]] == ["企业成立满2年以上", "本行要求的其他条件"]


def test_a_broken_product_file_is_one_line_and_exit_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "products.yaml"
    file.write_text("- {product_id: P1, name: x, conditions: [{rule: min_yaers}]}\n", encoding="utf-8")
    words: Sequence[str | Path] = ("products", "load", file, "--store", f"sqlite:///{tmp_path}/firm.db")
    assert ran(*words) == 1
    assert "products.yaml, line 1: condition 1: no rule min_yaers" in capsys.readouterr().err


def test_classes_of_the_invented_economy_are_shown(world_store: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert ran("products", "classes", "--store", world_store, "--as-of", "2025-06-30") == 0
    printed = capsys.readouterr().out
    assert "税票信用·随借随还" in printed
    assert "T101" in printed
