"""The rules a case is judged by, and the judge: client grade, bids and eligibility of any products, again and again."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from firmgraph.packs import RulePack, pack_for
from firmgraph.profiling.bids import Bid, bid_of, with_caps
from firmgraph.profiling.caps import Cap, Headroom
from firmgraph.profiling.case import Case
from firmgraph.profiling.catalogue import Product
from firmgraph.profiling.eligibility import Eligibility, assess
from firmgraph.profiling.grade import ClientGrade, GradeTable, client_grade, read_table

FAMILIES = ("client-grades", "ranking", "sme-size", "price", "capacity")


@dataclass(frozen=True, slots=True)
class Rules:
    """The packs by which a case that passed the gates is matched, and whether a class takes the nearest lower grade."""

    grades: RulePack
    ranking: RulePack
    size: RulePack
    price: RulePack
    capacity: RulePack
    nearest_lower_grade: bool = False

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the packs."""
        return self.grades.id, self.ranking.id, self.size.id, self.price.id, self.capacity.id


def rules_at(day: str, packs: Sequence[str] = (), *, nearest_lower_grade: bool = False) -> Rules:
    """Return the rules in force on a day, those named by id in place of their family's."""
    grades, ranking, size, price, capacity = (pack_for(family, day, packs) for family in FAMILIES)
    return Rules(grades, ranking, size, price, capacity, nearest_lower_grade)


@dataclass(frozen=True)
class Assessor:
    """Judges products for cases of one firm: the rules, the firm as it is, the caps that the bank's limits set."""

    rules: Rules
    case: Case
    limits: tuple[Cap, ...] = ()

    @cached_property
    def headroom(self) -> Headroom:
        """What bounds every loan of the firm: its cash and its need do not hang on what it asks for."""
        return Headroom.of(self.case, self.rules.capacity, self.limits)

    @cached_property
    def table(self) -> GradeTable:
        """The table of client grades."""
        return read_table(self.rules.grades.parameters)

    def client(self, case: Case) -> ClientGrade:
        """Return the client grade of a case."""
        return client_grade(case.facts, case.asset.value, case.asset.evidence, self.table)

    def judge(
        self, products: Iterable[Product], case: Case, client: ClientGrade
    ) -> tuple[Mapping[str, Bid], Mapping[str, Eligibility]]:
        """Return what each product comes to for a case, and whether it is open to it, by product id."""
        found, headroom = list(products), replace(self.headroom, case=case)
        bids = {one.product_id: bid_of(one, client.grade, self.rules.price, headroom) for one in found}
        return bids, with_caps(assess(found, case), bids.values())
