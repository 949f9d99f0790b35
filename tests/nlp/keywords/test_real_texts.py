from itertools import islice

import jieba.analyse
import pytest
from benchmarks.nlp_keywords import DATA, known
from tests.requirements import require

from firmgraph.nlp.keywords.evaluation import f1
from firmgraph.nlp.keywords.phrases import PhraseReader
from firmgraph.nlp.keywords.training import example
from firmgraph.nlp.segment import default_segmenter

pytestmark = pytest.mark.data


@pytest.fixture(autouse=True)
def data() -> None:
    if not DATA.is_file():
        require("data", "the abstracts with known keywords are not beside the checkout")


def test_the_plain_formula_beats_jieba_on_abstracts() -> None:
    segmenter = default_segmenter()
    reader = PhraseReader(segmenter, None)
    ours, theirs = 0.0, 0.0
    for one in islice(known(), 100):
        assert one.title
        phrases = reader.rank(example(one, segmenter).whole.reading)
        ours += f1([found.phrase for found in phrases], one.keywords) / 100
        theirs += f1(jieba.analyse.extract_tags(f"{one.text} {one.title}", 5), one.keywords) / 100
    assert ours > theirs + 0.03
