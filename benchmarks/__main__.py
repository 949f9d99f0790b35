"""Run benchmarks, keep their results, and write docs/benchmarks.md.

`python -m benchmarks [SECTION…|--text|--large|--proofs|--models]`

Results stay in benchmarks/results, so that one section can be measured again without the others. What a section needs
is imported by it alone: the loader's worker processes import this module, and their memory is measured.
"""

import gzip
import itertools
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import orjson

from firmgraph.errors import MissingTool

ROOT = Path(__file__).parents[1]
DATA = ROOT.parent / "shared" / "data" / "registration" / "registration.csv.gz"
MAPPING = ROOT / "fixtures" / "mappings" / "registration.yaml"
RESULTS = Path(__file__).parent / "results"
PAGE = ROOT / "docs" / "benchmarks.md"
NEO4J_ROWS = 30_000
NODES, MANY_NODES = 406_000, 4_060_000
ABOUT = """Written by `make bench`, `make bench-text`, `make bench-large`, `make bench-proofs` and `make bench-models`.
Peers run in the same process, or on servers started alike, and give equal results, or the run fails."""
Results = Mapping[str, Mapping[str, Any]]


def beginning(source: Path, rows: int, folder: Path) -> Path:
    """Return a file in a folder with the first rows of a compressed file."""
    target = folder / source.name.removesuffix(".gz")
    with gzip.open(source, "rt", encoding="utf-8", newline="") as all_rows, target.open("w", encoding="utf-8") as file:
        file.writelines(itertools.islice(all_rows, rows + 1))
    return target


def load() -> Results:
    """Loading records into both stores against the bare drivers."""
    from benchmarks import embedded_load, neo4j_load

    # First, for a process that is started inherits the largest memory its parent ever had.
    embedded = embedded_load.run(DATA, MAPPING)
    with tempfile.TemporaryDirectory() as name:
        neo4j = neo4j_load.run(beginning(DATA, NEO4J_ROWS, Path(name)), MAPPING)
    bare = "bare `sqlite3.executemany` of the same prepared rows"
    return {
        "Loading, embedded": {**embedded, "goal": f"at most 2.5 times a {bare}, and 300 MB"},
        "Loading, Neo4j": {**neo4j, "goal": "at most 1.5 times the bare driver's `UNWIND` of the same prepared maps"},
    }


def graph() -> Results:
    """Graph work on 406,000 nodes against networkx, igraph, scipy and DuckDB."""
    from benchmarks import graph_race

    return {**graph_race.run(NODES), "cost growth": graph_race.slope()}


def graph_large() -> Results:
    """Graph work on 4.06 million nodes."""
    from benchmarks import graph_race

    return graph_race.run(MANY_NODES)


def snapshot() -> Results:
    """The snapshot of 4.06 million nodes: opened again, and a fresh write seen."""
    from benchmarks import snapshot_reopen

    return {"Snapshot, 4.06 million nodes": {**snapshot_reopen.run(MANY_NODES), "goal": snapshot_reopen.GOAL}}


def threshold() -> Results:
    """Capital tables summing to exactly 25 % and 50 %."""
    from benchmarks import thresholds

    told: dict[str, Any] = {}
    for at, errors in thresholds.run().items():
        told |= {f"tables at {at}": errors.tables, f"errors at {at}": errors.exact}
        told |= {f"errors at {at} in floating point": errors.floating}
    return {"Errors at thresholds": {**told, "goal": "0"}}


def officer() -> Results:
    """An officer's questions over HTTP on real data."""
    from benchmarks import officer_answers

    return {"An officer's questions on real data": officer_answers.run()}


def officer_large() -> Results:
    """The same questions on both stores."""
    from benchmarks import officer_answers

    return {"An officer's questions on real data, both stores": officer_answers.run(on_neo4j=True)}


def text_speed() -> Results:
    """Segmentation and keywords against jieba, and the tagging of a whole book."""
    from benchmarks import nlp_keywords, nlp_speed

    return {**nlp_speed.run(), "TF-IDF keywords": nlp_keywords.speed()}


def text_keywords() -> Results:
    """Keyword phrases against those of authors."""
    from benchmarks import nlp_keywords

    return {"Keyword phrases, F1 of the first five": nlp_keywords.run()}


def text_industry() -> Results:
    """Industries of business scopes and of names."""
    from benchmarks import nlp_industry

    return nlp_industry.run()


def text_litigation() -> Results:
    """What is read from judgments."""
    from benchmarks import nlp_litigation

    return nlp_litigation.run()


def text_names() -> Results:
    """Short names matched to registered ones."""
    from benchmarks import nlp_names

    return {"Short names": nlp_names.run()}


def text_relations() -> Results:
    """Relations between two companies of a sentence."""
    from benchmarks import nlp_relations

    return {"Relations in text": nlp_relations.run()}


def matching() -> Results:
    """The match of a whole book and of one firm, and classes of products."""
    from benchmarks import match_bulk, match_classes

    return {**match_bulk.run(), **match_classes.run()}


def service() -> Results:
    """Portraits and matches over HTTP under 16 clients."""
    from benchmarks import service_throughput

    return {"The service under 16 clients": service_throughput.run()}


