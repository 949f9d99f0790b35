import random
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

TABLES = 50_000


@pytest.fixture(scope="module")
def thresholds() -> ModuleType:
    """The benchmark, loaded from its file: the folder is no installed package."""
    path = Path(__file__).parents[3] / "benchmarks" / "thresholds.py"
    spec = spec_from_file_location("benchmarks_thresholds", path)
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[spec.name] = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.slow
@pytest.mark.parametrize("line", ["errors_at_a_quarter", "errors_at_half"])
def test_no_table_exactly_on_a_line_is_misjudged_and_floats_misjudge_some(thresholds: ModuleType, line: str) -> None:
    found = getattr(thresholds, line)(TABLES)
    assert (found.tables, found.exact) == (TABLES, 0)
    assert found.floating > 0


@pytest.mark.parametrize("beside", [-1, 1])
def test_one_part_in_a_hundred_million_beside_the_line_decides(thresholds: ModuleType, beside: int) -> None:
    chance, right = random.Random(beside), [beside > 0, beside > 0]
    quarters = (thresholds.quarter_table(chance, beside) for _ in range(2_000))
    packs = ("bo-2024-3", "bo-2017-235")
    assert thresholds.errors(quarters, thresholds.finally_holds, packs, right).exact == 0
    halves = (thresholds.half_table(chance, beside) for _ in range(2_000))
    packs = ("company-law-2018", "company-law-2023")
    assert thresholds.errors(halves, thresholds.controls, packs, right).exact == 0
