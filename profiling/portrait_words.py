"""Chinese words of a portrait for a reader: labels of attributes, values that are identifiers, sources and states."""

from typing import Any

from firmgraph.graph.records.litigation import ROLES
from firmgraph.profiling.combine import portrait_rules

SOURCES = {"registration": "工商登记", "litigation": "司法涉诉", "credit": "银行征信", "customer": "客户注册",
           "diligence": "经营尽调"}  # fmt: skip
STATES = {"present": "有", "absent": "缺", "stale": "过期"}
DOCUMENT_STATES = {"present": "已有", "missing": "缺", "superseded": "已被替代"}
CHANGES = {"appeared": "新增", "gone": "消失", "changed": "变化"}
_RESULTS = {"won": "胜诉", "lost": "败诉", "partly": "部分支持", "withdrawn": "撤诉", "settled": "调解和解",
            "dismissed": "驳回", "pending": "未结", "unknown": "未知"}  # fmt: skip
_CASE = {**{word: zh for zh, word in reversed(ROLES.items())}, **_RESULTS}
_AMOUNTS = frozenset({"registered_capital", "guarantees_given", "guarantees_received", "revenue", "invoice_sales",
                      "profit", "net_assets", "flow_in", "credit_balance", "asset"})  # fmt: skip
_SHARES = frozenset({"debt_ratio", "repayment_on_time", "revenue_stability"})


def label_zh(name: str) -> str:
    """Return the Chinese label of an attribute."""
    return str(portrait_rules()["attributes"][name]["zh"])


def value_zh(name: str, value: Any) -> str:
    """Return a value of an attribute in Chinese: lists joined, amounts grouped, shares in per cent."""
    if value is None:
        return "未知"
    if isinstance(value, list | tuple):
        return "、".join(map(str, value))
    text = str(value)
    if name in _AMOUNTS:
        return f"{_grouped(text)} 元"
    if name in _SHARES:
        return f"{float(text):.2%}"
    return str(portrait_rules()["words"].get(name, {}).get(text, text))


def case_zh(word: Any) -> str:
    """Return a role or a result of a case in Chinese; any other text stays as it is."""
    return "" if word is None else _CASE.get(str(word), str(word))


def _grouped(text: str) -> str:
    whole, point, cents = text.partition(".")
    digits = f"{int(whole):,}" if whole.lstrip("-").isdecimal() else whole
    return f"{digits}{point}{cents}"
