"""Commands about the reading of text: keyword phrases, and the tables and models that find them."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from firmgraph.cli.options import Json
from firmgraph.cli.terminal import print_json, say, show, table

Files = Annotated[list[Path], typer.Argument(metavar="FILES", help="Files to learn from, UTF-8.")]
Target = Annotated[Path, typer.Option("--out", metavar="FILE", help="File to write.")]
About = Annotated[str, typer.Option("--about", help="What texts these are, in words; kept in the file.")]
Version = Annotated[str, typer.Option("--version", help="The version that the file states.")]
Model = Annotated[
    Path | None, typer.Option("--model", metavar="FILE", help="Ranker to use instead of the one shipped.")
]


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    group = typer.Typer(no_args_is_help=True, help="Keyword phrases of text, and what finds them.")
    group.command()(keywords)
    group.command()(build_idf)
    group.command()(train_keywords)
    group.command()(train_industry)
    group.command()(judgment)
    group.command()(relations)
    group.command()(train_relations)
    app.add_typer(group, name="nlp")


def keywords(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="The text; - reads standard input.")],
    title: Annotated[str | None, typer.Option("--title", help="Its title.")] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=200, help="Most phrases shown.")] = 5,
    model: Model = None,
    as_json: Json = False,
) -> None:
    """Print the phrases that say what a text is about, with their weights and the places where they stand."""
    from firmgraph.nlp.keywords.phrases import PhraseReader
    from firmgraph.nlp.keywords.ranker import load_ranker, shipped_ranker
    from firmgraph.nlp.segment import default_segmenter
    from firmgraph.nlp.text import Text

    reader = PhraseReader(default_segmenter(), load_ranker(model) if model else shipped_ranker())
    body = Text("text", "diligence", "text", None, sys.stdin.read() if text == "-" else text)
    headline = None if title is None else Text("text", "diligence", "title", None, title)
    found = [one.to_wire() for one in reader.phrases(body, headline, limit)]
    if as_json:
        print_json({"phrases": found})
        return
    rows = [(one["phrase"], f"{one['weight']:.3f}", one["pos"], one["count"]) for one in found]
    show(table(("phrase 关键词", "weight", "part of speech", "count"), rows))


def judgment(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A file with the document; - reads standard input.")],
    subject: Annotated[
        str | None, typer.Option("--subject", metavar="NAME", help="The party for whom the result is told.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Read a judgment, ruling or notice: court, case, cause, parties, claims, awards, result, dates, execution."""
    from firmgraph.nlp.litigation.facts import tags_of
    from firmgraph.nlp.litigation.reading import read_judgment
    from firmgraph.profiling.judgment_wire import judgment_wire

    read = read_judgment(_text_of(file), subject)
    body = judgment_wire(read, tags_of(read, subject) if subject else ())
    if as_json:
        print_json(body)
        return
    from firmgraph.cli.views.judgment import judgment_view

    show(*judgment_view(body))


def _text_of(file: str) -> str:
    """Return the text of a file, in UTF-8 or, where its bytes do not allow that, in GB18030; - is standard input."""
    from firmgraph.errors import UnreadableFile
    from firmgraph.graph.files.formats import detect_encoding

    if file == "-":
        return sys.stdin.read()
    path = Path(file)
    if not path.is_file():
        raise UnreadableFile(f"{file}: there is no such file", field="file")
    return path.read_text(encoding=detect_encoding(path), errors="replace")


def build_idf(files: Files, out: Target, about: About = "", version: Version = "1", as_json: Json = False) -> None:
    """Count in how many documents each word stands: one document a line; those of fewer than 20 are left out."""
    from firmgraph.nlp.keywords.rarity import count_documents, frequencies_json, read_corpus
    from firmgraph.nlp.segment import default_segmenter

    counted = count_documents(read_corpus(files), default_segmenter(), about=about, version=version)
    out.write_bytes(frequencies_json(counted))
    if as_json:
        print_json({"documents": counted.documents, "words": len(counted.words), "sha256": counted.corpus_sha256})
    else:
        say(f"wrote {len(counted.words):,} words of {counted.documents:,} documents to {out}")


