"""Firms by their invoices: the figures by hand, what is never a column, and default told of firms not seen."""

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.profiling.models import ledger_folders
from tests.profiling.models.ledger_folders import Row

from firmgraph.errors import InvalidInput, UnreadableFile
from firmgraph.profiling.models import measures
from firmgraph.profiling.models.invoices import blocks, candidates, recognised, sample_of, task_of
from firmgraph.profiling.models.invoices_features import MONTHS, features
from firmgraph.profiling.models.invoices_file import read_ledgers
from firmgraph.profiling.models.selection import Folds, held_out_margins

GOOD, VOID = "有效发票", "作废发票"
FIRMS: tuple[Row, ...] = (("E2", "***商贸有限公司", "A", "否"), ("E1", "个体经营E1", "D", "是"))
SALES: tuple[Row, ...] = (
    ("E2", "2019/12/3", "B1", 1000, 30, GOOD),
    ("E2", "2019/12/9", "B1", -200, -6, GOOD),
    ("E2", "2019/11/9", "B2", 12000, 360, GOOD),
    ("E2", "2019/11/9", "B2", 999999, 0, VOID),
    ("E9", "2019/11/9", "B2", 5, 0, GOOD),
)
PURCHASES: tuple[Row, ...] = (("E2", "2020/1/5", "A1", 100, 17, GOOD), ("E1", "2019/10/5", "A1", 50, 0, VOID + " "))


def _of(folder: Path) -> dict[str, dict[str, float]]:
    ledgers = read_ledgers(folder)
    found = features(ledgers)
    return {firm.code: {name: found[name][place] for name in found} for place, firm in enumerate(ledgers.firms)}


def test_the_figures_of_a_firm_by_hand(tmp_path: Path) -> None:
    told = _of(ledger_folders.write(tmp_path / "a", FIRMS, SALES, PURCHASES))["E2"]
    gross = 1030 + 12360
    assert told["sales_amount"] == pytest.approx(math.log1p(gross - 206))
    assert told["sales_number"] == pytest.approx(math.log(4))
    assert told["sales_void"] == 0.25
    assert told["sales_negative"] == pytest.approx(1 / 3)
    assert told["sales_returned"] == pytest.approx(206 / gross)
    assert told["sales_rate"] == pytest.approx(0.03)
    assert told["sales_largest"] == pytest.approx(12360 / gross)
    assert told["sales_top"] == pytest.approx(12360 / (gross - 206))
    assert told["sales_partners"] == pytest.approx(math.log(3))
    assert told["sales_months_10k"] == pytest.approx(1 / MONTHS)
    assert (told["sales_active"], told["sales_gap"], told["sales_since"]) == (2 / MONTHS, 0, 1)
    assert told["purchases_rate"] == pytest.approx(0.17)
    assert told["purchases_active"] == 0  # the last month may not be whole
    assert told["loss_months"] == 0


def test_a_firm_without_valid_invoices_is_not_told_rather_than_clean(tmp_path: Path) -> None:
    told = _of(ledger_folders.write(tmp_path / "a", FIRMS, SALES, PURCHASES))["E1"]
    assert (told["sales_amount"], told["sales_months_10k"], told["purchases_void"]) == (0, 0, 1)
    for name in ("sales_void", "sales_top", "sales_rate", "sales_since", "purchases_top", "together"):
        assert math.isnan(told[name])


def test_compressed_files_tell_the_same_and_the_order_of_rows_means_nothing(tmp_path: Path) -> None:
    first = _of(ledger_folders.write(tmp_path / "a", FIRMS, SALES, PURCHASES))
    second = _of(ledger_folders.write(tmp_path / "b", FIRMS[::-1], SALES[::-1], PURCHASES[::-1], packed=True))
    for code, told in first.items():
        assert told == pytest.approx(second[code], nan_ok=True)


