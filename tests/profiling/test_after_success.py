"""What a client is told after success: code, products held, referrals, gift, channel."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.profiling.rows import AT, FIRM, NAME, SUBJECT, MakeStore, Row, customer, registration

from firmgraph.errors import InvalidInput
from firmgraph.graph.store import GraphStore
from firmgraph.packs import pack_by_id
from firmgraph.profiling.facts import gather
from firmgraph.profiling.held import Held, held_products
from firmgraph.profiling.offer_code import code_svg, offer_code, read_offer_code
from firmgraph.profiling.referrals import Referrals, channel_of, gift, referrals, referring_officer

PACK = pack_by_id("after-success-000")
DECISION = "dec:0123456789abcdef0123456789abcdef"


def deal(product: str, **stated: Any) -> Row:
    row: Mapping[str, Any] = {"product_id": product, "enterprise": FIRM, "date": "2025-01-15", "amount": 100000}
    return "deal", {**row, **stated}


def held(make_store: MakeStore, *rows: Row) -> list[Held]:
    store = make_store([registration(), customer(), *rows])
    return held_products(store, gather(store, SUBJECT, AT), {"P1": "测试产品"})


def brought(name: str, referrer: str = FIRM, **stated: Any) -> Row:
    number = f"N-{name}"
    return customer(customer_no=number, enterprise=name, referrer=referrer, registered_at="2025-02-01", **stated)


def counted(make_store: MakeStore, *rows: Row) -> Referrals:
    store = make_store([registration(), customer(), *rows])
    return referrals(store, gather(store, SUBJECT, AT), PACK)


@given(st.text("abcdef0123456789", min_size=1), st.text(min_size=1, max_size=30))
def test_row_0_16_a_code_tells_its_decision_and_product(decision: str, product: str) -> None:
    if product != product.encode("utf-8", "ignore").decode() or not product.strip():
        return
    assert read_offer_code(offer_code(f"dec:{decision}", product)) == (f"dec:{decision}", product)


def test_row_0_16_a_changed_or_foreign_code_is_refused() -> None:
    code = offer_code(DECISION, "P1", b"key")
    assert read_offer_code(code, b"key") == (DECISION, "P1")
    for wrong in (code.replace("P1", "P2"), code[:-1] + ("0" if code[-1] != "0" else "1"), "https://x.example?d=1", ""):
        with pytest.raises(InvalidInput):
            read_offer_code(wrong, b"key")
    with pytest.raises(InvalidInput, match="does not hold"):
        read_offer_code(offer_code(DECISION, "P1"), b"key")


def test_row_0_16_a_code_holds_nothing_personal_and_draws_the_same_picture() -> None:
    code = offer_code(DECISION, "P1")
    assert FIRM not in code
    assert set(code.partition("?")[2].split("=")[0]) == {"d"}
    picture = code_svg(code)
    assert picture.startswith("<svg")
    assert picture == code_svg(code) != code_svg(offer_code(DECISION, "P2"))


def test_row_0_18_products_held_newest_first_with_their_state(make_store: MakeStore) -> None:
    found = held(
        make_store,
        deal("P1", date="2024-06-30", term_months=12),
        deal("P2", date="2024-06-29", term_months=12),
        deal("P3", date="2025-03-01"),
        deal("P4", date="2025-07-01", term_months=12),
        deal("P5", enterprise="别家有限公司"),
    )
    assert [(one.product_id, one.state) for one in found] == [("P3", "unknown"), ("P1", "running"), ("P2", "ended")]
    assert (found[1].name, found[1].until, found[0].name) == ("测试产品", "2025-06-30", None)
    assert all(one.wire()["evidence"] for one in found)


def test_row_0_18_a_deal_that_names_the_client_by_its_number_counts_once(make_store: MakeStore) -> None:
    number = ("deal", {"product_id": "P1", "customer_no": "C1", "date": "2025-02-01", "amount": 5})
    both = deal("P2", customer_no="C1")
    other = ("deal", {"product_id": "P3", "customer_no": "C9", "date": "2025-02-01", "amount": 5})
    assert [one.product_id for one in held(make_store, number, both, other)] == ["P1", "P2"]


def test_row_0_19_only_a_new_client_sees_the_gift_page(make_store: MakeStore) -> None:
    new = gather(make_store([registration()]), SUBJECT, AT)
    old = gather(make_store([registration(), customer()]), SUBJECT, AT)
    assert gift(new, PACK) == PACK.parameters["gift"]
    assert gift(old, PACK) is None
    silent = PACK.model_copy(update={"parameters": {**PACK.parameters, "gift": None}})
    assert gift(new, silent) is None


@pytest.mark.parametrize(("count", "reached"), [(2, False), (3, True)])
def test_row_0_20_the_preset_number_of_referrals_earns_the_reward(
    make_store: MakeStore, count: int, reached: bool
) -> None:
    found = counted(make_store, *(brought(f"新客户{n}有限公司") for n in range(count)))
    assert (found.count, found.threshold, found.reached) == (count, 3, reached)
    assert (found.wire()["reward"] is not None) == reached
    assert len(found.evidence) == count


def test_row_0_20_a_referrer_is_told_by_code_number_or_name_and_each_client_counts_once(make_store: MakeStore) -> None:
    found = counted(
        make_store,
        brought("甲新客户有限公司"),
        brought("乙新客户有限公司", "C1"),
        brought("丙新客户有限公司", NAME),
        brought("丁新客户有限公司", "别家有限公司"),
        ("customer", {**brought("甲新客户有限公司")[1], "customer_no": "N-again"}),
        customer(customer_no="C2", referrer=FIRM),
    )
    assert found.count == 3


def test_row_0_20_who_comes_later_does_not_count_yet(make_store: MakeStore) -> None:
    kind, row = brought("甲新客户有限公司")
    assert counted(make_store, (kind, {**row, "registered_at": "2025-07-01"})).count == 0


def test_row_0_01_the_channel_is_that_of_the_first_client_record_else_of_an_application(make_store: MakeStore) -> None:
    application = (
        "application",
        {"application_no": "A1", "enterprise": FIRM, "applied_at": "2025-01-01", "channel": "保险公司"},
    )

    def channel(*rows: Row) -> str | None:
        store: GraphStore = make_store([registration(), *rows])
        return channel_of(gather(store, SUBJECT, AT))

    assert channel() is None
    assert channel(application) == "保险公司"
    assert channel(application, customer(channel="汽车金融")) == "汽车金融"


def test_row_0_17_the_referrer_is_told_else_the_clients_officer(make_store: MakeStore) -> None:
    def officer(**stated: Any) -> str | None:
        return referring_officer(gather(make_store([registration(), customer(**stated)]), SUBJECT, AT))

    assert officer(officer="客户经理02") == "客户经理02"
    assert officer(officer="客户经理02", referrer="客户经理07") == "客户经理07"
    assert officer() is None
