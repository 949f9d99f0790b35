"""Rows that courts keep: litigation with its judgment text, and enforcement."""

from dataclasses import dataclass
from random import Random

from firmgraph.graph.world.actors import Firm, Party, cells
from firmgraph.graph.world.codes import case_number
from firmgraph.graph.world.sheet import Sheet
from firmgraph.graph.world.words import read

_FILED = "2024-04-18"


@dataclass(frozen=True, slots=True)
class Suit:
    """A case between a plaintiff and a defendant; amount in yuan."""

    plaintiff: Party
    defendant: Party
    number: int
    year: int
    amount: int


def sue(sheet: Sheet, suit: Suit, rng: Random, **stated: object) -> str:
    """Add a case, one row for each party, with the judgment as text; return its docket number."""
    case_no, texts = case_number(suit.number, suit.year), read("texts")
    cause = str(stated.get("cause") or rng.choice(texts["causes"]))
    filed = f"{suit.year}-03-{rng.randint(1, 28):02d}"
    names = {"plaintiff": suit.plaintiff.name, "defendant": suit.defendant.name}
    row: dict[str, object] = {
        "case_no": case_no,
        "court": rng.choice(read("words")["courts"]),
        "cause": cause,
        "stage": "民事一审",
        "amount": suit.amount,
        "awarded": suit.amount,
        "result": "支持原告诉请",
        "filed": filed,
        "judged": f"{suit.year}-06-{rng.randint(1, 28):02d}",
        "text": rng.choice(texts["judgment"]).format(cause=cause, filed=filed, amount=suit.amount, **names),
    }
    for role, party in (("原告", suit.plaintiff), ("被告", suit.defendant)):
        sheet.add("litigation", **{**row, **cells("party", party), "role": role, **stated})
    return case_no


def enforce(sheet: Sheet, firm: Firm, kind: str, number: int, amount: int, **stated: object) -> str:
    """Add an enforcement against a firm, open and not performed unless `closed` is stated; return its docket number."""
    texts = read("texts")
    case_no = case_number(number, int(str(stated.get("filed", _FILED))[:4]), "执")
    pattern = texts["enforcement_done" if stated.get("closed") else "enforcement"][0]
    row = {
        **cells("party", firm),
        "kind": kind,
        "case_no": case_no,
        "court": "澜州市汀东区人民法院",
        "amount": amount,
        "performed": "none",
        "filed": _FILED,
        "text": pattern.format(party=firm.name, amount=amount),
    }
    sheet.add("enforcement", **{**row, **stated})
    return case_no
