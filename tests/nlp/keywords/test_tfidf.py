import jieba
import jieba.analyse
import pytest
from hypothesis import given, settings
from tests.nlp.strategies import raw_text

from firmgraph.nlp.keywords.tfidf import tfidf_keywords

FORMAL = "本院认为，原告与被告签订的买卖合同合法有效，被告未按约支付货款360000元，应承担违约责任，the court of 2021。"


@pytest.mark.parametrize("limit", [1, 5, 20])
def test_keywords_and_weights_are_jiebas_to_the_last_bit(limit: int) -> None:
    expected = jieba.analyse.extract_tags(FORMAL, topK=limit, withWeight=True)
    assert tfidf_keywords(jieba.cut(FORMAL), limit) == expected


@given(raw_text)
@settings(deadline=None, max_examples=50)
def test_any_text_has_jiebas_keywords(text: str) -> None:
    text = text.encode("utf-8", "replace").decode()
    assert tfidf_keywords(jieba.cut(text)) == jieba.analyse.extract_tags(text, withWeight=True)
