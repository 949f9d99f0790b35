"""Firms and their purchase and sales invoices, from a folder as the 2020 contest on lending to small firms gave it.

`att1_enterprise.csv` lists the firms with name, rating (A to D) and default; the invoices stand in
`att1_input_invoice.csv` and `att1_output_invoice.csv`, each of which may be compressed (.gz).
"""

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as table_reader

from firmgraph.errors import InvalidInput, UnreadableFile
from firmgraph.profiling.models.coding import Numbers
from firmgraph.profiling.models.selection import Rows
from firmgraph.profiling.models.utilisation import Flags

FIRMS = "att1_enterprise.csv"
SIDES = {"sales": ("att1_output_invoice.csv", "购方单位代号"), "purchases": ("att1_input_invoice.csv", "销方单位代号")}
RATINGS = ("D", "C", "B", "A")
"""The ratings from the worst to the best."""
_FIRM, _NAME, _RATING, _DEFAULT = "企业代号", "企业名称", "信誉评级", "是否违约"
_DAY, _NET, _TAX, _STATUS = "开票日期", "金额", "税额", "发票状态"
_VOID = {"有效发票": False, "作废发票": True}
_SAID = {"是": 1.0, "否": 0.0, "": np.nan}


@dataclass(frozen=True)
class Firm:
    """A firm: its code, its name, its rating (empty where not told), and whether it defaulted (NaN where not told)."""

    code: str
    name: str
    rating: str
    default: float


@dataclass(frozen=True)
class Invoices:
    """Invoices of one side: month (since 1970), partner by number, net and tax in yuan (negative: red), and void."""

    month: Rows
    partner: Rows
    net: Numbers
    tax: Numbers
    void: Flags

    def taken(self, which: Rows) -> "Invoices":
        """Return the invoices chosen."""
        return Invoices(self.month[which], self.partner[which], self.net[which], self.tax[which], self.void[which])


@dataclass(frozen=True)
class Ledgers:
    """The firms of a folder, the invoices of each by side, and the last month that any of them tells of."""

    firms: tuple[Firm, ...]
    sides: Mapping[str, tuple[Invoices, ...]]
    last: int


def read_ledgers(folder: Path) -> Ledgers:
    """Return the firms and invoices of a folder; raise UnreadableFile, or InvalidInput that names what cannot be."""
    firms = tuple(_firms(folder / FIRMS))
    codes = {firm.code: place for place, firm in enumerate(firms)}
    sides = {}
    for side, (name, partner) in SIDES.items():
        sides[side] = _by_firm(_table(_path(folder, name), partner), partner, codes)
    months = [one.month.max() for ledgers in sides.values() for one in ledgers if len(one.month)]
    if not months:
        raise InvalidInput(f"{folder}: no invoice of a firm that is listed", field="data")
    return Ledgers(firms, sides, int(max(months)))


def is_folder_of_invoices(path: Path) -> bool:
    """Tell whether a path is such a folder."""
    return path.is_dir() and (path / FIRMS).is_file()


def _firms(path: Path) -> list[Firm]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UnreadableFile(f"{path}: cannot be read as CSV: {error}", field="data") from error
    if not rows or not {_FIRM, _NAME} <= rows[0].keys():
        raise InvalidInput(f"{path.name}: no firms with {_FIRM} and {_NAME}", field="data")
    found = [_firm({key: (value or "").strip() for key, value in row.items() if key}) for row in rows]
    if len({firm.code for firm in found}) < len(found):
        raise InvalidInput(f"{path.name}: a firm is listed twice", field=_FIRM)
    return found


def _firm(row: Mapping[str, str]) -> Firm:
    rating, default = row.get(_RATING, ""), row.get(_DEFAULT, "")
    if default not in _SAID:
        raise InvalidInput(f"{row[_FIRM]}: {_DEFAULT} is neither 是 nor 否: {default}", field=_DEFAULT)
    if rating and rating not in RATINGS:
        raise InvalidInput(f"{row[_FIRM]}: no rating {rating}", field=_RATING)
    return Firm(row[_FIRM], row[_NAME], rating, _SAID[default])


def _path(folder: Path, name: str) -> Path:
    for path in (folder / name, folder / f"{name}.gz"):
        if path.is_file():
            return path
    raise UnreadableFile(f"{folder}: no {name}", field="data")


def _table(path: Path, partner: str) -> pa.Table:
    kinds = {name: pa.dictionary(pa.int32(), pa.string()) for name in (_FIRM, partner, _DAY, _STATUS)}
    kinds |= {name: pa.float64() for name in (_NET, _TAX)}
    wanted = table_reader.ConvertOptions(column_types=kinds, include_columns=list(kinds))
    try:
        return table_reader.read_csv(path, convert_options=wanted).combine_chunks()
    except (OSError, KeyError, pa.ArrowException) as error:
        raise UnreadableFile(f"{path.name}: cannot be read as invoices: {error}", field="data") from error


def _by_firm(table: pa.Table, partner: str, codes: Mapping[str, int]) -> tuple[Invoices, ...]:
    numbers = {name: table[name].to_numpy().astype(np.float64) for name in (_NET, _TAX)}
    for name, values in numbers.items():
        if not np.isfinite(values).all():
            raise InvalidInput(f"an amount is missing or infinite: {name}", field=name)
    firm = _looked_up(table, _FIRM, lambda text: codes.get(text, -1))
    every = Invoices(
        _looked_up(table, _DAY, _month),
        table[partner].combine_chunks().indices.to_numpy(zero_copy_only=False).astype(np.int64),
        numbers[_NET],
        numbers[_TAX],
        _looked_up(table, _STATUS, _is_void).astype(np.bool_),
    )
    order = np.argsort(firm, kind="stable")
    ends = np.searchsorted(firm[order], np.arange(len(codes) + 1))
    return tuple(every.taken(order[ends[place] : ends[place + 1]]) for place in range(len(codes)))


def _looked_up(table: pa.Table, name: str, told: Callable[[str], int]) -> Rows:
    """What a function tells of each text of a column, asked once for each text that occurs."""
    column = table[name].combine_chunks()
    answers = np.array([told((text or "").strip()) for text in column.dictionary.to_pylist()] or [0], np.int64)
    if column.null_count:
        raise InvalidInput(f"{column.null_count} invoices without {name}", field=name)
    found: Rows = answers[column.indices.to_numpy(zero_copy_only=False).astype(np.int64)]
    return found


def _month(text: str) -> int:
    try:
        day = datetime.strptime(text, "%Y/%m/%d")
    except ValueError as error:
        raise InvalidInput(f"no day like 2019/7/18: {text!r}", field=_DAY) from error
    return (day.year - 1970) * 12 + day.month - 1


def _is_void(text: str) -> int:
    if text not in _VOID:
        raise InvalidInput(f"an invoice is neither 有效发票 nor 作废发票: {text}", field=_STATUS)
    return int(_VOID[text])
