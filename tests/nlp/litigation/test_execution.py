"""The state of enforcement."""

import pytest
from tests.nlp.litigation.documents import ENFORCEMENT

from firmgraph.nlp.litigation.execution import find_execution
from firmgraph.nlp.text import normal_form


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("终结本次执行程序。", "enforcement_closed"),
        ("双方达成执行和解协议。", "settled"),
        ("被执行人已履行完毕。", "fulfilled"),
        ("被执行人部分履行,尚欠3万元。", "partly_fulfilled"),
        ("被执行人的履行情况:全部未履行", "unfulfilled"),
        ("本案恢复执行。", "resumed"),
        ("本案正在执行。", "enforcing"),
        ("如被告未履行,原告可以申请强制执行。", None),
        ("如果未按本判决指定的期间履行给付金钱义务,应当加倍支付利息", None),
        ("逾期未履行的,依法处理", None),
        ("原告已交货", None),
        ("", None),
    ],
)
def test_what_is_stated_is_told_and_what_is_threatened_is_not(text: str, state: str | None) -> None:
    found = find_execution(text)
    assert (found.value if found else None) == state


def test_a_closed_enforcement_is_told_before_the_duty_that_was_not_met() -> None:
    text = normal_form(ENFORCEMENT.format(state="裁定如下：终结本次执行程序。"))
    found = find_execution(text)
    assert found is not None
    assert (found.value, text[found.start : found.end]) == ("enforcement_closed", "终结本次执行")
    assert (again := find_execution(normal_form(ENFORCEMENT))) is not None
    assert again.value == "unfulfilled"
