"""How commands fail: one line on standard error, nothing on standard output, exit code 1 or 2, never a trace."""

import subprocess
import sys
from pathlib import Path

import pytest

from firmgraph.cli import entry
from firmgraph.cli.entry import run
from firmgraph.errors import Ambiguous
from firmgraph.settings import get_settings
from tests.conftest import WORLD

USAGE = [
    ["unheard"],
    ["load"],
    ["load", "a.csv", "--retry", "b.jsonl"],
    ["load", "a.csv", "--observed-at", "yesterday"],
    ["load", "a.csv", "--loaded-at", "yesterday"],
    ["load", "a.csv", "--max-bad", "2"],
    ["portrait"],
    ["portrait", "x", "--as-of", "2024-02-30"],
    ["portrait", "x", "--known-at", "now"],
    ["portrait", "x", "--format", "pdf"],
    ["tag"],
    ["tag", "x", "--text", "y"],
    ["match", "x"],
    ["match", "x", "--amount", "much", "--term", "12"],
    ["match", "x", "--amount", "1", "--term", "0"],
    ["query", "holders_of", "--param", "id"],
    ["export"],
    ["export", "xml"],
    ["export", "csv", "--hash"],
    ["retract"],
    ["decision", "unheard"],
]
FAILURES = [
    (["portrait", "91990102MA105KER00"], "no enterprise"),
    (["portrait", "没有的公司"], "no enterprise"),
    (["query", "unheard"], "there are: changes_between"),
    (["query", "holders_of"], "needs id"),
    (["decision", "show", "dec:unheard"], "no decision"),
    (["match", "--request", "none.json"], "no such file"),
    (["load", "none.csv"], "none.csv"),
    (["load", "--retry", "none.jsonl"], "no such quarantine"),
    (["export", "csv", "--out", "none/where/graph.csv"], "cannot write"),
    (["world", "--out", "w", "--firms", "1"], "at least"),
]


@pytest.mark.parametrize("arguments", USAGE, ids=" ".join)
def test_a_mistake_in_usage_ends_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == 2
    streams = capsys.readouterr()
    assert streams.out == ""
    assert streams.err.startswith("firmgraph: ")
    assert streams.err.count("\n") == 1


@pytest.mark.parametrize("option", ["--since", "--until"])
@pytest.mark.parametrize("question", [["changes", "x"], ["alerts", "x"], ["drift"]], ids=" ".join)
def test_a_day_that_is_none_is_told_with_its_option(
    question: list[str], option: str, capsys: pytest.CaptureFixture[str]
) -> None:
    days = {"--since": "2025-01-01", "--until": "2025-06-30", option: "2025-02-30"}
    assert run([*question, *(text for pair in days.items() for text in pair)]) == 2
    assert capsys.readouterr().err == (
        f"firmgraph: Invalid value for '{option}': this day does not exist in the calendar"
        f" (see firmgraph {question[0]} --help)\n"
    )


@pytest.mark.parametrize(("arguments", "words"), FAILURES, ids=[" ".join(one) for one, _ in FAILURES])
def test_a_failure_ends_with_1_and_says_why(
    arguments: list[str], words: str, world_store: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with_store = arguments if arguments[0] == "world" else [*arguments, "--store", world_store]
    assert run(with_store) == 1
    streams = capsys.readouterr()
    assert streams.out == ""
    assert streams.err.startswith("firmgraph: ")
    assert words in streams.err
    assert streams.err.count("\n") == 1


def test_a_store_that_is_not_there_is_not_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["search", "x", "--store", f"sqlite:///{tmp_path}/none.db"]) == 1
    assert "load files first" in capsys.readouterr().err
    assert not (tmp_path / "none.db").exists()


def test_near_names_are_told(world_store: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["portrait", "澜州市鹭发专用设备", "--store", world_store]) == 1
    assert "near names: 澜州市鹭发专用设备有限公司 (ent:91990102MA105KER0R)" in capsys.readouterr().err


def test_candidates_are_told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    candidates = [{"id": f"ent:{n}", "name": "同名有限公司"} for n in range(20)]

    def several(*_: object) -> None:
        raise Ambiguous("several bear this name", candidates=candidates)

    monkeypatch.setattr("firmgraph.cli.asking.moment", several)
    assert run(["portrait", "同名有限公司"]) == 1
    told = capsys.readouterr().err
    assert told.startswith("firmgraph: several bear this name; candidates: 同名有限公司 (ent:0), ")
    assert told.endswith("(ent:9) …\n")


def test_an_unforeseen_error_shows_neither_trace_nor_value(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("a value of a person")

    monkeypatch.setattr("firmgraph.cli.asking.moment", broken)
    assert run(["portrait", "x"]) == 1
    told = capsys.readouterr().err
    assert "internal error RuntimeError" in told
    assert "person" not in told
    assert told.count("\n") == 1


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("FIRMGRAPH_PORT", "much", "Input should be a valid integer"),
        ("FIRMGRAPH_NODE_BUDGET", "20", "Input should be greater than or equal to 100"),
    ],
)
def test_a_bad_setting_is_named_with_what_it_should_be(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, value: str, told: str
) -> None:
    monkeypatch.setenv(name, value)
    get_settings.cache_clear()
    try:
        assert run(["search", "x"]) == 1
        assert f"bad value for {name} ({told}" in capsys.readouterr().err
    finally:
        get_settings.cache_clear()


def test_no_command_shows_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == entry.USAGE
    assert "portrait" in capsys.readouterr().out


def test_a_closed_pipe_is_quiet(world_store: str) -> None:
    command = f"'{sys.executable}' -m firmgraph.cli export jsonl --store '{world_store}' | head -n 1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert done.stdout.count("\n") == 1
    assert done.stderr == ""


def test_help_and_load_import_nothing_heavy() -> None:
    code = (
        "import sys; from firmgraph.cli.entry import run; run(sys.argv[1:]);"
        "print([m for m in ('jieba', 'sklearn', 'fastapi', 'neo4j', 'networkx', 'numpy') if m in sys.modules])"
    )
    for arguments in (["--help"], ["load", str(WORLD / "news.csv"), "--store", "sqlite:////dev/null/none.db"]):
        done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False)
        assert done.stdout.endswith("[]\n"), done.stdout
