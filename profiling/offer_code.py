"""The code of an offer taken, to be shared as a QR code (row 0-16): decision, product, a check; no personal data."""

import hashlib
import hmac
from io import BytesIO
from urllib.parse import parse_qsl, urlencode, urlsplit

import segno

from firmgraph.errors import InvalidInput

_SCHEME, _HOST, _CHECK_DIGITS = "firmgraph", "offer", 16


def offer_code(decision_id: str, product_id: str, key: bytes = b"") -> str:
    """Return the payload of the code; with a key only who has it can make one that holds."""
    told = urlencode({"d": decision_id, "p": product_id, "c": _check(decision_id, product_id, key)})
    return f"{_SCHEME}://{_HOST}?{told}"


def read_offer_code(payload: str, key: bytes = b"") -> tuple[str, str]:
    """Return the decision and the product of a payload; raise InvalidInput for one that is none, or was changed."""
    parts = urlsplit(payload.strip())
    told = dict(parse_qsl(parts.query))
    if (parts.scheme, parts.netloc, set(told)) != (_SCHEME, _HOST, {"d", "p", "c"}):
        raise InvalidInput("this is no code of an offer", field="code")
    if not hmac.compare_digest(told["c"].encode(), _check(told["d"], told["p"], key).encode()):
        raise InvalidInput("the check of this code does not hold: it was changed or misread", field="code")
    return told["d"], told["p"]


def code_svg(payload: str) -> str:
    """Return the QR code of a payload as an SVG picture, the same bytes for the same payload."""
    picture = BytesIO()
    segno.make_qr(payload, error="m").save(picture, kind="svg", scale=4, xmldecl=False)
    return picture.getvalue().decode()


def _check(decision_id: str, product_id: str, key: bytes) -> str:
    told = f"{decision_id}\x1f{product_id}".encode()
    found = hmac.digest(key, told, "sha256") if key else hashlib.sha256(told).digest()
    return found.hex()[:_CHECK_DIGITS]
