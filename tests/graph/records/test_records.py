"""Record kinds: headers, required columns, companions of parties, personal numbers."""

import json
import re

import pytest
from pydantic import ValidationError
from tests.graph.rows import FIXTURES, code

from firmgraph.graph.files.headers import known_headers, required_columns
from firmgraph.graph.prepared import Heading, prepare
from firmgraph.graph.records import KINDS

PERSON = "11010519491231002X"
KINDS_OF_THE_CONTRACT = [
    "registration",
    "shareholding",
    "position",
    "relation",
    "branch",
    "contact",
    "change",
    "qualification",
    "litigation",
    "enforcement",
    "penalty",
    "pledge",
    "credit_report",
    "credit_account",
    "repayment",
    "guarantee",
    "enquiry",
    "blacklist",
    "customer",
    "consent",
    "application",
    "diligence",
    "statement",
    "invoice",
    "bank_flow",
    "news",
    "product",
    "deal",
    "behaviour",
]


def test_every_kind_of_the_contract_is_there() -> None:
    assert set(KINDS_OF_THE_CONTRACT) <= set(KINDS)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_column_has_a_chinese_header_and_no_two_columns_share_one(kind: str) -> None:
    columns: dict[str, str] = {}
    for name, info in KINDS[kind].model_fields.items():
        assert info.title, name
        assert re.search("[一-鿿]", info.title), name
        assert info.title not in columns, f"{name} and {columns.get(info.title)}"
        columns[info.title] = name


def test_headers_are_known_in_both_languages() -> None:
    known = known_headers("shareholding")
    assert known["持股比例"] == known["ratio"] == "ratio"
    assert known["股东证件号"] == known["holder_id"] == "holder_id"
    assert required_columns("shareholding") == ["enterprise", "holder"]


def test_a_missing_required_column_names_it() -> None:
    with pytest.raises(ValidationError) as caught:
        KINDS["shareholding"].read({"enterprise": "岚川食品有限公司"})
    assert caught.value.errors()[0]["loc"] == ("holder",)


def test_a_party_is_read_with_its_companions() -> None:
    row = KINDS["shareholding"].read(
        {
            "enterprise": "岚川食品有限公司",
            "enterprise_id": code(1),
            "holder": "张三",
            "holder_id": PERSON,
            "ratio": "60%",
        }
    )
    payload = row.payload()
    assert payload["enterprise"] == {"name": "岚川食品有限公司", "uscc": code(1), "kind": "enterprise"}
    assert payload["holder"]["kind"] == "person"
    assert payload["holder"]["name"] == "张三"
    assert payload["ratio"] == 60_000_000


def test_a_persons_number_is_never_kept_in_clear() -> None:
    row = {"enterprise": code(1), "holder": PERSON, "备注": f"证件 {PERSON}"}
    kept = prepare(
        "shareholding", KINDS["shareholding"].read({k: v for k, v in row.items() if k != "备注"}), row, Heading("gsxt")
    )
    assert PERSON not in json.dumps(kept, ensure_ascii=False)
    assert "110*************2X" in kept.received


@pytest.mark.parametrize("number", [PERSON[:-1] + "1", "11010519490231002X"])
def test_row_3_04_who_speaks_for_a_client_is_checked_as_any_party(number: str) -> None:
    client = {"customer_no": "C1", "enterprise": code(1), "registered_at": "2025-01-01", "contact": "张三"}
    payload = KINDS["customer"].read({**client, "contact_id": PERSON, "phone": "13900000000"}).payload()
    assert payload["contact"].keys() == {"name", "person", "masked", "kind"}
    assert (payload["contact"]["kind"], payload["phone"]) == ("person", "13900000000")
    with pytest.raises(ValidationError) as caught:
        KINDS["customer"].read({**client, "contact_id": number})
    assert caught.value.errors()[0]["loc"] == ("contact",)


def test_the_same_content_is_one_record_whatever_its_headers() -> None:
    english = prepare(
        "change", KINDS["change"].read({"enterprise": code(1), "item": "名称", "date": "2024/1/2"}), {}, Heading("gsxt")
    )
    chinese = prepare(
        "change",
        KINDS["change"].read({"enterprise": code(1), "item": "名称", "date": "2024年1月2日"}),
        {},
        Heading("gsxt"),
    )
    assert english.uid == chinese.uid


def test_a_bare_stake_above_one_is_refused() -> None:
    with pytest.raises(ValidationError) as caught:
        KINDS["shareholding"].read({"enterprise": code(1), "holder": "张三", "ratio": "25"})
    assert caught.value.errors()[0]["type"] == "share_ambiguous"


def test_vocabularies_take_chinese_and_english_words() -> None:
    for word in ("存续", "active"):
        assert KINDS["registration"].read({"name": "岚川食品有限公司", "status": word}).payload()["status"] == "active"
    with pytest.raises(ValidationError) as caught:
        KINDS["registration"].read({"name": "岚川食品有限公司", "status": "兴旺"})
    assert caught.value.errors()[0]["type"] == "vocabulary"


def test_the_fixture_world_has_a_file_of_every_kind() -> None:
    stems = {path.name.split(".")[0] for path in (FIXTURES / "world").iterdir()}
    assert set(KINDS_OF_THE_CONTRACT) <= stems
