"""The rules a case is judged by, and who judges: client grade, bids and eligibility of any products."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from firmgraph.packs import RulePack, pack_for
from firmgraph.profiling.bids import Bidder
from firmgraph.profiling.capacity import FreeCash, free_cash
from firmgraph.profiling.caps import Cap, Headroom
from firmgraph.profiling.case import Case
from firmgraph.profiling.catalogue import Product
from firmgraph.profiling.eligibility import Asked, Eligibility
from firmgraph.profiling.facts import Facts
from firmgraph.profiling.grade import Authentication, ClientGrade, GradeTable, authentication, client_grade, read_table
from firmgraph.profiling.models.in_use import NO_MODELS, Models, models_in_use
from firmgraph.profiling.verdict import Verdict
from firmgraph.profiling.working_capital import WorkingCapital, working_capital

FAMILIES = ("client-grades", "ranking", "sme-size", "price", "capacity")


@dataclass(frozen=True, slots=True)
class Rules:
    """The packs by which a case that passed the gates is matched, and whether a class takes the nearest lower grade.

    `models` are those whose scores of the client are used.
    """

    grades: RulePack
    ranking: RulePack
    size: RulePack
    price: RulePack
    capacity: RulePack
    nearest_lower_grade: bool = False
    models: Models = NO_MODELS

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the packs."""
        return self.grades.id, self.ranking.id, self.size.id, self.price.id, self.capacity.id


def rules_at(
    day: str, packs: Sequence[str] = (), *, nearest_lower_grade: bool = False, models: Models | None = None
) -> Rules:
    """Return the rules in force on a day, those named by id in place of their family's; models in use unless given."""
    grades, ranking, size, price, capacity = (pack_for(family, day, packs) for family in FAMILIES)
    using = models_in_use() if models is None else models
    return Rules(grades, ranking, size, price, capacity, nearest_lower_grade, using)


@dataclass(frozen=True)
class Panel:
    """Judges products for one case of a client; what several products have in common is worked out once."""

    case: Case
    client: ClientGrade
    bidder: Bidder
    asked: Asked

    def eligibility(self, product: Product) -> Eligibility:
        """Return whether a product is open to the case, its caps as further rules."""
        return Eligibility(product, tuple(self.asked.of(product)), self.bidder.rules)

    def opens(self, product: Product) -> bool:
        """Tell whether no rule of a product fails, looking no further than the first that does."""
        if any(result.verdict is Verdict.FAIL for result in self.asked.of(product)):
            return False
        return all(result.verdict is not Verdict.FAIL for result in self.bidder.rules(product))


@dataclass(frozen=True)
class Assessor:
    """Judges products for cases of one firm: the rules, the firm's facts, the caps that the bank's limits set.

    `guarantors` is what its guarantors can still answer for; `limit_packs` are the packs those caps rest on.
    """

    rules: Rules
    facts: Facts
    limits: tuple[Cap, ...] = ()
    guarantors: Cap | None = None
    limit_packs: tuple[str, ...] = ()

    @cached_property
    def cash(self) -> FreeCash:
        """The cash the firm has a month for a new loan: it does not hang on what it asks for."""
        return free_cash(self.facts, self.rules.capacity.parameters)

    @cached_property
    def need(self) -> WorkingCapital:
        """The firm's need for working capital."""
        return working_capital(self.facts, self.rules.capacity.parameters)

    @cached_property
    def table(self) -> GradeTable:
        """The table of client grades."""
        return read_table(self.rules.grades.parameters)

    @cached_property
    def tags(self) -> Authentication:
        """The firm's authentication tags."""
        return authentication(self.facts, self.table)

    def client(self, case: Case) -> ClientGrade:
        """Return the client grade of a case."""
        return client_grade(case.asset, self.tags, self.table)

    def panel(self, case: Case) -> Panel:
        """Return who judges products for a case."""
        client = self.client(case)
        return Panel(case, client, Bidder(client.grade, self.rules.price, self.headroom(case)), Asked(case))

    def headroom(self, case: Case) -> Headroom:
        """Return what bounds every loan of a case."""
        return Headroom(case, self.rules.capacity, self.cash, self.need, self.limits, self.guarantors)
