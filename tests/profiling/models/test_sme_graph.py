"""Small firms in a graph: what is learned of them, that no label or later firm leaks, and that new years are scored."""

import copy
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.profiling.models.sme_folders import Tables, add_edge, invented, written

from firmgraph.errors import InvalidInput
from firmgraph.profiling.models import measures, registry, sme_graph, training
from firmgraph.profiling.models.coding import Frame
from firmgraph.profiling.models.learners import Learner, fit
from firmgraph.profiling.models.scoring import scored
from firmgraph.profiling.models.sme_graph_tables import COMPANIES, EDGES, GROUPS, LAWSUITS, without_repeats, years_of
from firmgraph.profiling.models.task import Task

SPLITS = {"train": 160, "validate": 60}
TABLES = invented(SPLITS)


def tables() -> Tables:
    """The invented folder, to be changed."""
    return copy.deepcopy(TABLES)


def task(changed: Tables, folder: Path) -> Task:
    return sme_graph.task_of(written(changed, folder))


def same(first: Frame, second: Frame) -> bool:
    return first.keys() == second.keys() and all(np.array_equal(first[n], second[n], equal_nan=True) for n in first)


def test_a_folder_of_firms_and_edges_is_recognised(tmp_path: Path) -> None:
    assert sme_graph.recognised(written(TABLES, tmp_path / "whole"))
    assert not sme_graph.recognised(tmp_path)
    (tmp_path / COMPANIES).write_text("name\n", encoding="utf-8")
    (tmp_path / EDGES).write_text("src,dst\n", encoding="utf-8")
    assert not sme_graph.recognised(tmp_path)


def test_changing_later_labels_edges_and_lawsuits_changes_nothing_that_is_learned_from(tmp_path: Path) -> None:
    changed = tables()
    for row in changed[COMPANIES]:
        if row["split"] == "validate":
            row["bankrupt"] = str(1 - int(row["bankrupt"]))
    changed[LAWSUITS] = [row for row in changed[LAWSUITS] if row["split"] == "train"]
    changed[EDGES] = [row for row in changed[EDGES] if row["split"] == "train"]
    first, second = task(TABLES, tmp_path / "1"), task(changed, tmp_path / "2")
    assert same(first.known.frame, second.known.frame)
    assert first.context == second.context
    assert first.later
    assert second.later
    assert not same(first.later.frame, second.later.frame)


def test_the_label_of_a_firm_changes_no_column_of_its_own(tmp_path: Path) -> None:
    for place in (0, 7, 93):
        changed = tables()
        row = changed[COMPANIES][place]
        row["bankrupt"] = str(1 - int(row["bankrupt"]))
        first, second = task(TABLES, tmp_path / f"{place}a").known, task(changed, tmp_path / f"{place}b").known
        at = list(first.ids).index(row["company"])
        assert first.y[at] != second.y[at]
        for name, values in first.frame.items():
            assert np.array_equal(values[at], second.frame[name][at], equal_nan=True), name
        assert not same(first.frame, second.frame)


def test_nothing_counted_in_months_is_a_column_unless_asked_for(tmp_path: Path) -> None:
    changed = tables()
    for row in changed[COMPANIES]:
        row["months_since_setup"] = str(int(row["months_since_setup"]) + int(row["company"]) % 50)
    for row in changed[LAWSUITS]:
        row |= {"months_before_obs": "3", "time_label": "1"}
    first, second = task(TABLES, tmp_path / "1"), task(changed, tmp_path / "2")
    assert same(first.known.frame, second.known.frame)
    timed = sme_graph.task_of(tmp_path / "1", also=[sme_graph.TIMED])
    assert set(timed.known.frame) - set(first.known.frame) == set(timed.blocks[sme_graph.TIMED])


def test_the_numbers_of_firms_and_the_order_of_rows_change_no_score(tmp_path: Path) -> None:
    changed = {name: rows[::-1] for name, rows in tables().items()}
    first, second = task(TABLES, tmp_path / "1"), task(changed, tmp_path / "2")
    assert first.known.ids == second.known.ids
    assert same(first.known.frame, second.known.frame)
    assert first.context == second.context


