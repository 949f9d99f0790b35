"""The list of rows does not rot: every row is there with tests of its name, and every mutation still fits its file."""

import pytest

from tests.mutations.page import PAGE, rows_page
from tests.mutations.rows import LAST, ROOT, named_after_rows, read_outcome, rows
from tests.mutations.tree import copied


def test_every_row_of_the_documents_is_listed_once() -> None:
    wanted = [f"{digit}-{number:02d}" for digit, last in LAST.items() for number in range(1, last + 1)]
    assert list(rows()) == wanted


@pytest.mark.parametrize("number", rows())
def test_every_row_has_tests_of_its_name(number: str) -> None:
    assert named_after_rows().get(number)


def test_no_test_is_named_after_a_row_that_is_not_listed() -> None:
    assert set(named_after_rows()) - set(rows()) == set()


@pytest.mark.parametrize("number", rows())
def test_what_a_mutation_changes_stands_once_in_its_file(number: str) -> None:
    for mutation in rows()[number].mutations:
        text = (ROOT / mutation.file).read_text(encoding="utf-8")
        assert text.count(mutation.old) == 1, f"{mutation.file}: {mutation.old!r}"
        assert mutation.new != mutation.old


def test_every_mutation_was_noticed_by_a_test_of_its_row() -> None:
    outcome = read_outcome()
    assert {number: len(killers) for number, killers in outcome.items()} == {
        number: len(row.mutations) for number, row in rows().items()
    }
    assert all(set(killers) <= set(named_after_rows()[number]) for number, killers in outcome.items())


def test_the_page_of_rows_is_fresh() -> None:
    assert PAGE.read_text(encoding="utf-8") == rows_page(), "run make reference"


@pytest.mark.slow
def test_a_broken_rule_is_noticed_and_then_mended(tmp_path_factory: pytest.TempPathFactory) -> None:
    tree = copied(tmp_path_factory.mktemp("tree"))
    assert tree.holds_its_own_code()
    [mutation, *_] = rows()["4-19"].mutations
    before = (tree.folder / mutation.file).read_text(encoding="utf-8")
    with tree.broken(mutation):
        assert tree.run(named_after_rows()["4-19"][:1]).failed == named_after_rows()["4-19"][0]
    assert (tree.folder / mutation.file).read_text(encoding="utf-8") == before
    assert tree.run(named_after_rows()["4-19"][:1]).passed
