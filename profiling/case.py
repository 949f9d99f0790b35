"""A loan case: the request beside what records say of the firm.

What the firm says of itself in the request counts only where records are silent.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from firmgraph.profiling.facts import Facts
from firmgraph.profiling.features import measure
from firmgraph.profiling.internal import size_of
from firmgraph.profiling.measured import Measured, evidence_of, or_source
from firmgraph.profiling.request import Terms


@dataclass(frozen=True, slots=True)
class Known:
    """A fact of a case and the records that state it, none where only the request does; None is unknown."""

    value: str | None
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True)
class Case:
    """A firm's facts and the terms it asks for.

    `figures` are its features where they were measured before, and `gained` the qualifications it is assumed to have
    besides: so a case is looked at as it might become.
    """

    facts: Facts
    terms: Terms
    figures: Mapping[str, Measured] | None = field(default=None, compare=False)
    gained: tuple[str, ...] = ()

    @cached_property
    def features(self) -> Mapping[str, Measured]:
        """Every feature of the firm by name."""
        return self.facts.once(measure) if self.figures is None else self.figures

    def assuming(self, terms: Terms, figures: Mapping[str, Decimal], gained: Iterable[str]) -> "Case":
        """Return the case with other terms, some figures set, and some qualifications gained."""
        assumed = {name: Measured(value) for name, value in figures.items()}
        return Case(self.facts, terms, {**self.features, **assumed}, (*self.gained, *gained))

    def measured(self, name: str, stated: Decimal | int | None = None) -> Measured:
        """Return a feature; where records are silent, what the request states."""
        found = self.features[name]
        return found if found.value is not None or stated is None else Measured(Decimal(stated))

    @cached_property
    def asset(self) -> Measured:
        """The client's current asset with the bank, in yuan."""
        return self.measured("client_asset", self.terms.asset)

    @cached_property
    def revenue(self) -> Measured:
        """Revenue of the latest full year, in yuan."""
        return self.measured("revenue", self.terms.revenue)

    @cached_property
    def industry(self) -> Known:
        """The firm's industry, a GB/T 4754 code where the registry gives one."""
        return self._registered("industry", self.terms.industry)

    @cached_property
    def region(self) -> Known:
        """The firm's region, a six-digit code where the registry gives one."""
        return self._registered("region", self.terms.region)

    @cached_property
    def size(self) -> Known:
        """The SME size class (large, medium, small, micro)."""
        value, evidence = self.facts.once(size_of)
        return Known(value, evidence) if value else Known(self.terms.size)

    @cached_property
    def qualifications(self) -> tuple[tuple[str, ...] | None, tuple[str, ...]]:
        """The qualifications held on the day, with their records; None where neither registry nor request tells."""
        held, evidence = self.facts.once(_held)
        if held or self.gained or self.facts.knows("registration"):
            return tuple(dict.fromkeys((*held, *self.gained))), evidence
        stated = self.terms.qualifications
        return (None if stated is None else tuple(stated)), ()

    def _registered(self, name: str, stated: str | None) -> Known:
        value = self.facts.property(name)
        if value is not None:
            return Known(str(value), evidence_of(r for r in self.facts.of("registration") if name in r.payload))
        return Known(stated)


def _held(facts: Facts) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The qualifications held on the day, and their records or, where none is held, those of the registry."""
    held = [r for r in facts.of("qualification") if facts.is_open(r)]
    evidence = evidence_of(held or facts.of("registration"))
    return tuple(r.payload["name"] for r in held), evidence or or_source(facts, "registration", held)
