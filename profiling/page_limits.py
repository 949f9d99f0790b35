"""Limits of amount and term that a sentence of a product's page states."""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any


def limits_of(sentence: str, rules: Mapping[str, Any]) -> tuple[dict[str, list[int]], bool]:
    """Return the limits of a sentence, and whether they are all it states.

    `amount_max` in yuan, `term_max` in months, `single_term` the term of one loan within a line of credit.
    """
    found: dict[str, list[int]] = {}
    clauses = [clause.strip() for clause in re.split(rules["clause"], sentence) if clause.strip()]
    whole = [_read(clause, rules, found) for clause in clauses]
    return found, bool(whole) and all(whole)


def _read(clause: str, rules: Mapping[str, Any], found: dict[str, list[int]]) -> bool:
    """Add the limit that a clause states; tell whether it states nothing else."""
    amount = re.search(rules["amount"], clause)
    if amount:
        if not re.search(rules["not_amount"], clause):
            found.setdefault("amount_max", []).append(_number(amount, rules["units"]))
        return bool(re.search(rules["plain"], amount["what"]))
    term = re.search(rules["term"], clause) or re.search(rules["term_turned"], clause)
    if term is None:
        return False
    name = "single_term" if re.search(rules["single_loan"], term["what"]) else "term_max"
    found.setdefault(name, []).append(_number(term, rules["units"]))
    return bool(re.search(rules["plain"], term["what"]))


def _number(match: "re.Match[str]", units: Mapping[str, str]) -> int:
    return int(number_of(match, units))


def number_of(match: "re.Match[str]", units: Mapping[str, str]) -> Decimal:
    """Return the number that a pattern found, in yuan, months or as a fraction."""
    return Decimal(match["number"]) * Decimal(units[match["unit"]])


def columns_told(found: Iterable[str]) -> list[str]:
    """Return the columns of a product that some limits tell."""
    return sorted({"term_max" if name == "single_term" else name for name in found})