def ledger() -> Results:
    """The ledger of decisions, written, verified and tampered with."""
    from benchmarks import ledgers

    return ledgers.run()


def decision() -> Results:
    """Ten thousand decisions made again on both stores."""
    from benchmarks import decisions

    return decisions.run()


def properties() -> Results:
    """The properties of matching on 200,000 requests, schedules of 100,000 loans, and 1,000 paths that are walked."""
    from benchmarks import loan_schedules, match_properties, unlock_paths

    return {
        "Properties of matching on random worlds": match_properties.run(),
        "Schedules of random loans": loan_schedules.run(),
        "Paths to approval, walked": unlock_paths.run(),
    }


def models_risk() -> Results:
    """The rating of risk on German credit, in repeated cross-validation."""
    from benchmarks import models_german

    return models_german.run()


def models_sme() -> Results:
    """The bankruptcy of small firms from their graph, on the year after."""
    from benchmarks import models_sme as firms

    return firms.run()


def models_utilisation() -> Results:
    """The use of a line on borrowers not seen, with its intervals."""
    from benchmarks import models_utilisation as lines

    return lines.run()


def models_invoices() -> Results:
    """Default and rating of firms from their invoices, in repeated cross-validation."""
    from benchmarks import models_invoices as invoices

    return invoices.run()


def models_world() -> Results:
    """Utilisation, willingness and risk on later months of a generated world."""
    from benchmarks import models_world as world

    return world.run()


def models_strategy() -> Results:
    """Moves of limits and rates on clients not seen."""
    from benchmarks import models_strategy as strategy

    return strategy.run()


def models_cards() -> Results:
    """The cards of models, written and drawn again."""
    from benchmarks import model_cards

    return model_cards.run()


def models_speed() -> Results:
    """Clients scored a second, and what models add to a match."""
    from benchmarks import models_speed as speed

    return speed.run()


SECTIONS: Mapping[str, Callable[[], Results]] = {
    "load": load, "graph": graph, "snapshot": snapshot, "thresholds": threshold, "officer": officer,
    "matching": matching, "service": service, "ledger": ledger,
}  # fmt: skip
TEXT: Mapping[str, Callable[[], Results]] = {
    "text-speed": text_speed, "text-keywords": text_keywords, "text-industry": text_industry,
    "text-litigation": text_litigation, "text-names": text_names, "text-relations": text_relations,
}  # fmt: skip
LARGE: Mapping[str, Callable[[], Results]] = {"graph-large": graph_large, "officer-large": officer_large}
PROOFS: Mapping[str, Callable[[], Results]] = {"decisions": decision, "properties": properties}
MODELS: Mapping[str, Callable[[], Results]] = {
    "models-german": models_risk, "models-sme": models_sme, "models-strategy": models_strategy,
    "models-utilisation": models_utilisation, "models-invoices": models_invoices, "models-world": models_world,
    "models-cards": models_cards, "models-speed": models_speed,
}  # fmt: skip
GROUPS = {"--text": TEXT, "--large": LARGE, "--proofs": PROOFS, "--models": MODELS}
EVERY = {**SECTIONS, **TEXT, **LARGE, **PROOFS, **MODELS}


def measure(name: str) -> None:
    """Run a section and keep its results with the machine and the day."""
    machine = f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"
    print(f"measuring {name}", file=sys.stderr)
    found = EVERY[name]()
    kept = {"measured": str(date.today()), "machine": machine, "results": found}
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{name}.json").write_bytes(orjson.dumps(kept, option=orjson.OPT_INDENT_2) + b"\n")


def page() -> str:
    """Return the page of all results kept."""
    parts = ["# Benchmarks", ABOUT]
    for name in EVERY:
        path = RESULTS / f"{name}.json"
        if path.is_file():
            kept = orjson.loads(path.read_bytes())
            parts.append(f"## {name}\n\nMeasured on {kept['measured']}: {kept['machine']}.")
            parts += [_table(title, told) for title, told in kept["results"].items()]
            notes = RESULTS / f"{name}.md"
            parts += [notes.read_text(encoding="utf-8").strip()] if notes.is_file() else []
    return "\n\n".join(parts) + "\n"


def _table(title: str, told: Mapping[str, Any]) -> str:
    rows = "\n".join(f"| {what.replace('_', ' ')} | {_cell(value)} |" for what, value in told.items())
    return f"### {title}\n\n| measured | value |\n| --- | --- |\n{rows}"


def _cell(value: Any) -> str:
    if isinstance(value, int | float):
        return f"{value:,}"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def main(arguments: Sequence[str]) -> int:
    """Measure the sections named, else those of speed, of text, those that take long, or proofs; write the page."""
    if not DATA.is_file():
        print(f"make bench needs the registration data set: put it at {DATA}", file=sys.stderr)
        return 1
    named = [argument for argument in arguments if not argument.startswith("--")]
    chosen = (group for flag, group in GROUPS.items() if flag in arguments)
    whole = next(chosen, SECTIONS)
    try:
        for name in named or whole:
            measure(name)
    except MissingTool as error:
        print(error.detail, file=sys.stderr)
        return 1
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
