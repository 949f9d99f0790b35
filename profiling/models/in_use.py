"""The models that score clients: the newest that is not retired of each kind, or those a decision was made with."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from firmgraph.errors import NotFound
from firmgraph.profiling.models.frame_labels import label_rule
from firmgraph.profiling.models.frame_seen import month_end
from firmgraph.profiling.models.registry import Kept, find
from firmgraph.profiling.reasons import Reason
from firmgraph.settings import get_settings

KINDS = ("risk", "willingness", "utilisation")


@dataclass(frozen=True)
class Models:
    """The models of clients by what they tell, learned from training tables: only these can be read off a store."""

    kept: tuple[tuple[str, Kept], ...] = ()

    def of(self, kind: str) -> Kept | None:
        """The model of a kind, if there is one."""
        return dict(self.kept).get(kind)

    def needed(self, kind: str) -> Kept:
        """The model of a kind; raise NotFound that says what to do where there is none."""
        model = self.of(kind)
        if model is None:
            words = f"no model of {kind} is in use: learn one with firmgraph train {kind} from a training table"
            raise NotFound(words, field="model")
        return model

    def wire(self) -> dict[str, Any]:
        """Which version of which data each model is, and who had approved it, for that may be signed later."""
        return {
            kind: {"version": model.version, "data": model.data, "approved_by": model.roles.get("approval")}
            for kind, model in self.kept
        }


NO_MODELS = Models()


def models_folder() -> Path:
    """The folder of the models, as the settings say."""
    return Path(get_settings().models)


def models_in_use(folder: Path | None = None) -> Models:
    """Return the newest models of a folder, or of that of the settings; none where nothing was learned."""
    place = folder or models_folder()
    return _newest(place, state_of(place))


def models_of(versions: Mapping[str, Any]) -> Models:
    """Return the models of some versions as they stood, told as `Models.wire` does; raise NotFound where one is gone.

    Raises InvalidInput where a file was changed.
    """
    return Models(tuple((kind, _as_told(kind, versions[kind])) for kind in sorted(versions)))


def _as_told(kind: str, told: Mapping[str, Any]) -> Kept:
    model, who = find(models_folder(), named(kind), told["version"]), told.get("approved_by")
    roles = {**model.roles, "approval": who}
    return replace(model, roles={role: name for role, name in roles.items() if name is not None})


def named(kind: str) -> str:
    """The name of the model of a kind that is learned from a training table."""
    return f"{kind}_table"


def state_of(folder: Path) -> int:
    """A number that changes when a model is added to a folder; 0 where there is no folder."""
    try:
        return folder.stat().st_mtime_ns
    except FileNotFoundError:
        return 0


def usable_from(model: Kept) -> str:
    """The day from which a model may be asked: by then all labels that it learned from were known."""
    months = int(label_rule(model.context["label"])["months"])
    return month_end(f"{model.context['months']['known'][-1]}-01", months)


def unproven(model: Kept) -> Reason | None:
    """Why a model is not asked though it is the newest: of later clients it told no more than chance or their mean.

    Who answers for its approval may have it used all the same.
    """
    if "approval" in model.roles:
        return None
    later = model.metrics.get("later", {})
    if model.target == "binary":
        auc = later.get("auc")
        if auc is not None and auc["low"] > 0.5:
            return None
        zh, en = "AUC 区间下限未高于 0.5", "the interval of its AUC is not above one half"
    else:
        if (later.get("r2") or 0.0) > 0:
            return None
        zh, en = "R2 未高于 0", "its R2 is not above nought"
    return Reason(
        f"模型在其后的客户上未显示优于随机（{zh}），且未经审批",
        f"the model has not told later clients better than chance ({en}), and nobody has approved it",
    )


@lru_cache(maxsize=8)
def _newest(folder: Path, _state: int) -> Models:
    found = []
    for kind in sorted(KINDS):
        try:
            found.append((kind, find(folder, named(kind))))
        except NotFound:
            continue
    return Models(tuple(found))