def test_without_degree_no_column_counts_edges(tmp_path: Path) -> None:
    folder = written(TABLES, tmp_path)
    task = sme_graph.task_of(folder, degree=False)
    assert not set(sme_graph.COUNTS_EDGES) & set(task.blocks)
    assert set(task.blocks) < set(sme_graph.task_of(folder).blocks)


def test_the_place_in_the_component_is_a_block_only_when_asked_for(tmp_path: Path) -> None:
    folder = written(TABLES, tmp_path)
    plain, also = sme_graph.task_of(folder), sme_graph.task_of(folder, also=[sme_graph.STANDING])
    assert set(also.blocks) - set(plain.blocks) == {sme_graph.STANDING}
    assert {"closeness", "between"} <= set(sme_graph.sample_of(folder, also.context).frame)


def test_a_relation_left_out_leaves_the_graph(tmp_path: Path) -> None:
    folder = written(TABLES, tmp_path)
    task = sme_graph.task_of(folder, without=("executed",))
    bare = tables()
    bare[EDGES] = [row for row in bare[EDGES] if row["relation"] not in ("executed", "execute")]
    assert same(task.known.frame, sme_graph.task_of(written(bare, tmp_path / "bare")).known.frame)
    assert "degree_executed" not in task.known.frame


def test_firms_that_come_again_are_not_judged_but_scored(tmp_path: Path) -> None:
    changed = tables()
    again = [{**row, "split": "validate"} for row in changed[COMPANIES][:5]]
    changed[COMPANIES] += again
    years = years_of(written(changed, tmp_path))
    names = {row["company"] for row in again}
    kept = without_repeats(years["train"], years["validate"])
    assert {years["validate"].firms[row] for row in kept} == set(years["validate"].firms) - names
    task = sme_graph.task_of(tmp_path)
    assert task.later
    assert not names & set(task.later.ids)
    scored = sme_graph.sample_of(tmp_path, task.context)
    assert names <= set(scored.ids)
    assert not names & set(scored.labelled().ids)


def test_a_firm_of_the_same_number_but_another_capital_is_another_firm(tmp_path: Path) -> None:
    changed = tables()
    changed[COMPANIES].append({**changed[COMPANIES][0], "split": "validate", "registered_capital": "77"})
    years = years_of(written(changed, tmp_path))
    assert len(without_repeats(years["train"], years["validate"])) == SPLITS["validate"] + 1


def test_a_later_year_is_scored_blind_alike_alone_or_beside_the_others(tmp_path: Path) -> None:
    context = task(TABLES, tmp_path / "learned").context
    later = invented({**SPLITS, "test": 40}, seed=1)
    alone = {name: [row for row in rows if row["split"] == "test"] for name, rows in later.items()}
    for row in alone[COMPANIES]:
        del row["bankrupt"]
    beside = sme_graph.sample_of(written(later, tmp_path / "beside"), context)
    blind = sme_graph.sample_of(written(alone, tmp_path / "alone"), context)
    assert beside.ids == blind.ids
    assert len(blind.ids) == 40
    assert same(beside.frame, blind.frame)
    assert np.isnan(blind.y).all()
    assert sorted(blind.frame) == context["columns"]


def test_a_model_kept_and_found_again_scores_a_later_year_without_labels(tmp_path: Path) -> None:
    whole = task(TABLES, tmp_path / "learned")
    quick = replace(whole, learners={"logistic": Learner("logistic", {"ridge": 50.0})}, most=1)
    kept = training.train(quick, tmp_path / "models", {}, lambda _: None)
    found = registry.find(tmp_path / "models", "risk")
    blind = {name: [row for row in rows if row["split"] == "validate"] for name, rows in tables().items()}
    for row in blind[COMPANIES]:
        row["bankrupt"] = ""
    sample = sme_graph.sample_of(written(blind, tmp_path / "blind"), found.context)
    assert not sample.labelled().ids
    assert whole.later
    assert scored(found, sample).predicted == pytest.approx(scored(kept, whole.later).predicted)


