"""What officers are told of firms whose holders are not all known: unknown, and never nobody."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from firmgraph.api.app import create_app
from firmgraph.cli.entry import run
from firmgraph.graph.load import LoadOptions, load_files
from firmgraph.graph.store import open_store

FIRMS = """来源,记录号,采集日期,统一社会信用代码,企业名称,法定代表人,注册资本
gsxt,r-empty,2025-01-01,91990101MA9000001N,汐川机械有限公司,云栖甲,1000000
gsxt,r-unknown,2025-01-01,91990101MA9000002R,汐川商贸有限公司,云栖甲,1000000
"""
HOLDERS = """来源,记录号,采集日期,企业,股东,股东主体类型,持股比例
gsxt,s-unknown,2025-01-01,91990101MA9000002R,云栖乙,person,40%
"""


@pytest.fixture(scope="module")
def made_store(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("made")
    return _loaded(folder, {"registration": FIRMS, "shareholding": HOLDERS})


def _loaded(folder: Path, tables: dict[str, str]) -> str:
    for kind, text in tables.items():
        (folder / f"{kind}.csv").write_text(text, encoding="utf-8")
    url = f"sqlite:///{folder}/made.db"
    with open_store(url) as store:
        load_files(store, [folder / f"{kind}.csv" for kind in tables], LoadOptions(quarantine=folder / "bad"))
    return url


@pytest.fixture(scope="module")
def client(made_store: str) -> Iterator[TestClient]:
    with TestClient(create_app(made_store)) as client:
        yield client


def asked(client: TestClient, firm: str, question: str) -> Any:
    answer = client.get(f"/v1/enterprises/{firm}/{question}", params={"as_of": "2025-06-30"})
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize(("firm", "share"), [("汐川机械有限公司", "100 %"), ("汐川商贸有限公司", "60 %")])
def test_control_of_a_firm_of_unknown_holders_cannot_be_told(
    firm: str, share: str, client: TestClient, made_store: str, capsys: pytest.CaptureFixture[str]
) -> None:
    body = asked(client, firm, "controller")
    assert (body["type"], body["certainty"], body["controllers"]) == ("unknown", "suspected", [])
    assert body["words"] == {
        "zh": f"无法判断实际控制人：{share}的表决权情况不明",
        "en": f"who controls it cannot be told: {share} of the votes are in unknown hands",
    }
    assert run(["controller", firm, "--as-of", "2025-06-30", "--store", made_store]) == 0
    assert body["words"]["zh"] in capsys.readouterr().out


def test_who_answers_for_a_firm_of_unknown_holders_is_suspected(
    client: TestClient, made_store: str, capsys: pytest.CaptureFixture[str]
) -> None:
    body = asked(client, "汐川机械有限公司", "beneficial-owners")
    [owner] = body["owners"]
    assert (owner["name"], owner["standard"], owner["certainty"]) == ("云栖甲", "manager", "suspected")
    assert "标准1至3不能完全验证，法定代表人" in owner["why"]["zh"]
    assert owner["why"]["en"].endswith("standards 1 to 3 cannot be fully tested; legal representative")
    assert body["exempt"]["verdict"] == "UNKNOWN"
    assert run(["owners", "汐川机械有限公司", "--as-of", "2025-06-30", "--store", made_store]) == 0
    assert body["notes"][0]["zh"] in capsys.readouterr().out
