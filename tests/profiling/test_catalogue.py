"""The catalogue in force at a moment: the newest word on each product, since when it is offered, and deals."""

from tests.profiling.rows import MakeStore, deals, fill, product, product_row

from firmgraph.graph.elements import Moment
from firmgraph.profiling.catalogue import read_catalogue

DAY = Moment("2025-06-30")


def test_of_two_records_of_a_product_the_newer_observation_counts(make_store: MakeStore) -> None:
    older = product_row("P1", name="旧名", observed_at="2025-01-01")
    newer = product_row("P1", name="新名", observed_at="2025-06-01")
    for rows in ([older, newer], [newer, older]):
        (found,) = read_catalogue(make_store(rows), DAY).products
        assert (found.name, found.since) == ("新名", "2025-01-01")


def test_a_product_is_offered_from_its_first_to_its_last_day(make_store: MakeStore) -> None:
    store = make_store([product_row("P1", valid_from="2025-06-30", valid_to="2025-07-01")])
    days = ("2025-06-29", "2025-06-30", "2025-07-01", "2025-07-02")
    assert [len(read_catalogue(store, Moment(day)).products) for day in days] == [0, 1, 1, 0]
    assert read_catalogue(store, DAY).products[0].since == "2025-06-30"


def test_the_catalogue_is_kept_until_something_is_loaded(make_store: MakeStore) -> None:
    store = make_store([product_row("P1")])
    first = read_catalogue(store, DAY)
    assert read_catalogue(store, DAY) is first
    fill(store, [product_row("P2", record_id="other"), *deals("P2", 2)])
    second = read_catalogue(store, DAY)
    assert [one.product_id for one in second.products] == ["P1", "P2"]
    assert second.deals == {"P2": 2}


def test_more_moments_than_are_kept_are_all_answered(make_store: MakeStore) -> None:
    store = make_store([product_row("P1", valid_from="2025-01-10")])
    found = [len(read_catalogue(store, Moment(f"2025-01-{day:02d}")).products) for day in range(1, 20)]
    assert found == [0] * 9 + [1] * 10


def test_products_are_equal_by_all_they_state_and_for_whom_their_conditions_say() -> None:
    condition = [{"rule": "client_kind", "value": ["person", "farmer"]}, {"rule": "client_kind", "value": "person"}]
    one, other = product("P1", conditions=condition), product("P1", term_max=99)
    assert hash(one) == hash(other)
    assert one != other
    assert (one.clients, other.clients) == (("person", "farmer"), ())
