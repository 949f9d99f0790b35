"""Formats and encodings: the same rows come out of every accepted file, and every other file gets one clear line."""

import gzip
from pathlib import Path

import orjson
import pytest
import xlsxwriter

from firmgraph.errors import UnreadableFile
from firmgraph.graph.files.formats import open_table

HEADERS = ["企业名称", "经营范围"]
ROWS = [["澜州岚川食品有限公司", "食品销售；\n仓储"], ["云汀㐂商行", "批发，零售"]]
TEXT = '企业名称,经营范围\n澜州岚川食品有限公司,"食品销售；\n仓储"\n云汀㐂商行,"批发，零售"\n'


def read(path: Path, encoding: str | None = None) -> tuple[list[str], list[tuple[int, list[str]]]]:
    table = open_table(path, encoding=encoding)
    return table.headers, [(row.line, row.cells) for row in table.rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_csv_in_every_encoding(tmp_path: Path, encoding: str, newline: str) -> None:
    path = tmp_path / "registration.csv"
    path.write_bytes(TEXT.replace("\n", newline).encode(encoding))
    headers, rows = read(path)
    assert headers == HEADERS
    assert [cells[0] for _, cells in rows] == [row[0] for row in ROWS]
    assert [line for line, _ in rows] == [2, 4]


def test_a_named_encoding_is_used(tmp_path: Path) -> None:
    path = tmp_path / "registration.csv"
    path.write_bytes("name\n臺灣商行\n".encode("big5"))
    assert read(path, "big5")[1] == [(2, ["臺灣商行"])]
    with pytest.raises(UnreadableFile, match="not a known encoding"):
        read(path, "klingon")


def test_compressed_csv(tmp_path: Path) -> None:
    path = tmp_path / "registration.csv.gz"
    path.write_bytes(gzip.compress(TEXT.encode()))
    assert [cells for _, cells in read(path)[1]] == ROWS


def test_jsonl_xlsx_and_parquet_give_the_same_rows(tmp_path: Path) -> None:
    import pyarrow
    import pyarrow.parquet

    lines = tmp_path / "registration.jsonl"
    lines.write_bytes(b"\n".join(orjson.dumps(dict(zip(HEADERS, row, strict=True))) for row in ROWS))
    assert [row.cells[0] for row in open_table(lines).rows] == [dict(zip(HEADERS, row, strict=True)) for row in ROWS]
    book = xlsxwriter.Workbook(str(tmp_path / "registration.xlsx"))
    sheet = book.add_worksheet()
    for number, cells in enumerate([HEADERS, *ROWS]):
        sheet.write_row(number, 0, cells)
    book.close()
    assert read(tmp_path / "registration.xlsx") == (HEADERS, [(2, ROWS[0]), (3, ROWS[1])])
    columns = {header: [row[i] for row in ROWS] for i, header in enumerate(HEADERS)}
    pyarrow.parquet.write_table(pyarrow.table(columns), tmp_path / "registration.parquet")
    assert [cells for _, cells in read(tmp_path / "registration.parquet")[1]] == ROWS


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("absent.csv", None, "there is no such file"),
        ("empty.csv", b"", "is empty"),
        ("notes.docx", b"x", "not a known format"),
        ("binary.csv", b"PK\x03\x04\x00\x00\x00", "binary file"),
        ("lines.jsonl", b"[1, 2]\n", "not a JSON object"),
        ("sheet.xlsx", b"not a zip", "not an XLSX workbook"),
        ("table.parquet", b"PAR1 no", "not a Parquet file"),
        ("broken.csv.gz", b"\x1f\x8b\x08\x00 no", "cannot be read"),
    ],
)
def test_what_is_no_file_of_records_gets_one_clear_line(
    tmp_path: Path, name: str, content: bytes | None, words: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UnreadableFile, match=words) as caught:
        list(open_table(path).rows)
    assert "\n" not in caught.value.detail


def test_a_directory_is_not_a_table(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="is a directory"):
        open_table(tmp_path)


def test_a_workbook_that_unpacks_to_far_more_than_its_size_is_refused(tmp_path: Path) -> None:
    import zipfile

    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (120 << 20))
    with pytest.raises(UnreadableFile, match="refused"):
        open_table(path)


def test_a_quote_left_open_says_where(tmp_path: Path) -> None:
    path = tmp_path / "registration.csv"
    path.write_text('企业名称\n"' + "云" * (1 << 20) + "\n", encoding="utf-8")
    with pytest.raises(UnreadableFile, match="line 2"):
        list(open_table(path).rows)
