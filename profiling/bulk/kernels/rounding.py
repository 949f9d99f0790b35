"""Division of whole numbers rounded as decimals are."""

from firmgraph.graph.kernels.arrays import compiled


@compiled
def half_up(number: int, unit: int) -> int:
    """Return a number of at least nought divided by a unit, halves rounded up."""
    return (2 * number + unit) // (2 * unit)


@compiled
def half_even(number: int, unit: int) -> int:
    """Return a number of at least nought divided by a unit, halves rounded to the even one."""
    count, rest = number // unit, number % unit
    if 2 * rest > unit or (2 * rest == unit and count % 2 == 1):
        count += 1
    return count