def test_neither_rating_nor_code_is_a_column_and_blocks_hold_every_column(tmp_path: Path) -> None:
    folder = ledger_folders.economy(tmp_path / "a")
    task = task_of(folder)
    assert {name for block in blocks().values() for name in block} == set(task.known.frame)
    firms = read_ledgers(folder).firms
    renamed = [(f"F{place}", firm.name, "ABCD"[place % 4], "") for place, firm in enumerate(firms)]
    rows = {f"{name}.csv": (folder / f"{name}.csv").read_text(encoding="utf-8") for name in _FILES}
    for place, firm in enumerate(firms):
        rows = {name: text.replace(f"\n{firm.code},", f"\nF{place},") for name, text in rows.items()}
    other = ledger_folders.write(tmp_path / "b", renamed, (), ())
    for name, text in rows.items():
        (other / name).write_text(text, encoding="utf-8")
    blind = sample_of(other, {})
    assert np.isnan(blind.y).all()
    for name, values in task.known.frame.items():
        assert list(blind.frame[name]) == pytest.approx(list(values), nan_ok=True)


_FILES = ("att1_output_invoice", "att1_input_invoice")


def test_default_of_firms_not_seen_is_told(tmp_path: Path) -> None:
    task = task_of(ledger_folders.economy(tmp_path / "a"))
    ways = candidates()
    for name in ("logistic on sales alone", "logistic on sales, rates", "XGBoost on all"):
        margins = held_out_margins(ways[name], task.known.frame, task.known.y, Folds(4))[0]
        assert measures.auc(task.known.y, margins) > 0.75


def test_firms_whose_default_is_not_told_are_not_learned_from(tmp_path: Path) -> None:
    firms = (*FIRMS, ("E3", "***药房", "", ""))
    folder = ledger_folders.write(tmp_path / "a", firms, SALES, PURCHASES)
    assert task_of(folder).known.ids == ["E2", "E1"]
    assert task_of(folder).context["not_told"] == 1
    assert recognised(folder)
    assert not recognised(tmp_path)
    with pytest.raises(InvalidInput, match="no firm's default"):
        task_of(ledger_folders.write(tmp_path / "b", [("E2", "***", "", "")], SALES, PURCHASES))


@pytest.mark.parametrize(
    ("firms", "sale", "words"),
    [
        ([("E2", "***", "A", "也许")], SALES[0], "neither 是 nor 否"),
        ([("E2", "***", "E", "是")], SALES[0], "no rating E"),
        ([FIRMS[0], FIRMS[0]], SALES[0], "listed twice"),
        ([], SALES[0], "no firms"),
        (FIRMS, ("E2", "2019-12-03", "B1", 1, 0, GOOD), "no day like"),
        (FIRMS, ("E2", "2019/12/3", "B1", 1, 0, "红字"), "neither 有效发票"),
        (FIRMS, ("E2", "2019/12/3", "B1", "inf", 0, GOOD), "missing or infinite: 金额"),
        (FIRMS, ("E7", "2019/12/3", "B1", 1, 0, GOOD), "no invoice of a firm"),
    ],
)
def test_what_cannot_be_is_refused(tmp_path: Path, firms: Any, sale: Row, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        read_ledgers(ledger_folders.write(tmp_path / "a", firms, [sale], [("E8", *sale[1:])]))


def test_files_that_are_missing_or_no_invoices_are_refused(tmp_path: Path) -> None:
    folder = ledger_folders.write(tmp_path / "a", FIRMS, SALES, PURCHASES)
    (folder / "att1_input_invoice.csv").write_text("企业代号,金额\nE1,2\n", encoding="utf-8")
    with pytest.raises(UnreadableFile, match="cannot be read as invoices"):
        read_ledgers(folder)
    (folder / "att1_input_invoice.csv").unlink()
    with pytest.raises(UnreadableFile, match=r"no att1_input_invoice\.csv"):
        read_ledgers(folder)
