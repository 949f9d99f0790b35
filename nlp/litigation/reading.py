"""A court document read in one go: rules only, the same result every time, time in line with the length."""

from dataclasses import replace

from firmgraph.nlp.litigation.causes import find_cause
from firmgraph.nlp.litigation.days import filed_day, find_days, judged_day
from firmgraph.nlp.litigation.execution import find_execution
from firmgraph.nlp.litigation.heading import court_level, find_cases, find_court, find_kind
from firmgraph.nlp.litigation.judgment import Judgment
from firmgraph.nlp.litigation.money import find_amounts
from firmgraph.nlp.litigation.orders import find_orders
from firmgraph.nlp.litigation.parties import find_parties
from firmgraph.nlp.litigation.results import result_of
from firmgraph.nlp.litigation.sections import find_sections
from firmgraph.nlp.text import normal_form


def read_judgment(text: str, subject: str | None = None) -> Judgment:
    """Read a judgment, ruling, mediation or notice; `result` is that for `subject`, the whole name of a firm or person.

    Names are told in the normal form of their characters; all places are in `text`.
    """
    normal = normal_form(text)
    sections = find_sections(normal)
    kind, court, parties, days = find_kind(normal), find_court(normal), find_parties(normal), list(find_days(normal))
    own, cited = find_cases(normal)
    read = Judgment(
        kind=kind,
        court=court,
        court_level=court_level(court.value) if court else None,
        case_number=own,
        cited_cases=cited,
        cause=find_cause(normal),
        parties=parties,
        amounts=find_amounts(normal, sections),
        orders=find_orders(normal, sections, parties, kind.value if kind else None),
        filed=filed_day(normal, days),
        judged=judged_day(normal, days, sections.disposition[0] if sections.disposition else None),
        execution=find_execution(normal),
        result="unknown",
    )
    return replace(read, result=result_of(read, subject))