def train_keywords(
    files: Files,
    out: Target,
    about: About = "",
    version: Version = "1",
    check: Annotated[
        bool, typer.Option("--check/--no-check", help="Cross-validate first, and keep the figure.")
    ] = True,
    as_json: Json = False,
) -> None:
    """Learn the ranker of phrases from JSON lines with text, title and keywords; it needs LightGBM."""
    from dataclasses import replace

    from firmgraph.nlp.keywords.evaluation import figures
    from firmgraph.nlp.keywords.training import example, read_known, train
    from firmgraph.nlp.segment import default_segmenter

    segmenter = default_segmenter()
    examples = [example(known, segmenter) for known in read_known(files)]
    told = figures(examples, segmenter) if check else {}
    ranker = replace(train(examples, version=version, about=about), figures=told)
    out.write_bytes(ranker.to_json())
    if as_json:
        print_json({"documents": ranker.documents, "sha256": ranker.data_sha256, "figures": told})
    else:
        score = f"; F1@5 {told['f1']} ({told['low']} to {told['high']})" if told else ""
        say(f"wrote a ranker of {ranker.documents:,} texts to {out}{score}")


def train_industry(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="JSON lines with name, scope and, if known, division.")],
    out: Target,
    about: About = "",
    version: Version = "1",
    as_json: Json = False,
) -> None:
    """Learn the industry of an enterprise from registrations, those with a division of GB/T 4754-2017 correcting."""
    from firmgraph.nlp.industry.learning import read_known_registrations, train_industry_model
    from firmgraph.nlp.industry.model import save_industry_model

    model = train_industry_model(read_known_registrations(file), version=version, about=about)
    save_industry_model(model, out)
    if as_json:
        print_json({"sha256": model.data_sha256, "words": len(model.features), "figures": dict(model.figures)})
        return
    score = f"; top-1 {model.figures['top-1']} by cross-validation" if "top-1" in model.figures else ""
    say(f"wrote a model of {model.figures['registrations']:,} registrations to {out}{score}")


def relations(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="The text; - reads standard input.")],
    learned: Annotated[
        bool, typer.Option("--learned/--rules", help="Ask the learned model where no rule matches.")
    ] = True,
    as_json: Json = False,
) -> None:
    """Print the relations between the companies that a text names, with the places of both names and of the words."""
    from firmgraph.nlp.relations import relations_in

    body = sys.stdin.read() if text == "-" else text
    told = relations_in(body, learned=learned)
    if as_json:
        print_json({"relations": [one.to_wire(body) for one in told]})
        return
    if not told:
        say("no relation is told 未读出企业关系")
        return
    heads = ("kind 关系", "source 主体甲", "target 主体乙", "words 依据", "how sure")
    rows = [
        (one.kind, one.source.name, one.target.name, body[slice(*one.cue)], f"{one.certainty} {one.confidence:.2f}")
        for one in told
    ]
    show(table(heads, rows))


def train_relations(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Rows of head, tail, relation, sentence, by tabs.")],
    out: Target,
    without: Annotated[
        Path | None, typer.Option("--without", metavar="FILE", help="Rows whose sentences are not learned from.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Learn the model of relations in text from sentences with two companies in the form of FinRE."""
    from firmgraph.nlp.relations.training import learn, read_examples

    kept_out = {example.sentence for example in read_examples(without)} if without else set()
    examples = [example for example in read_examples(file) if example.sentence not in kept_out]
    model = learn(examples, file.read_bytes())
    model.save(out)
    if as_json:
        print_json({"examples": len(examples), "features": len(model.keys), "sha256": model.data_sha256})
    else:
        say(f"wrote a model of {len(model.labels)} relations of {len(examples):,} examples to {out}")
