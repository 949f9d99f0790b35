"""What was decided, and how a case ended for a party."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.nlp.litigation.documents import APPEAL, JUDGMENT

from firmgraph.nlp.litigation.reading import read_judgment

HEAD = """青石县人民法院
民事判决书
(2031)云01民初7号
原告：甲山贸易有限公司。
被告：乙水贸易有限公司。
被告：丙木贸易有限公司。
第三人：丁土贸易有限公司。
"""
A, B, C, D = (f"{name}贸易有限公司" for name in ("甲山", "乙水", "丙木", "丁土"))
PAY = "被告乙水贸易有限公司支付原告甲山贸易有限公司货款5万元；"


def results(decision: str) -> dict[str, str]:
    return {name[:2]: read_judgment(f"{HEAD}判决如下：{decision}", name).result for name in (A, B, C, D)}


@pytest.mark.parametrize(
    ("decision", "expected"),
    [
        (f"一、{PAY}二、驳回原告的其他诉讼请求。", ["partly", "partly", "won", "unknown"]),
        (f"{PAY}", ["won", "lost", "unknown", "unknown"]),
        ("被告乙水贸易有限公司、丙木贸易有限公司共同支付原告5万元。", ["won", "lost", "lost", "unknown"]),
        ("二被告于十日内支付原告甲山贸易有限公司5万元。", ["won", "lost", "lost", "unknown"]),
        (f"一、{PAY}二、丙木贸易有限公司对上述债务承担连带清偿责任。", ["won", "lost", "lost", "unknown"]),
        ("驳回原告甲山贸易有限公司的全部诉讼请求。", ["lost", "won", "won", "unknown"]),
        ("第三人丁土贸易有限公司返还原告3万元。", ["won", "unknown", "unknown", "lost"]),
        ("准许原告甲山贸易有限公司撤回起诉。", ["withdrawn"] * 4),
        ("本案按原告撤诉处理。", ["withdrawn"] * 4),
        ("驳回原告甲山贸易有限公司的起诉。", ["dismissed"] * 4),
        ("本案发回青石县人民法院重审。", ["pending"] * 4),
        ("解除原告与被告乙水贸易有限公司签订的合同。", ["won", "lost", "lost", "unknown"]),
    ],
)
def test_results_of_the_first_instance(decision: str, expected: list[str]) -> None:
    assert list(results(decision).values()) == expected


@pytest.mark.parametrize(
    ("decision", "appellant", "appellee"),
    [
        ("判决如下：驳回上诉，维持原判。", "lost", "won"),
        (
            "判决如下：一、撤销青石市中级人民法院(2031)云01民初7号民事判决；二、驳回青石戊己建材有限公司的诉讼请求。",
            "won",
            "lost",
        ),
        ("判决如下：一、维持原判第一项；二、撤销原判决第二项；三、周大山支付1万元。", "partly", "partly"),
        ("裁定如下：准许周大山撤回上诉。", "withdrawn", "withdrawn"),
        ("裁定如下：一、撤销原判决；二、发回青石市中级人民法院重审。", "pending", "pending"),
    ],
)
def test_results_on_appeal(decision: str, appellant: str, appellee: str) -> None:
    text = APPEAL.format(decision=decision)
    assert (read_judgment(text, "周大山").result, read_judgment(text, "青石戊己建材有限公司").result) == (
        appellant,
        appellee,
    )


def test_the_decision_of_another_case_is_not_this_one() -> None:
    text = "原告张三与被告李四于2030年经法院作出(2030)云01民初9号民事判决书,判决如下:驳回张三的诉讼请求。"
    read = read_judgment(text, "张三")
    assert (read.orders, read.result) == ((), "unknown")


def test_a_settlement() -> None:
    agreed = "经本院主持调解，当事人自愿达成如下协议：一、乙水贸易有限公司于六月底前支付货款5万元。"
    text = HEAD.replace("判决书", "调解书") + agreed
    read = read_judgment(text, B)
    assert read.result == "settled"
    assert read.awarded_fen == 5_000_000


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("原告张三诉被告李四一案,正在审理。", "pending"),
        ("原告张三诉被告李四一案,双方已达成和解协议。", "settled"),
        ("原告张三诉被告李四一案,法院判决被告李四支付货款5万元。", "won"),
        ("原告张三诉被告李四一案,法院判决驳回原告的诉讼请求。", "lost"),
        ("原告张三诉被告李四一案,请求法院判决被告李四支付货款5万元。", "unknown"),
        ("原告张三诉被告李四一案。", "unknown"),
    ],
)
def test_results_told_in_passing(text: str, result: str) -> None:
    assert read_judgment(text, "张三").result == result


def test_a_stranger_has_no_result_and_a_short_form_has_one() -> None:
    assert read_judgment(JUDGMENT, "另一家有限公司").result == "unknown"
    assert read_judgment(JUDGMENT).result == "unknown"
    assert (
        read_judgment(JUDGMENT, "丙丁公司").result
        == read_judgment(JUDGMENT, "白水丙丁(集团) 股份有限公司").result
        == "partly"
    )


@given(st.permutations(["乙水", "丙木", "丁土"]))
def test_the_result_does_not_depend_on_the_order_of_parties(order: list[str]) -> None:
    roles = {"乙水": "被告", "丙木": "被告", "丁土": "第三人"}
    head = "".join(f"{roles[name]}：{name}贸易有限公司。\n" for name in order)
    text = f"民事判决书\n原告：甲山贸易有限公司。\n{head}判决如下：一、{PAY}二、驳回原告的其他诉讼请求。"
    assert [read_judgment(text, name).result for name in (A, B, C)] == ["partly", "partly", "won"]


def test_orders_say_whom_they_oblige() -> None:
    joint = "丙木贸易有限公司对上述债务承担连带清偿责任；"
    text = f"{HEAD}判决如下：一、{PAY}二、{joint}三、驳回其他诉讼请求。案件受理费1元由被告负担。"
    orders = read_judgment(text).orders
    assert [(order.outcome, order.obliged) for order in orders] == [
        ("ordered", (B,)),
        ("ordered", (C,)),
        ("rejected", ()),
    ]
    assert text[orders[0].start : orders[0].end] == PAY.rstrip("；")
