"""The questions of the planted cases as an officer asks them: the command, the route, and the answer in the body."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Body = Mapping[str, Any]
Case = Mapping[str, Any]


@dataclass(frozen=True)
class Asked:
    """How a question is asked: the command before the id, the route after it, and how its answer is checked."""

    command: tuple[str, ...]
    route: str
    check: Callable[[Body, Case], None]


def _named(items: Any, share: str) -> dict[str, str]:
    return {one["name"]: one[share] for one in items}


def effective_ownership(body: Body, case: Case) -> None:
    found = {one["name"]: one["effective"] for one in body["holders"] if one["ultimate"]}
    wanted = case["expected"]
    assert (wanted.items() <= found.items()) if case.get("partial") else wanted == found


def naive_ownership(body: Body, case: Case) -> None:
    assert case["expected"].items() <= _named(body["holders"], "naive").items()


def circular_holdings(body: Body, case: Case) -> None:
    assert [sorted(one) for one in body["circular"]] == [sorted(one) for one in case["expected"]]


def unknown_share(body: Body, case: Case) -> None:
    assert body["unknown_share"] == case["expected"]


def as_of_holders(body: Body, case: Case) -> None:
    assert _named(body["holders"], "effective") == case["expected"]


def income_share(body: Body, case: Case) -> None:
    assert case["expected"].items() <= _named(body["lenses"]["income"]["holders"], "share").items()


def voting(body: Body, case: Case) -> None:
    holders = body["lenses"]["voting"]["holders"]
    found = {**{one["id"]: one["share"] for one in holders}, **_named(holders, "share")}
    assert case["expected"].items() <= found.items()


def controller(body: Body, case: Case) -> None:
    wanted = case["expected"]
    names = [one["name"] for one in body["controllers"]]
    told = wanted["controller"]
    assert sorted(names) == sorted(told if isinstance(told, list) else [told])
    for field in ("type", "certainty", "share", "voting"):
        if field in wanted:
            assert body[field] == wanted[field]
    if "through" in wanted:
        assert wanted["through"] in [step["holds"]["id"] for step in body["proof"]]
    if "not" in wanted:
        assert wanted["not"] not in names
    assert all(step["evidence"] for step in body["proof"])


def controlling_shareholder(body: Body, case: Case) -> None:
    names = [one["name"] for one in body["controlling_shareholders"]]
    assert names == ([case["expected"]] if case["expected"] else [])


def beneficial_owners(body: Body, case: Case) -> None:
    assert len(body["owners"]) == len(case["expected"])
    for wanted in case["expected"]:
        [found] = [one for one in body["owners"] if one["name"] == wanted["name"]]
        assert wanted.items() <= found.items()
    assert all(one["evidence"] for one in body["owners"])


def guarantee_circles(body: Body, case: Case) -> None:
    wanted = case["expected"]
    found = [(sorted(one["members"]), one["kind"]) for one in body["circles"]]
    assert found == [(sorted(one["members"]), one["kind"]) for one in wanted["circles"]]
    if "outside" in wanted:
        assert (body["outside"], body["component"]) == (wanted["outside"], wanted["component"])


def guarantee_cascade(body: Body, case: Case) -> None:
    rounds = [[one["id"] for one in falling["fallen"]] for falling in body["cascade"]["rounds"]]
    assert rounds == case["expected"]["rounds"]
    assert [one["id"] for one in body["cascade"]["stands"]] == case["expected"]["stands"]


def guarantee_ratio(body: Body, case: Case) -> None:
    ratio = body["ratio"]
    assert (ratio["amount"], ratio["net_assets"], ratio["value"]) == (
        case["amount"],
        case["net_assets"],
        case["expected"],
    )


def guarantee_chains(body: Body, case: Case) -> None:
    assert case["expected"] in [{"nodes": one["nodes"], "length": one["length"]} for one in body["chains"]]


def group_members(body: Body, case: Case) -> None:
    wanted = case["expected"]
    [member] = [one for one in body["members"] if one["id"] == wanted["member"]]
    assert wanted["test"] in member["tests"]
    assert member["evidence"]


def risk_grade(body: Body, case: Case) -> None:
    assert body["grade"] == case["expected"]


def enforcement_open(body: Body, case: Case) -> None:
    found = {one["name"] for one in body["events"] if one["dimension"] == "enforcement" and one["open"]}
    assert sorted(found) == sorted(case["expected"])


def dishonest(body: Body, case: Case) -> None:
    assert any(one["measure"] == "dishonest" and one["open"] for one in body["events"]) == case["expected"]


def litigation_as(body: Body, case: Case) -> None:
    for role, cases in case["expected"].items():
        found = {one["name"] for one in body["events"] if one["dimension"] == "litigation" and one["role"] == role}
        assert sorted(found) == sorted(cases)


def blacklist(body: Body, case: Case) -> None:
    assert any(one["dimension"] == "blacklist" and one["open"] for one in body["events"]) == case["expected"]


def data_quality(body: Body, case: Case) -> None:
    wanted = case["expected"]
    assert (wanted["finding"], wanted["sum"]) in [(one["finding"], one.get("sum")) for one in body["data_quality"]]


def changes_between(body: Body, case: Case) -> None:
    assert case["expected"].items() <= body["counts"].items()


def hidden_relation(body: Body, case: Case) -> None:
    [found] = [one for one in body["parties"] if one["id"] == case["about"][1]["id"] and one["dimension"] == "hidden"]
    assert found["certainty"] == case["expected"]["certainty"]
    assert set(case["expected"]["evidence"]) <= {clue["kind"] for clue in found["clues"]}


def hub(body: Body, case: Case) -> None:
    assert [one for one in body["parties"] if one["dimension"] == "hidden"] == []
    [found] = [one for one in body["hubs"] if one["name"] == case["expected"]["phone"]]
    assert found["shared_by"] == case["expected"]["shared_by"]
    assert found["links_clients"] == case["expected"]["links_clients"]


OWNERSHIP, SCAN = (("ownership",), "ownership"), (("scan",), "risk")
GUARANTEES = (("guarantees",), "guarantees")
QUESTIONS: Mapping[str, Asked] = {
    "effective_ownership": Asked(*OWNERSHIP, effective_ownership),
    "naive_ownership": Asked(*OWNERSHIP, naive_ownership),
    "circular_holdings": Asked(*OWNERSHIP, circular_holdings),
    "unknown_share": Asked(*OWNERSHIP, unknown_share),
    "as_of_holders": Asked(*OWNERSHIP, as_of_holders),
    "income_share": Asked(*OWNERSHIP, income_share),
    "voting": Asked(*OWNERSHIP, voting),
    "controller": Asked(("controller",), "controller", controller),
    "controlling_shareholder": Asked(("controller",), "controller", controlling_shareholder),
    "beneficial_owners": Asked(("owners",), "beneficial-owners", beneficial_owners),
    "guarantee_circles": Asked(*GUARANTEES, guarantee_circles),
    "guarantee_cascade": Asked(*GUARANTEES, guarantee_cascade),
    "guarantee_ratio": Asked(*GUARANTEES, guarantee_ratio),
    "guarantee_chains": Asked(*GUARANTEES, guarantee_chains),
    "group_members": Asked(("group",), "group", group_members),
    "risk_grade": Asked(*SCAN, risk_grade),
    "enforcement_open": Asked(*SCAN, enforcement_open),
    "dishonest": Asked(*SCAN, dishonest),
    "litigation_as": Asked(*SCAN, litigation_as),
    "blacklist": Asked(*SCAN, blacklist),
    "data_quality": Asked(("standing",), "standing", data_quality),
    "changes_between": Asked(("changes",), "changes", changes_between),
    "hidden_relation": Asked(("related",), "related", hidden_relation),
    "hub": Asked(("related",), "related", hub),
}
