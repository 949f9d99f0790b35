"""Small invented folders of firms and invoices, in the shape that invoices are read from."""

import csv
import gzip
import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np

FIRM_COLUMNS = ("企业代号", "企业名称", "信誉评级", "是否违约")
SIDES = {"att1_output_invoice.csv": "购方单位代号", "att1_input_invoice.csv": "销方单位代号"}
Row = Sequence[object]


def columns(partner: str) -> tuple[str, ...]:
    """The header of a file of invoices."""
    return "企业代号", "发票号码", "开票日期", partner, "金额", "税额", "价税合计", "发票状态"


def write(
    folder: Path, firms: Sequence[Row], sales: Sequence[Row], purchases: Sequence[Row], *, packed: bool = False
) -> Path:
    """A folder with these firms, and invoices of firm, day, partner, net, tax and status."""
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "att1_enterprise.csv", FIRM_COLUMNS, firms)
    for (name, partner), rows in zip(SIDES.items(), (sales, purchases), strict=True):
        full = [
            (firm, place, day, other, net, tax, float(str(net)) + float(str(tax)), status)
            for place, (firm, day, other, net, tax, status) in enumerate(rows)
        ]
        _write(folder / (f"{name}.gz" if packed else name), columns(partner), full)
    return folder


def economy(folder: Path, size: int = 80, seed: int = 5) -> Path:
    """Firms of which the larger default less often and are rated better, with three years of invoices."""
    random = np.random.default_rng(seed)
    scale = random.normal(0, 1.2, size)
    default = random.random(size) < 1 / (1 + np.exp(2 + 2.5 * scale))
    order = np.argsort(np.argsort(scale + 0.4 * random.standard_normal(size)))
    firms: list[Row] = []
    sales: list[Row] = []
    purchases: list[Row] = []
    for place in range(size):
        code = f"E{place * 7919 % 1009}"
        rating = "DCBA"[4 * order[place] // size]
        form = ("商贸有限公司", "建筑工程有限责任公司", "花店")[place % 3]
        firms.append((code, f"***{form}", rating, "是" if default[place] else "否"))
        for month in range(38):
            for rows, share in ((sales, 1.0), (purchases, 0.7)):
                if random.random() > 0.7 + 0.2 * np.tanh(scale[place]):
                    continue
                net = round(float(share * 20_000 * np.exp(scale[place] + 0.5 * random.standard_normal())), 2)
                status = "作废发票" if random.random() < 0.05 else "有效发票"
                day = f"{2017 + month // 12}/{month % 12 + 1}/{random.integers(1, 28)}"
                rows.append((code, day, f"X{random.integers(9)}", net, round(net * 0.03, 2), status))
    return write(folder, firms, sales, purchases)


def _write(path: Path, header: Row, rows: Sequence[Row]) -> None:
    text = io.StringIO()
    told = csv.writer(text)
    told.writerow(header)
    told.writerows(rows)
    raw = text.getvalue().encode()
    path.write_bytes(gzip.compress(raw) if path.suffix == ".gz" else raw)
