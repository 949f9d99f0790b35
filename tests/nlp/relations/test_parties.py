import pytest

from firmgraph.nlp.relations.parties import find_parties
from firmgraph.nlp.text import normal_form


def _names(text: str) -> list[str]:
    return [party.name for party in find_parties(normal_form(text))]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("由恒远商贸有限公司与南山机械股份有限公司共同出资", ["恒远商贸有限公司", "南山机械股份有限公司"]),
        ("恒远集团收购了南山机械有限公司", ["恒远集团", "南山机械有限公司"]),
        ("东海市恒远（集团）有限责任公司", ["东海市恒远(集团)有限责任公司"]),
        ("东海恒远银行股份有限公司", ["东海恒远银行股份有限公司"]),
        ("东海恒远银行股份有限公司南山支行", ["东海恒远银行股份有限公司南山支行"]),
        ("原告恒远商贸有限公司、被告南山机械有限公司", ["恒远商贸有限公司", "南山机械有限公司"]),
        ("子公司、分公司、该集团、两家银行", []),
        ("我司向北河铸造厂采购", ["我司", "北河铸造厂"]),
    ],
)
def test_names_end_in_a_legal_form_and_begin_after_other_words(text: str, names: list[str]) -> None:
    assert _names(text) == names


def test_a_declared_short_name_bears_the_full_one() -> None:
    text = "恒远商贸有限公司（以下简称“恒远”）成立已久。恒远现有员工三十人。"
    found = find_parties(normal_form(text))
    assert [party.name for party in found] == ["恒远商贸有限公司"] * 3
    assert [text[party.start : party.end] for party in found] == ["恒远商贸有限公司", "恒远", "恒远"]


def test_found_names_never_overlap() -> None:
    text = "恒远集团恒远商贸有限公司恒远银行恒远集团有限公司分公司" * 3
    ends = [0, *(place for party in find_parties(text) for place in (party.start, party.end))]
    assert ends == sorted(ends)
