"""Rows of CSV files that models read: each with the line it begins on, and faults told with line and column."""

from pathlib import Path

import numpy as np
import pytest

from firmgraph.errors import InvalidInput, UnreadableFile
from firmgraph.profiling.models.csv_rows import numbers_of, read_rows


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "clients.csv"


def test_a_row_has_the_line_it_begins_on_though_cells_have_line_breaks(file: Path) -> None:
    file.write_text('\ufeffid,note,debt\r\nc1,"one\r\ntwo",1\r\n\r\nc2,"a, b", 2 \r\nc3,,\r\n', "utf-8", newline="")
    rows = read_rows(file, ["id", "debt"])
    assert [(row.line, dict(row)) for row in rows] == [
        (2, {"id": "c1", "note": "one\r\ntwo", "debt": "1"}),
        (5, {"id": "c2", "note": "a, b", "debt": "2"}),
        (6, {"id": "c3", "note": "", "debt": ""}),
    ]
    assert np.array_equal(numbers_of(rows, "debt"), [1.0, 2.0, np.nan], equal_nan=True)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("id,debt\nc1,1\nc2,1,9\n", "line 3: 3 cells, where the header has 2 columns"),
        ("id,debt\nc1\n", "line 2: 1 cells, where the header has 2 columns"),
        ("id,debt,debt\nc1,1,2\n", "line 1: columns named twice: debt"),
        ("id,,debt\nc1,1,2\n", "line 1: column 2 has no name"),
        ("id,note\nc1,1\n", "columns missing: debt"),
        ("id,debt\nc1,\0\n", "line 2: debt has a NUL character"),
        ("id,debt\n", "has no rows"),
        ("", "columns missing: debt"),
    ],
)
def test_what_is_no_table_is_refused_with_its_line(file: Path, text: str, words: str) -> None:
    file.write_text(text, "utf-8")
    with pytest.raises(InvalidInput, match=words):
        read_rows(file, ["debt"])


@pytest.mark.parametrize(("cell", "words"), [("much", "is not a number: 'much'"), ("-inf", "must be finite: -inf")])
def test_a_number_that_is_none_is_told_with_the_line_of_its_row(file: Path, cell: str, words: str) -> None:
    file.write_text(f'id,debt\n"c\n1",1\nc2,{cell}\n', "utf-8")
    with pytest.raises(InvalidInput, match=f"line 4: debt {words}"):
        numbers_of(read_rows(file), "debt")


def test_a_file_in_another_encoding_or_none_is_unreadable(file: Path) -> None:
    with pytest.raises(UnreadableFile, match="cannot be read as CSV"):
        read_rows(file)
    file.write_bytes("id,名称\nc1,\u7532\n".encode("gbk"))
    with pytest.raises(UnreadableFile, match="cannot be read as CSV"):
        read_rows(file)
