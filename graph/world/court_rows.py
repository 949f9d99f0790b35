"""Rows that courts keep: litigation with its judgment text, and enforcement."""

from dataclasses import dataclass
from random import Random

from firmgraph.graph.world.actors import Firm, cells
from firmgraph.graph.world.codes import case_number
from firmgraph.graph.world.sheet import Sheet
from firmgraph.graph.world.words import read


@dataclass(frozen=True, slots=True)
class Suit:
    """A case between a plaintiff and a defendant, each a firm of the world or a name outside it; amount in yuan."""

    plaintiff: Firm | str
    defendant: Firm | str
    number: int
    year: int
    amount: int


def sue(sheet: Sheet, suit: Suit, rng: Random, **stated: object) -> str:
    """Add a case, one row for each party, with the judgment as text; return its docket number."""
    case_no, texts = case_number(suit.number, suit.year), read("texts")
    cause = str(stated.get("cause") or rng.choice(texts["causes"]))
    filed = f"{suit.year}-03-{rng.randint(1, 28):02d}"
    names = {role: party.name if isinstance(party, Firm) else party for role, party in (("plaintiff", suit.plaintiff), ("defendant", suit.defendant))}
    text = rng.choice(texts["judgment"]).format(cause=cause, filed=filed, amount=suit.amount, **names)
    row: dict[str, object] = {
        "case_no": case_no, "court": rng.choice(read("words")["courts"]), "cause": cause, "stage": "民事一审", "amount": suit.amount,
        "awarded": suit.amount, "result": "支持原告诉请", "filed": filed, "judged": f"{suit.year}-06-{rng.randint(1, 28):02d}", "text": text,
    }  # fmt: skip
    for role, party in (("plaintiff", suit.plaintiff), ("defendant", suit.defendant)):
        named = cells("party", party) if isinstance(party, Firm) else {"party": party, "party_kind": "enterprise"}
        sheet.add("litigation", **{**row, **named, "role": role, **stated})
    return case_no


def enforce(sheet: Sheet, firm: Firm, kind: str, number: int, amount: int, **stated: object) -> str:
    """Add an enforcement against a firm, open and not performed unless `closed` is stated; return its docket number."""
    texts = read("texts")
    case_no = case_number(number, 2024, "执")
    pattern = texts["enforcement_done" if stated.get("closed") else "enforcement"][0]
    row = {**cells("party", firm), "kind": kind, "case_no": case_no, "court": "澜州市汀东区人民法院", "amount": amount, "performed": "none",
           "filed": "2024-04-18", "text": pattern.format(party=firm.name, amount=amount)}  # fmt: skip
    sheet.add("enforcement", **{**row, **stated})
    return case_no