def test_splits_may_be_named_and_one_that_is_not_there_is_refused(tmp_path: Path) -> None:
    found = task(TABLES, tmp_path)
    assert len(sme_graph.sample_of(tmp_path, found.context).ids) == SPLITS["validate"]
    both = sme_graph.sample_of(tmp_path, found.context, ["train", "validate"])
    assert len(set(both.ids)) == sum(SPLITS.values())
    with pytest.raises(InvalidInput, match="no split test"):
        sme_graph.sample_of(tmp_path, found.context, ["test"])


def test_a_folder_without_firms_to_learn_from_is_refused(tmp_path: Path) -> None:
    later = {name: [row for row in rows if row["split"] == "validate"] for name, rows in tables().items()}
    with pytest.raises(InvalidInput, match="no split train, but validate"):
        sme_graph.task_of(written(later, tmp_path))


def test_labels_are_known_from_the_columns_of_firms_not_seen(tmp_path: Path) -> None:
    found = task(invented({"train": 500, "validate": 300}), tmp_path)
    model = fit(Learner("logistic", {"ridge": 50.0}), found.known.frame, found.known.y)
    assert found.later
    assert measures.auc(found.later.y, model.margin(found.later.frame)) > 0.7


def test_groups_and_lawsuits_need_not_be_known(tmp_path: Path) -> None:
    bare = {**tables(), GROUPS: [], LAWSUITS: []}
    found = task(bare, tmp_path)
    assert found.later
    assert len(found.later.ids) == SPLITS["validate"]
    assert not any(name.startswith("lawsuits") for name in found.known.frame)


@pytest.mark.parametrize(
    ("name", "column", "value", "words"),
    [
        (COMPANIES, "registered_capital", "many", "companies.csv line 2: registered_capital is not a number: 'many'"),
        (COMPANIES, "paid_capital", "inf", "must be finite"),
        (COMPANIES, "registered_capital", "0", "the capital must be above 0"),
        (COMPANIES, "bankrupt", "2", "line 2: bankrupt is neither 0 nor 1"),
        (EDGES, "weight", "", "edges.csv line 2: weight is not a number"),
        (LAWSUITS, "result", "?", "lawsuits.csv line 2: result is not a number"),
    ],
)
def test_what_cannot_be_is_told_by_file_and_line(
    tmp_path: Path, name: str, column: str, value: str, words: str
) -> None:
    changed = tables()
    changed[name][0][column] = value
    with pytest.raises(InvalidInput, match=words.replace("?", r"\?")):
        sme_graph.task_of(written(changed, tmp_path))


def test_a_firm_said_twice_in_a_split_is_refused(tmp_path: Path) -> None:
    changed = tables()
    changed[COMPANIES].append(dict(changed[COMPANIES][3]))
    with pytest.raises(InvalidInput, match="said twice in one split"):
        years_of(written(changed, tmp_path))


def test_an_edge_of_a_person_said_from_one_end_alone_counts_as_from_both(tmp_path: Path) -> None:
    one_way = tables()
    one_way[EDGES] = [row for row in one_way[EDGES] if row["relation"] not in ("execute", "supervised")]
    assert same(task(TABLES, tmp_path / "1").known.frame, task(one_way, tmp_path / "2").known.frame)


def test_an_edge_to_a_firm_beyond_the_split_counts(tmp_path: Path) -> None:
    changed = tables()
    add_edge(changed, "train", 0, 99_999, "branch")
    before, after = (task(one, tmp_path / name).known for one, name in ((TABLES, "1"), (changed, "2")))
    at = list(before.ids).index("0")
    assert after.frame["degree_branch"][at] == pytest.approx(np.log1p(np.expm1(before.frame["degree_branch"][at]) + 1))
