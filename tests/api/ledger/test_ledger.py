from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from firmgraph.api.ledger.ledger import Ledger, Note, unpacked
from firmgraph.errors import InvalidInput, StoreUnavailable

MakeLedger = Callable[..., Ledger]
DAY = "2025-06-30T00:00:00+00:00"


def note(number: int, **body: Any) -> Note:
    return Note("decision", f"dec:{number}", f"ent:{number % 3}", {"number": number, **body})


def filled(make_ledger: MakeLedger, many: int = 30, key: bytes = b"") -> Ledger:
    ledger = make_ledger(key)
    ledger.append([note(number) for number in range(1, many + 1)], DAY)
    return ledger


def changed(url: str, *statements: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def test_what_is_entered_is_read_again(make_ledger: MakeLedger) -> None:
    ledger = filled(make_ledger)
    entry = ledger.read("dec:7")
    assert entry is not None
    assert (entry.seq, entry.made_at, unpacked(entry.content)) == (7, DAY, {"number": 7})
    assert ledger.read("dec:31") is None
    assert ledger.read("dec:7", "feedback") is None
    assert [one.id for one in ledger.about("ent:0")] == [f"dec:{number}" for number in range(3, 31, 3)]
    assert ledger.verify() == (30, None)


def test_an_empty_ledger_is_whole(make_ledger: MakeLedger) -> None:
    assert make_ledger().verify() == (0, None)
    assert make_ledger().append([]) == []
    assert list(make_ledger().entries()) == []


def test_a_ledger_goes_on_where_another_process_left_it(make_ledger: MakeLedger) -> None:
    filled(make_ledger, 3)
    assert [entry.seq for entry in make_ledger().append([note(4)])] == [4]
    assert make_ledger().verify() == (4, None)


def test_many_writers_make_one_chain(make_ledger: MakeLedger) -> None:
    ledgers = [make_ledger() for _ in range(4)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: ledgers[n % 4].append([note(2 * n), note(2 * n + 1)]), range(50)))
    assert ledgers[0].verify() == (100, None)
    seqs = {entry.id: entry.seq for entry in ledgers[0].entries()}
    assert all(seqs[f"dec:{2 * n + 1}"] == seqs[f"dec:{2 * n}"] + 1 for n in range(50))


@pytest.mark.parametrize(
    ("seq", "statements"),
    [
        (9, ["UPDATE ledger_entries SET subject = 'ent:x' WHERE seq = 9"]),
        (9, ["UPDATE ledger_entries SET made_at = '2025-06-29' WHERE seq = 9"]),
        (9, ["UPDATE ledger_entries SET content = (SELECT content FROM ledger_entries WHERE seq = 8) WHERE seq = 9"]),
        (9, ["DELETE FROM ledger_entries WHERE seq = 9"]),
        (1, ["DELETE FROM ledger_entries WHERE seq = 1"]),
        (30, ["DELETE FROM ledger_entries WHERE seq = 30"]),
        (9, ["DELETE FROM ledger_entries WHERE seq = 9", "UPDATE ledger_entries SET seq = seq - 1 WHERE seq > 9"]),
        (31, ["INSERT INTO ledger_entries SELECT 31, kind, id, subject, made_at, content, digest "
              "FROM ledger_entries WHERE seq = 30"]),
        (9, ["UPDATE ledger_entries SET seq = 99 WHERE seq = 9", "UPDATE ledger_entries SET seq = 9 WHERE seq = 10",
             "UPDATE ledger_entries SET seq = 10 WHERE seq = 99"]),
        (30, ["UPDATE ledger_head SET count = 29"]),
        (1, ["DELETE FROM ledger_head"]),
    ],
    ids=["subject", "time", "content", "deleted", "first", "last", "closed", "added", "reordered", "head", "no head"],
)  # fmt: skip
def test_row_s11_what_was_changed_is_found(
    make_ledger: MakeLedger, ledger_url: str, seq: int, statements: list[str]
) -> None:
    ledger = filled(make_ledger)
    changed(ledger_url, *statements)
    _, fault = ledger.verify()
    assert fault is not None
    assert fault.seq == seq


def test_with_a_key_a_chain_cannot_be_forged(make_ledger: MakeLedger, ledger_url: str) -> None:
    """Who rewrites the whole chain without the key is found; whoever checks with another key sees it at once."""
    ledger = filled(make_ledger, 5, b"secret")
    assert ledger.verify() == (5, None)
    assert make_ledger(b"other").verify()[1] is not None
    changed(ledger_url, "DELETE FROM ledger_entries", "DELETE FROM ledger_head")
    filled(make_ledger, 5)
    assert ledger.verify()[1] is not None


def test_nothing_is_half_entered(make_ledger: MakeLedger) -> None:
    ledger = filled(make_ledger, 3)
    with pytest.raises(UnicodeEncodeError):
        ledger.append([note(4), Note("decision", "dec:5", "ent:\ud800", {})])
    assert ledger.verify() == (3, None)
    assert ledger.append([note(4)])[0].seq == 4


@pytest.mark.parametrize("url", ["", "nonsense", "oracle+nothing://x"])
def test_an_impossible_url_is_refused(url: str) -> None:
    with pytest.raises(InvalidInput):
        Ledger(url)


def test_an_unreachable_database_is_told(ledger_url: str) -> None:
    del ledger_url
    with pytest.raises(StoreUnavailable):
        Ledger("postgresql+psycopg://nobody@/none?host=/nowhere")
