"""Sentences in answers, in both languages."""

from firmgraph.graph.ownership.signals import Words
from firmgraph.graph.risk.grade import Colour

COLOURS: dict[Colour, str] = {"red": "红", "orange": "橙", "yellow": "黄", "green": "绿"}
"""The Chinese words of the risk grades."""


def words_body(words: Words) -> dict[str, str]:
    """Return a sentence in both languages."""
    return {"zh": words.zh, "en": words.en}


def joined(told: tuple[Words, ...]) -> dict[str, str]:
    """Return several sentences as one, in both languages."""
    return {"zh": "；".join(one.zh for one in told), "en": "; ".join(one.en for one in told)}
