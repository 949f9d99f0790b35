"""Records in, and the record behind a piece of evidence."""

from typing import Annotated

from fastapi import APIRouter, Path

from firmgraph.api import answers, wire
from firmgraph.api.answer import Answer
from firmgraph.api.body import CarefulRoute
from firmgraph.api.deps import At, RecordId, Store
from firmgraph.api.intake import NewRecords, RecordsReport, take_in
from firmgraph.api.openapi import problems

router = APIRouter(prefix="/v1/records", tags=["records"], route_class=CarefulRoute)
Kind = Annotated[str, Path(max_length=40, description="A record kind, such as registration.")]


@router.post("/{kind}", response_model=RecordsReport, responses=problems(400, 404, 413, 415), summary="Send records")
def append(store: Store, kind: Kind, sent: NewRecords) -> Answer:
    """Append up to 1,000 rows of one kind; good rows are committed together, bad ones told with reason."""
    return Answer(take_in(store, kind, sent))


@router.get("/{record_id:path}", response_model=wire.StoredRecord, responses=problems(404), summary="A record")
def record(store: Store, at: At, record_id: RecordId) -> Answer:
    """Show the record behind a piece of evidence."""
    return Answer(answers.record_detail(store, record_id, at))
