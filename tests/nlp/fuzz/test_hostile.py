"""No public function of nlp crashes, points outside its text or takes long on a hostile text."""

import re
import subprocess
import sys
from importlib.util import find_spec

import pytest
from hypothesis import HealthCheck, given, settings
from tests.conftest import ROOT
from tests.nlp.fuzz.functions import public_functions, reading_functions
from tests.nlp.fuzz.hostile import hostile_text, long_texts
from tests.nlp.fuzz.tally import Tally, check_places, outcome, warm_up

EXAMPLES = 30
SECONDS_PER_10_000 = 3.0


@pytest.fixture(autouse=True, scope="module")
def loaded() -> None:
    warm_up(reading_functions())


def test_the_walk_finds_what_reads_text() -> None:
    found = set(reading_functions())
    assert {"tags.tag_texts", "keywords.words.keywords", "litigation.reading.read_judgment"} <= found
    assert {"industry.reading.industries", "names.parts.parts_of", "segment.tokens", "text.normal_form"} <= found
    assert {"book.read_book", "book.tag_book", "similar.similar", "dictionary.read_words"} <= found
    assert len(found) >= 50
    assert len(list(public_functions())) > len(found)


@given(hostile_text)
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), database=None)
def test_a_hostile_text_gives_a_result_or_a_clear_error(text: str) -> None:
    for name in reading_functions():
        Tally().read(name, text)


@pytest.mark.slow
@pytest.mark.parametrize("what", long_texts())
def test_a_long_text_is_read_in_bounded_time(what: str) -> None:
    text = long_texts()[what]
    bound = SECONDS_PER_10_000 * max(len(text), 1000) / 10_000
    for name in reading_functions():
        found, seconds = outcome(name, text)
        check_places(found, text)
        # a pause of the machine is not the text's, so one that seems slow is read again
        assert seconds <= bound or outcome(name, text)[1] <= bound, name


@pytest.mark.slow
@pytest.mark.skipif(find_spec("atheris") is None, reason="atheris is not installed")
def test_fuzzing_by_coverage_reaches_code_and_finds_nothing() -> None:
    # the system counts the memory of the process that started it as the fuzzer's own, so its sum tells nothing here
    options = ["-runs=1500", "-seed=1", "-rss_limit_mb=0", "-malloc_limit_mb=1024"]
    command = [sys.executable, "-m", "tests.nlp.fuzz.guided", "tags.tag_texts", *options]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert run.returncode == 0, run.stderr
    covered = [int(edges) for edges in re.findall(r" cov: (\d+) ", run.stderr)]
    # what the seeds reach is much; 1,500 texts more may reach nothing new
    assert covered[-1] >= covered[0] > 100
