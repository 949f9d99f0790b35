"""All settings in one class; each is read from an environment variable with the prefix FIRMGRAPH_."""

from decimal import Decimal
from functools import cache

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What an operator may set; the field descriptions are the documentation."""

    model_config = SettingsConfigDict(env_prefix="FIRMGRAPH_", extra="ignore")

    store: str = Field(
        "sqlite:///firmgraph.db", description="Store URL: sqlite:///FILE, bolt://HOST:PORT or neo4j://HOST:PORT."
    )
    neo4j_user: str = Field("neo4j", description="User name for a bolt:// or neo4j:// store.")
    neo4j_password: SecretStr | None = Field(
        None, description="Password for a bolt:// or neo4j:// store; else the local server's."
    )
    neo4j_database: str = Field("neo4j", description="Database name in Neo4j.")
    neo4j_home: str = Field(
        "~/.cache/firmgraph/neo4j", description="Folder of the local Neo4j server: jars, data, logs, password."
    )
    snapshot_home: str = Field(
        "~/.cache/firmgraph/snapshots",
        description="Folder of the arrays made from stores; it may be emptied at any time.",
    )
    bank: str | None = Field(
        None,
        description="Name or id of our own bank: whose loans, guarantees and losses count as ours; else all lenders'.",
    )
    net_capital: Decimal | None = Field(None, gt=0, description="Our bank's net capital in yuan, for exposure limits.")
    tier1_net_capital: Decimal | None = Field(
        None, gt=0, description="Our bank's tier-1 net capital in yuan, for exposure limits."
    )
    internal_line: Decimal | None = Field(
        None, gt=0, description="Our bank's own line for one group in yuan; warnings at 70, 80, 90 and 100 per cent."
    )
    ledger: str | None = Field(
        None,
        description="Database of decisions, a SQLAlchemy URL (sqlite:///FILE, postgresql+psycopg://...); else a SQLite "
        "file beside the store.",
    )
    ledger_key: SecretStr | None = Field(
        None, description="Key that makes the ledger's hash chain one that nobody without it can forge; set it once."
    )
    lpr_file: str | None = Field(
        None, description="File of the loan prime rate by date, in the form of profiling/data/lpr.yaml; else that one."
    )
    models: str = Field("models", description="Folder of the models that firmgraph train keeps.")
    id_key: SecretStr = Field(
        SecretStr("firmgraph"),
        description="Key of the hash under which person id numbers are stored; set it once, before the first load.",
    )
    max_bad_share: float = Field(
        0.05, ge=0, le=1, description="Share of bad rows above which nothing of a file is committed."
    )
    batch_rows: int = Field(5000, ge=1, le=100_000, description="Records committed together in one transaction.")
    workers: int = Field(2, ge=1, le=64, description="Processes that read and normalise rows of a file.")
    user_words: str | None = Field(
        None,
        description="File of words to keep whole in texts, UTF-8: one a line, then its frequency and part of speech.",
    )
    log_level: str = Field("warning", description="Least severe log level written to standard error.")
    log_format: str = Field("console", description="Log format: console or json.")
    node_budget: int = Field(
        100_000,
        ge=100,
        description="Most nodes one question about relations may meet; beyond, its answer is truncated.",
    )
    host: str = Field("127.0.0.1", description="Address the service listens on.")
    port: int = Field(8000, ge=0, le=65535, description="Port the service listens on; 0 picks a free one.")
    max_body_bytes: int = Field(1_000_000, ge=1, description="Largest request body accepted, in bytes.")
    max_table_bytes: int = Field(
        64_000_000, ge=1, description="Largest table of clients accepted for a model over HTTP, in bytes of CSV."
    )


@cache
def get_settings() -> Settings:
    """The settings of this process, read once."""
    return Settings()
