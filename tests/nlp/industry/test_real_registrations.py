import pytest
from benchmarks.nlp_industry import DATA, labelled_rows
from tests.requirements import require

from firmgraph.nlp.industry import read_industries


@pytest.mark.data
def test_divisions_of_labelled_registrations() -> None:
    if not DATA.is_dir():
        require("data", "the real data sets are not beside the checkout")
    rows = list(labelled_rows())
    read = [read_industries(scope, name).found for name, scope, _ in rows]
    pairs = list(zip(read, (division for *_, division in rows), strict=True))
    first = sum(bool(found) and found[0].division == division for found, division in pairs)
    among = sum(any(one.division == division for one in found) for found, division in pairs)
    assert len(rows) == 300
    assert first >= 0.81 * len(rows)
    assert among >= 0.89 * len(rows)
