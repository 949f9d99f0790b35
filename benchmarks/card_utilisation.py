"""The card of the use of revolving lines, judged on borrowers that nothing was learned from."""

from pathlib import Path

import yaml

from benchmarks import models_utilisation
from benchmarks.card_figures import learned
from benchmarks.card_words import with_columns
from firmgraph.profiling.models.card import write_card
from firmgraph.profiling.models.card_later import chosen_learners, error_added, judged_later, later_of
from firmgraph.profiling.models.lines import task_of

WORDS = Path(__file__).parent / "cards" / "utilisation.yaml"
COHORT = "later half"


def card(folder: Path) -> list[Path]:
    """Write the card and its plots into a folder and return their paths."""
    task = task_of(models_utilisation.DATA)
    words = with_columns(yaml.safe_load(WORDS.read_text(encoding="utf-8")), task.known.frame)
    kept = learned(task)
    lost = error_added(task, chosen_learners(kept, task.learners))
    cohorts = [COHORT] * len(later_of(task).ids)
    return write_card(
        folder, "utilisation", kept, judged_later(task, kept, cohorts, metric="MAE", ablation=lost), words
    )
