"""Hostile texts: what a field may hold by mistake or malice, short for hypothesis and long for measuring time."""

import os
from collections.abc import Mapping

from hypothesis import strategies as st
from tests.nlp.strategies import raw_text

LENGTH = int(os.environ.get("FIRMGRAPH_FUZZ_LENGTH", "3000"))
"""How long the long texts are, in characters; `make fuzz` sets 100,000."""

PARTS = [
    "", " ", "\t", "\n", "\r\n", "\0", "\x1b[31m", "\ud800", "\udfff", "\ufeff", "\u202e", "\u200d",
    "a\u0301\u0302", "😀", "👨\u200d👩\u200d👧", "𠮷", "㐂", "ﬁ", "㎡", "①", "Ⅳ", "％", "１２３４",
    "２０２４年１月３１日", "ＩＳＯ９００１", "股份有限公司", "臺灣銀行股份有限公司", "貸款擔保與訴訟",
    "被執行人", "<table><td>贷款</td>", "<script>", "&nbsp;", "&#19968;", "<", "（", "）", "((((", "【", "“",
    "，", "。", "；", "、", "：", "不", "未", "无", "如", "元", "万元", "三百万元", "零", "亿", "9" * 40,
    "1,000,000.00元", "-1", "1e309", "NaN", "2024-02-30", "（2024）", "号", "民初", "原告", "被告", "第三人",
    "张三", "某某", "有限公司", "北京", "判决如下：", "一、", "驳回", "本院认为", "案由：", "å¹¿å·ž", "锟斤拷",
    "ï»¿", "' OR 1=1 --", "\\", "%s{0}",
]  # fmt: skip

_ONE = st.characters(exclude_categories=())
_repeated = st.builds(lambda part, times: part * times, st.one_of(_ONE, st.sampled_from(PARTS)), st.integers(0, 300))
_mixed = st.lists(st.one_of(st.sampled_from(PARTS), st.text(_ONE, max_size=4)), max_size=25).map("".join)

hostile_text = st.one_of(_mixed, raw_text, _repeated, st.text(_ONE, max_size=60))


def long_texts() -> Mapping[str, str]:
    """Return texts of LENGTH characters by what repeats in them."""
    parts = {
        "nothing": "", "blanks": " ", "lines": "\n", "NUL": "\0", "lone surrogates": "\ud800", "emoji": "😀",
        "a": "a", "digits": "9", "full-width digits": "９", "one character": "公", "not": "不",
        "items": "销售；", "HTML": "<td>贷款</td>", "open brackets": "（", "opening tags": "<",
        "traditional": "臺灣銀行股份有限公司與被執行人", "sums": "三百万元，", "firms": "甲有限公司与",
        "parties": "原告张三，被告李四。", "numerals": "三", "days": "2024年1月31日",
        "cases": "（2024）京01民初1号", "sentences": "如未按时还款，不得视为已履行；", "decimals": "1.1.",
        "places": "北京市", "hyphens": "a-",
    }  # fmt: skip
    return {name: (part * (LENGTH // max(len(part), 1)))[:LENGTH] for name, part in parts.items()}
