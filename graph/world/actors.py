"""Who acts in the invented economy: firms, people and public bodies, and how a row names them."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from firmgraph.graph.world import codes
from firmgraph.graph.world.words import Trade, read

Cells = dict[str, object]

HELD_BY_ONE = "有限责任公司(自然人独资)"
HELD_BY_SEVERAL = "有限责任公司(自然人投资或控股)"


@dataclass(frozen=True, slots=True)
class Person:
    """A natural person; without `id_no` only the name is known."""

    name: str
    id_no: str | None = None


@dataclass(frozen=True, slots=True)
class Body:
    """A party known by name only that is no natural person, such as a state body; `kind` as in a party column."""

    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Firm:
    """An enterprise; money in yuan, `people` begins with the legal representative."""

    number: int
    uscc: str
    name: str
    form: str
    region: str
    address: str
    trade: Trade
    established: date
    capital: int
    staff: int
    revenue: int
    assets: int
    net_assets: int
    phone: str
    email: str
    people: tuple[Person, ...]

    @property
    def kind(self) -> str:
        """Return the kind of party: enterprise, partnership or sole_trader."""
        if self.uscc.startswith("92"):
            return "sole_trader"
        return "partnership" if "合伙" in self.form else "enterprise"


Party = Person | Body | Firm


def cells(column: str, party: Party) -> Cells:
    """Return the cells that name a party: its name, its number where known, and its kind."""
    if isinstance(party, Firm):
        return {column: party.name, f"{column}_id": party.uscc, f"{column}_kind": party.kind}
    if isinstance(party, Person):
        return {column: party.name, f"{column}_id": party.id_no, f"{column}_kind": "person"}
    return {column: party.name, f"{column}_kind": party.kind}


def outside() -> list[Body]:
    """Return the firms outside the world, of which only the name is known."""
    return [Body(name, "enterprise") for name in read("words")["outside_buyers"]]


def draw_firm(rng: Random, number: int, brand_name: str, trade: Trade, people: tuple[Person, ...]) -> Firm:
    """Return a firm of a running number whose size, place and age are drawn; `brand_name` lacks the legal form."""
    sole_trader = len(people) == 1 and trade.sector in ("餐饮业", "零售业") and rng.random() < 0.5
    district = rng.choice(read("words")["districts"])
    low, high = trade.staff
    staff = min(rng.randint(low, high), rng.randint(low, high))
    revenue = _rounded(staff * trade.per_head * rng.uniform(0.6, 1.3))
    assets = _rounded(revenue * rng.uniform(0.5, 1.1))
    form, suffix = _legal_form(len(people), sole_trader)
    return Firm(
        number=number,
        uscc=codes.credit_code(number, district["code"], sole_trader=sole_trader),
        name=brand_name + suffix,
        form=form,
        region=district["code"],
        address=_address(rng, district["name"]),
        trade=trade,
        established=date(2004, 1, 1) + timedelta(days=rng.randrange(365 * 19)),
        capital=rng.choice([100, 200, 300, 500, 800, 1000, 2000, 3000]) * 10_000,
        staff=staff,
        revenue=revenue,
        assets=assets,
        net_assets=_rounded(assets * rng.uniform(0.3, 0.7)),
        phone=codes.phone(number),
        email=f"office@f{number:06d}.example",
        people=people,
    )


def _legal_form(holders: int, sole_trader: bool) -> tuple[str, str]:
    if sole_trader:
        return "个体工商户", "经营部"
    return (HELD_BY_ONE if holders == 1 else HELD_BY_SEVERAL), "有限公司"


def _address(rng: Random, district: str) -> str:
    words = read("words")
    place = f"{words['city']['name']}{district}{rng.choice(words['roads'])}{rng.randint(1, 400)}号"
    if rng.random() < 0.4:
        place += f"{rng.choice(words['buildings'])}{rng.randint(1, 12)}幢{rng.randint(101, 1899)}室"
    return place


def _rounded(amount: float) -> int:
    return int(round(amount, -4))
