"""Fuzz the public functions of nlp by coverage: `python -m tests.nlp.fuzz.guided [PART OF A NAME…] [-runs=100000]`.

It needs atheris, which has no wheel for every Python: `python -m pip install atheris`. Every text is read by all
functions named; options are libFuzzer's. What atheris starts from and puts in are the parts of hostile texts.
"""

import sys
from collections.abc import Iterable, Sequence
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

atheris: Any = import_module("atheris")

with atheris.instrument_imports(include=["firmgraph.nlp"]):
    from tests.nlp.fuzz.functions import reading_functions
    from tests.nlp.fuzz.hostile import PARTS
    from tests.nlp.fuzz.tally import WARM_TEXTS, Tally, warm_up
    from tests.nlp.sentences import read_sentences

LONGEST = 1_000
CASES = Path(__file__).parents[1] / "cases"


def write_seeds(texts: Iterable[str], folder: Path) -> None:
    """Write each text to a file of its own."""
    folder.mkdir()
    for number, text in enumerate(texts):
        (folder / str(number)).write_bytes(text.encode("utf-8", "surrogatepass"))


def write_words(words: Iterable[str], path: Path) -> None:
    """Write words as libFuzzer reads them."""
    codes = (word.encode("utf-8", "surrogatepass") for word in words if word)
    path.write_text("".join('"' + "".join(f"\\x{code:02x}" for code in one) + '"\n' for one in codes), encoding="ascii")


def fuzz(names: Sequence[str], options: Sequence[str], folder: Path) -> None:
    """Read texts that atheris makes, until one crashes a function, points outside its text or takes long."""
    warm_up(names)
    tallies = {name: Tally() for name in names}

    def read(data: bytes) -> None:
        text = data.decode("utf-8", "surrogateescape")
        for name, tally in tallies.items():
            try:
                tally.read(name, text)
            except Exception as error:
                error.add_note(f"{name} for {text!r}")
                raise

    sentences = (sentence.text for sentence in read_sentences(CASES))
    write_seeds([*WARM_TEXTS, *PARTS, *sentences], folder / "seeds")
    write_words(PARTS, folder / "words")
    kept = folder / "found"
    kept.mkdir()
    told = [f"-dict={folder / 'words'}", f"-artifact_prefix={folder}/", f"-max_len={LONGEST}", "-len_control=0"]
    atheris.Setup([sys.argv[0], *told, *options, str(kept), str(folder / "seeds")], read)
    atheris.Fuzz()


def main(arguments: Sequence[str]) -> None:
    """Fuzz the functions named, else all."""
    options = [argument for argument in arguments if argument.startswith("-")]
    parts = [argument for argument in arguments if argument not in options] or [""]
    names = [name for name in reading_functions() if any(part in name for part in parts)]
    if not names:
        sys.exit("\n".join(["name one of:", *reading_functions()]))
    with TemporaryDirectory() as folder:
        fuzz(names, options, Path(folder))


if __name__ == "__main__":
    main(sys.argv[1:])
