"""Who stands for a kept model: signed after it was learned, in a chain, and never by one for his own work."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import orjson
import pytest
from tests.profiling.models.test_registry import MODEL

from firmgraph.errors import InvalidInput, NotFound
from firmgraph.profiling.models.registry import find, keep, put_name_to
from firmgraph.profiling.models.signatures import LONGEST


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    keep(tmp_path, MODEL)
    put_name_to(tmp_path, "risk", 1, {"development": "credit models"})
    return tmp_path


def lines(folder: Path) -> list[bytes]:
    return (folder / "risk-1.signed.jsonl").read_bytes().splitlines(keepends=True)


def test_a_model_is_tested_reviewed_and_approved_after_it_was_learned_and_its_file_stays(folder: Path) -> None:
    before = (folder / "risk-1.json").read_bytes()
    put_name_to(folder, "risk", 1, {"testing": "model risk", "review": "model risk"})
    kept = put_name_to(folder, "risk", 1, {"approval": "credit board"})
    assert kept.roles == find(folder, "risk").roles
    assert kept.roles == {
        "development": "credit models", "testing": "model risk", "review": "model risk", "approval": "credit board"
    }  # fmt: skip
    assert (folder / "risk-1.json").read_bytes() == before
    assert [orjson.loads(line)["role"] for line in lines(folder)] == ["development", "review", "testing", "approval"]


def test_the_last_signature_of_a_role_counts(folder: Path) -> None:
    put_name_to(folder, "risk", 1, {"approval": "credit board"})
    assert put_name_to(folder, "risk", 1, {"approval": "risk board"}).roles["approval"] == "risk board"


def test_a_retired_model_is_not_found_unasked_and_nothing_is_signed_of_it_any_more(folder: Path) -> None:
    put_name_to(folder, "risk", 1, {"retirement": "credit board"})
    with pytest.raises(NotFound, match="no model risk in use"):
        find(folder, "risk")
    assert find(folder, "risk", 1).roles["retirement"] == "credit board"
    with pytest.raises(InvalidInput, match="is retired"):
        put_name_to(folder, "risk", 1, {"approval": "credit board"})


@pytest.mark.parametrize("role", ["review", "approval"])
def test_nobody_reviews_or_approves_what_he_developed(folder: Path, role: str) -> None:
    with pytest.raises(InvalidInput, match=f"its {role} is for somebody else"):
        put_name_to(folder, "risk", 1, {role: " credit models"})
    with pytest.raises(InvalidInput, match=f"its {role} is for somebody else"):
        put_name_to(folder, "risk", 1, {"development": "one man", role: "one man"})


@pytest.mark.parametrize(
    ("roles", "words"),
    [
        ({}, "at least one role"),
        ({"blessing": "the bank"}, "unknown roles: blessing"),
        ({"approval": " "}, "who stands for approval"),
        ({"approval": "x" * (LONGEST + 1)}, "who stands for approval"),
        ({"approval": "a\nb"}, "who stands for approval"),
    ],
)
def test_what_cannot_be_signed_is_refused_and_leaves_the_signatures(
    folder: Path, roles: dict[str, str], words: str
) -> None:
    before = lines(folder)
    with pytest.raises(InvalidInput, match=words):
        put_name_to(folder, "risk", 1, roles)
    assert lines(folder) == before


def test_signatures_changed_left_out_moved_or_of_another_model_are_refused(folder: Path) -> None:
    put_name_to(folder, "risk", 1, {"testing": "model risk", "approval": "credit board"})
    path, whole = folder / "risk-1.signed.jsonl", lines(folder)
    changed = [line.replace(b"credit board", b"credit bored") for line in whole]
    for told in (changed, whole[1:], [whole[0], whole[2]], whole[::-1], [b"{}\n"], [b"[]\n"], [b"no\n"]):
        path.write_bytes(b"".join(told))
        with pytest.raises(InvalidInput, match="changed after it was signed"):
            find(folder, "risk")
    keep(folder, MODEL)
    (folder / "risk-2.signed.jsonl").write_bytes(b"".join(whole))
    with pytest.raises(InvalidInput, match=r"risk-2.signed.jsonl was changed"):
        find(folder, "risk", 2)


def test_signatures_made_at_once_are_all_kept(folder: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda who: put_name_to(folder, "risk", 1, {"testing": f"tester {who}"}), range(24)))
    told = [orjson.loads(line)["who"] for line in lines(folder)]
    assert sorted(told[1:]) == sorted(f"tester {who}" for who in range(24))
    assert find(folder, "risk").roles["testing"] == told[-1]


def test_there_is_no_signing_of_what_is_not_there(folder: Path) -> None:
    with pytest.raises(NotFound):
        put_name_to(folder, "risk", 2, {"approval": "credit board"})
    assert not (folder / "risk-2.signed.jsonl").exists()
