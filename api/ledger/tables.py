"""The tables of the ledger, the same on SQLite and PostgreSQL."""

from sqlalchemy import BigInteger, Column, Index, LargeBinary, MetaData, String, Table

METADATA = MetaData()
ENTRIES = Table(
    "ledger_entries",
    METADATA,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", String(20), nullable=False),
    Column("id", String(80), nullable=False),
    Column("subject", String(300), nullable=False),
    Column("made_at", String(40), nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("digest", String(64), nullable=False),
    Index("ledger_entries_by_id", "id"),
    Index("ledger_entries_by_subject", "subject"),
)
HEAD = Table(
    "ledger_head",
    METADATA,
    Column("one", BigInteger, primary_key=True, autoincrement=False),
    Column("count", BigInteger, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("seal", String(64), nullable=False),
)
