"""Where the ledger of a store is kept."""

from firmgraph.api.ledger.ledger import Ledger
from firmgraph.settings import get_settings

_SQLITE = "sqlite:///"


def ledger_url(store_url: str) -> str:
    """Return the URL of a store's ledger: the one set, else a file beside an embedded store, else in this folder."""
    chosen = get_settings().ledger
    if chosen:
        return chosen
    if store_url.startswith(_SQLITE):
        return f"{store_url.removesuffix('.db')}.ledger.db"
    return f"{_SQLITE}firmgraph.ledger.db"


def open_ledger(store_url: str) -> Ledger:
    """Open the ledger of a store."""
    key = get_settings().ledger_key
    return Ledger(ledger_url(store_url), key.get_secret_value().encode() if key else b"")
