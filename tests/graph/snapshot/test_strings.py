"""Packed texts are the texts they were packed from, in any order asked for."""

import random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from firmgraph.graph.snapshot.strings import Packer, Strings

TEXTS = st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=6), max_size=8)


@given(st.lists(TEXTS, max_size=4))
def test_texts_packed_some_at_a_time_are_those_packed_at_once(parts: list[list[str]]) -> None:
    packer, everything = Packer(), [text for part in parts for text in part]
    for part in parts:
        packer.add([text.encode() for text in part])
    packed = packer.packed()
    assert list(packed) == list(Strings.of(everything)) == everything
    assert len(packed) == len(everything)


@given(TEXTS, st.randoms(use_true_random=False))
def test_texts_are_taken_in_the_order_asked_for(texts: list[str], dice: random.Random) -> None:
    order = dice.sample(range(len(texts)), len(texts))
    assert list(Strings.of(texts).taken(np.array(order, dtype=np.int32))) == [texts[n] for n in order]
