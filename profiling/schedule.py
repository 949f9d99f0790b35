"""Repayment schedules in cents: principal parts sum to the amount exactly, whatever the method."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext

from firmgraph.profiling.money import CENT, to_cents

_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Loan:
    """An amount in yuan lent for so many months at a yearly rate (a fraction), repaid by a method."""

    amount: Decimal
    months: int
    rate: Decimal
    method: str


@dataclass(frozen=True, slots=True)
class Instalment:
    """What is due in a month, in yuan."""

    month: int
    principal: Decimal
    interest: Decimal

    @property
    def payment(self) -> Decimal:
        """Principal and interest together."""
        return self.principal + self.interest

    def wire(self) -> dict[str, str | int]:
        """The body of an instalment."""
        return {
            "month": self.month,
            "principal": f"{self.principal:f}",
            "interest": f"{self.interest:f}",
            "payment": f"{self.payment:f}",
        }


def schedule(loan: Loan) -> list[Instalment]:
    """Return the instalments of a loan; interest is monthly on what is still owed, `bullet` pays it all at the end.

    A revolving line is shown as if wholly drawn: interest each month, the amount at the end.
    """
    if loan.method == "bullet":
        interest = to_cents(loan.amount * loan.rate * loan.months / 12)
        return [Instalment(loan.months, to_cents(loan.amount), interest)]
    owed, regular, found = to_cents(loan.amount), _regular(loan), []
    for month in range(1, loan.months + 1):
        interest = to_cents(owed * loan.rate / 12)
        part = max(regular - interest, _ZERO) if loan.method == "equal_instalment" else regular
        principal = owed if month == loan.months else min(owed, part)
        found.append(Instalment(month, principal, interest))
        owed -= principal
    return found


def _regular(loan: Loan) -> Decimal:
    """What is due in every month but the last: the whole payment of equal instalments, else the principal."""
    if loan.method == "equal_principal":
        return to_cents(loan.amount / loan.months)
    return level_payment(loan) if loan.method == "equal_instalment" else Decimal("0.00")


def level_payment(loan: Loan) -> Decimal:
    """Return the level monthly payment of a loan, to the cent."""
    monthly = loan.rate / 12
    if monthly == 0:
        return (loan.amount / loan.months).quantize(CENT, ROUND_HALF_UP)
    with localcontext() as context:
        context.prec = 40
        growth = (1 + monthly) ** loan.months
        return to_cents(loan.amount * monthly * growth / (growth - 1))
