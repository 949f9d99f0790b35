"""What is wrong with a table is told with line and column, and without anything that stands in it."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from firmgraph.api.table_faults import faults_told, without_input
from firmgraph.errors import InvalidInput, NotFound, UnreadableFile
from firmgraph.profiling.models.answers import TABLE

NAMES = "tells,id,month,label,raw,segment,debt_ratio"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "table.csv"
    path.write_text(f"{NAMES},colour\nrisk,c-77,2024-01,1,,small,0.5,'blue'\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("detail", "told"),
    [
        ("line 2: c-77 stands twice in 2024-01", "line 2: … stands twice in 2024-01"),
        ("line 3: debt_ratio is not a number: \"'blue'\"", 'line 3: debt_ratio is not a number: "…"'),
        ("columns that are not known: colour", "columns that are not known: …"),
        ("12 months are too few", "12 months are too few"),
        ("the table tells of risk, not of utilisation", "the table tells of risk, not of utilisation"),
        ("scolour stays, being no word of it", "scolour stays, being no word of it"),
    ],
)
def test_cells_and_unknown_columns_are_not_repeated(file: Path, detail: str, told: str) -> None:
    assert without_input(InvalidInput(detail), file).detail == told


def test_the_path_is_not_told_and_kind_and_field_stay(file: Path) -> None:
    found = without_input(UnreadableFile(f"{file}: cannot be read as CSV", field="data"), file)
    assert (type(found), found.detail, found.field) == (UnreadableFile, "the table: cannot be read as CSV", "data")
    for field, told in (("debt_ratio", "debt_ratio"), ("颜色", "?"), ("c-77", "?"), (None, None)):
        assert without_input(NotFound("none", field=field), file).field == told
    assert without_input(InvalidInput("words"), file.with_name("none.csv")).detail == "words"


_CELLS = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters=',"…?'), min_size=5, max_size=20)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cell=_CELLS.map(lambda text: f"zQ9{text}"))
def test_no_cell_of_any_kind_is_repeated(tmp_path: Path, cell: str) -> None:
    path = tmp_path / "table.csv"
    rows = (f"risk,{cell},2024-01,1,,small,0.5", f"risk,{cell},2024-01,1,,small,0.5")
    for text in ((NAMES, *rows), (f"{NAMES},{cell}", f"{rows[0]},1"), (NAMES, rows[0].replace("0.5", cell))):
        path.write_text("\n".join((*text, "")), encoding="utf-8")
        with pytest.raises(InvalidInput) as caught, faults_told(path):
            TABLE.task("risk", path)
        assert "zQ9" not in caught.value.detail
        assert "zQ9" not in (caught.value.field or "")
