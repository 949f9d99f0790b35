"""The tricky sentences of `cases/*.yaml`: tags that must be made and by which words, tags that must not."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from tests.nlp.sentences import Sentence, read_sentences

from firmgraph.nlp.taxonomy import taxonomy
from firmgraph.nlp.text import normal_form

SENTENCES = read_sentences(Path(__file__).parent / "cases")
PHENOMENA = {
    *("amounts", "contrast", "double_negation", "exclusions", "headings", "hypothesis", "lists", "mixed"),
    *("negation", "negation_scope", "questions", "resolved", "roles", "subjects", "words"),
}


def _parameters() -> list[Any]:
    return [
        pytest.param(
            sentence,
            id=f"{sentence.phenomenon}-{sentence.text}",
            marks=[pytest.mark.xfail(strict=True, reason=sentence.gap)] if sentence.gap else [],
        )
        for sentence in SENTENCES
    ]


@pytest.mark.parametrize("sentence", _parameters())
def test_the_sentence_makes_the_expected_tags_by_the_expected_words_and_no_forbidden_one(sentence: Sentence) -> None:
    assert sentence.faults() == []


def test_every_span_cut_from_its_sentence_is_a_keyword_of_its_tag() -> None:
    for sentence in SENTENCES:
        for tag in sentence.read().tags:
            words = {keyword.word.lower() for keyword in tag.keywords}
            for span in tag.spans:
                body = sentence.text if span.field == sentence.field else sentence.siblings[span.field]
                assert body[span.start : span.end] == span.text
                assert normal_form(span.text).lower() in words


def test_the_sentences_are_many_and_of_all_phenomena_and_groups() -> None:
    counts = Counter(sentence.phenomenon for sentence in SENTENCES)
    assert set(counts) == PHENOMENA
    assert min(counts.values()) >= 10
    assert len({sentence.text for sentence in SENTENCES}) >= 400
    assert sum(sentence.gap is not None for sentence in SENTENCES) <= 5
    named = {tag for sentence in SENTENCES for tag in sentence.expected + sentence.forbidden}
    assert named <= {tag.id for tag in taxonomy().tags}
    assert {tag.partition(".")[0] for tag in named} == set(taxonomy().groups)


def test_each_sentence_says_the_words_of_what_it_must_not_make_but_where_words_only_look_alike() -> None:
    assert len(SENTENCES) == len({sentence.text + str(sentence.siblings) for sentence in SENTENCES})
    for sentence in SENTENCES:
        assert sentence.expected or sentence.forbidden
        assert all(tag in sentence.spans or sentence.siblings for tag in sentence.expected)
        assert sentence.phenomenon == "words" or sentence.idle_bans() == [], sentence.text
