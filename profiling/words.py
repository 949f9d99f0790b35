"""Words in Chinese and English, put together only when somebody reads them: of what is judged nobody reads most."""

from collections.abc import Callable

Words = Callable[[], tuple[str, str]]


def said(zh: str, en: str) -> Words:
    """Return words that are known already."""
    return lambda: (zh, en)


NOTHING = said("", "")


class Worded:
    """A base of what has words, as `words` in both languages."""

    __slots__ = ()
    words: Words

    @property
    def zh(self) -> str:
        """What it says in Chinese."""
        return self.words()[0]

    @property
    def en(self) -> str:
        """What it says in English."""
        return self.words()[1]
