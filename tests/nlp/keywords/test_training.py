import random
from pathlib import Path

import orjson
import pytest
from tests.requirements import require

from firmgraph.cli.entry import run
from firmgraph.errors import InvalidInput, UnreadableFile
from firmgraph.nlp.keywords.candidates import Reading
from firmgraph.nlp.keywords.evaluation import cross_validated, f1, interval
from firmgraph.nlp.keywords.phrases import Phrase, PhraseReader
from firmgraph.nlp.keywords.priors import Priors, join
from firmgraph.nlp.keywords.ranker import load_ranker
from firmgraph.nlp.keywords.training import Example, KnownKeywords, View, example, read_known, train
from firmgraph.nlp.segment import default_segmenter

try:
    import lightgbm  # noqa: F401
except ImportError:
    require("lightgbm", "LightGBM is not installed")

THINGS = ["流动资金贷款", "应收账款", "机械设备", "新能源汽车", "买卖合同", "固定资产", "化工产品", "金属材料"]
FILLERS = ["客户表示情况正常", "经理今日到访", "双方继续沟通", "我们仍在观察"]


def _known(number: int) -> KnownKeywords:
    draw = random.Random(number)
    thing, other = draw.sample(THINGS, 2)
    body = "。".join([draw.choice(FILLERS), f"本文分析{thing}的风险", f"与{other}无关", draw.choice(FILLERS)])
    return KnownKeywords(text=body, title=draw.choice([None, f"{thing}分析"]), keywords=(thing,))


@pytest.fixture(scope="module")
def examples() -> list[Example]:
    return [example(_known(number), default_segmenter()) for number in range(80)]


def test_what_is_usual_is_learned_and_found_in_texts_not_trained_on(examples: list[Example]) -> None:
    segmenter = default_segmenter()
    plain = PhraseReader(segmenter, None)
    formula = [f1([plain.rank(one.whole.reading, 1)[0].phrase], one.known.keywords) for one in examples]
    ranker = train(examples[:60])
    learned = [
        f1([PhraseReader(segmenter, ranker).rank(one.whole.reading, 1)[0].phrase], one.known.keywords)
        for one in examples[60:]
    ]
    assert sum(learned) / len(learned) > 0.9 > sum(formula) / len(formula)


def test_the_same_texts_give_the_same_bytes(examples: list[Example], tmp_path: Path) -> None:
    ranker = train(examples[:30], least_documents=5)
    assert ranker.to_json() == train(examples[:30], least_documents=5).to_json()
    (tmp_path / "model.json").write_bytes(ranker.to_json())
    assert load_ranker(tmp_path / "model.json").to_json() == ranker.to_json()


def test_a_prior_needs_many_texts_and_draws_towards_the_mean(examples: list[Example]) -> None:
    seen = join(one.evidence for one in examples)
    priors = Priors.learn(seen, 20)
    assert priors.lift["before"]["分析"] > 0 > priors.lift["before"]["与"]
    assert all(seen.texts[kind, value] >= 20 for kind, table in priors.lift.items() for value in table)
    assert Priors.learn(seen, 81).lift["word"] == {}


def test_f1_counts_exact_matches() -> None:
    assert f1(["贷款", "银行"], ["贷款"]) == pytest.approx(2 / 3)
    assert f1(["贷款"], ["货款"]) == f1([], ["货款"]) == 0


def test_the_interval_holds_the_mean() -> None:
    found = interval([0.0, 1.0] * 50)
    assert found.low < found.mean == 0.5 < found.high
    assert interval([0.25] * 9).low == 0.25


def test_no_text_is_scored_by_a_model_that_knew_it(examples: list[Example], monkeypatch: pytest.MonkeyPatch) -> None:
    from firmgraph.nlp.keywords import evaluation

    trained: list[set[str]] = []
    scored: list[set[str]] = []

    def spy(some: list[Example]) -> None:
        trained.append({one.known.text for one in some})
        scored.append(set())

    def rank(_: PhraseReader, reading: Reading, __: int) -> list[Phrase]:
        scored[-1].add(reading.text.text)
        return []

    monkeypatch.setattr(evaluation, "train", spy)
    monkeypatch.setattr(PhraseReader, "rank", rank)
    distinct = list({one.known.text: one for one in examples}.values())
    found = cross_validated(distinct, default_segmenter())
    assert found.whole == found.untitled == [0.0] * len(distinct)
    assert [known & held for known, held in zip(trained, scored, strict=True)] == [set()] * 5
    assert set.union(*scored) == {one.known.text for one in distinct}


def test_a_titled_text_teaches_without_its_title_too(examples: list[Example]) -> None:
    titled = next(one for one in examples if one.known.title)
    assert titled.untitled
    assert titled.untitled.reading.title is None
    assert {span.field for found in _phrases(titled.untitled) for span in found.spans} == {"text"}
    assert {span.field for found in _phrases(titled.whole) for span in found.spans} == {"text", "title"}


def _phrases(view: View) -> list[Phrase]:
    return PhraseReader(default_segmenter(), None).rank(view.reading, 100)


def test_texts_without_their_keywords_teach_nothing() -> None:
    silent = example(KnownKeywords(text="贷款银行", keywords=("汽车",)), default_segmenter())
    with pytest.raises(InvalidInput, match="nothing to learn"):
        train([silent])


@pytest.mark.parametrize(
    ("line", "error", "reason"),
    [
        (b"{", UnreadableFile, "line 2 is not JSON"),
        (b'{"text": "x"}', InvalidInput, "line 2: keywords"),
        (b'{"text": "x", "keywords": [], "more": 1}', InvalidInput, "line 2: more"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, line: bytes, error: type[Exception], reason: str) -> None:
    path = tmp_path / "texts.jsonl"
    path.write_bytes(b'{"text": "x", "title": "t", "keywords": ["k"]}\n' + line + b"\n")
    with pytest.raises(error, match=reason):
        list(read_known([path]))


def test_the_commands_train_count_and_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    known = tmp_path / "texts.jsonl"
    known.write_bytes(b"".join(orjson.dumps(_known(number).model_dump()) + b"\n" for number in range(30)))
    model, table = str(tmp_path / "model.json"), str(tmp_path / "idf.json")
    assert (
        run(["nlp", "train-keywords", str(known), "--out", model, "--about", "invented", "--no-check", "--json"]) == 0
    )
    assert orjson.loads(capsys.readouterr().out)["documents"] == 30
    assert run(["nlp", "build-idf", str(known), "--out", table, "--json"]) == 0
    assert orjson.loads(capsys.readouterr().out)["documents"] == 30
    assert run(["nlp", "keywords", "本文分析流动资金贷款的风险", "--model", model, "--json"]) == 0
    phrases = orjson.loads(capsys.readouterr().out)["phrases"]
    assert "流动资金贷款" in {one["phrase"] for one in phrases}
    assert run(["nlp", "keywords", "贷款", "--model", table]) == 1
    assert "no keyword ranker" in capsys.readouterr().err
