"""Over every store: cases, industry and tags are read alike, and every character told stands in its record."""

from tests.graph.stores import empty, neo4j_server, opened, store  # noqa: F401
from tests.profiling.rows import AT, FIRM, NAME, SUBJECT, Row, diligence, fill, registration, statement

from firmgraph.graph.elements import Moment
from firmgraph.graph.store import GraphStore, open_store
from firmgraph.profiling.facts import gather
from firmgraph.profiling.portrait import draw_portrait, portrait_nodes
from firmgraph.profiling.tagging import kept_tags, tags_of, tags_of_all

TEXT = f"原告青屿建材商行与被告{NAME}买卖合同纠纷一案。判决如下：被告{NAME}于十日内支付原告货款2000000元。"


def rows() -> list[Row]:
    case = {"case_no": "（2024）测9900民初1号", "party": FIRM, "role": "被告", "filed": "2024-03-19", "text": TEXT}
    return [
        registration(industry=None), statement(), diligence(), ("litigation", {**case, "observed_at": "2025-06-20"})
    ]  # fmt: skip


def test_cases_and_industry_are_read_into_kept_tags(store: GraphStore) -> None:  # noqa: F811
    fill(store, rows())
    told = tags_of(gather(store, SUBJECT, AT))
    (case,) = told.cases
    assert (case.fact.result, case.fact.amount_band, told.industry.origin) == ("lost", "notable", "scope")
    assert dict(tags_of_all(store, AT))[SUBJECT] == told
    store.derive(*portrait_nodes(draw_portrait(store, SUBJECT, AT)))
    assert {"litigation.lost", "litigation.sale_dispute"} <= kept_tags(store, AT)[SUBJECT].keys()


def test_every_place_told_of_the_invented_economy_says_what_is_told(world_store: str) -> None:
    places = 0
    with open_store(world_store) as world:
        for _, told in tags_of_all(world, Moment("2025-06-30")):
            spans = [span for tag in told.tags for span in tag.spans]
            spans += [span for one in told.industry.found for span in told.industry.spans(one)]
            records = {r.record_id: r for r in world.records(ids=sorted({span.record for span in spans}))}
            for span in spans:
                assert str(records[span.record].payload[span.field])[span.start : span.end] == span.text
            assert all(tag.spans or tag.fields for tag in told.tags)
            places += len(spans)
    assert places > 500
