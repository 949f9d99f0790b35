from collections import Counter

from tests.nlp.composed import compose

LEAST_RIGHT = 0.95


def test_most_composed_sentences_are_right() -> None:
    sentences = compose()
    wrong = {sentence.text: faults for sentence in sentences if (faults := sentence.faults())}
    right = 1 - len(wrong) / len(sentences)
    by_phenomenon = Counter(sentence.phenomenon for sentence in sentences if sentence.text in wrong)
    assert right >= LEAST_RIGHT, (right, by_phenomenon, dict(list(wrong.items())[:20]))
