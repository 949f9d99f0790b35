"""Sentences in answers, in both languages."""

from firmgraph.graph.ownership.signals import Words


def words_body(words: Words) -> dict[str, str]:
    """Return a sentence in both languages."""
    return {"zh": words.zh, "en": words.en}


def joined(told: tuple[Words, ...]) -> dict[str, str]:
    """Return several sentences as one, in both languages."""
    return {"zh": "；".join(one.zh for one in told), "en": "; ".join(one.en for one in told)}
