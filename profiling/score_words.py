"""Scores of a client in words for a reader: a row for each model, of its wire body."""

from collections.abc import Iterator, Mapping
from typing import Any

COLUMNS = ("模型", "预测", "90 % 区间", "等级", "主要原因", "版本")
KINDS = {"risk": "违约概率", "willingness": "动支意愿", "utilisation": "额度使用率"}
Row = tuple[str, str, str, str, str, str]


def score_rows(scores: Mapping[str, Any]) -> Iterator[tuple[Row, list[str]]]:
    """Yield a row for each score and the records behind its reasons; why one is withheld stands as a reason."""
    for kind, one in scores.items():
        why = one["not_applicable"]
        reasons = why["zh"] if why else "；".join(reason["reason"]["zh"] for reason in one["reasons"])
        evidence = sorted({record for reason in one["reasons"] for record in reason["reason"]["evidence"]})
        model = f"{one['model']['name']} {one['model']['version']}（{one['cut_off']}）"
        told = one["predicted"] or "不适用"
        yield (KINDS[kind], told, " – ".join(one["interval"] or ()), one["grade"] or "", reasons, model), evidence
