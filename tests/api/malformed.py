"""Makes malformed requests from a seed; what is put in carries the seed's own marker, which no refusal may repeat."""

import base64
import json
import random
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from tests.api.asgi import Sent
from tests.api.economy import HUB_ID, ROWS, request

MARKER = "zQ9!标记7x"
STEM = "zQ9"
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "zQ9", "get")
PATHS = (
    "/v1/enterprises",
    "/v1/enterprises/{}",
    "/v1/enterprises/{}/neighbours",
    "/v1/enterprises/{}/portrait",
    "/v1/enterprises/{}/tags",
    "/v1/decisions/{}",
    "/v1/records/{}",
    "/v1/trainings/{}",
    "/v1/models/{}/watch",
    "/v1/models/risk/trainings",
    "/v1/match",
    "/healthz",
    "/readyz",
    "/{}",
    "/v1/{}",
    "//v1/match",
    "/v1/match/",
    "/openapi.json",
)
PARAMETERS = ("q", "cursor", "limit", "kinds", "as_of", "known_at", "pack", "Q", "%71", "", "q[]", "__proto__", MARKER)
NUMBERS = (
    "1e999",
    "-1e999",
    "NaN",
    "Infinity",
    "-Infinity",
    "9" * 400,
    "-" + "9" * 19,
    "1" * 5000,
    "1e-400",
    "0x10",
    "01",
    "--1",
    "1.",
    ".5",
)
TEXTS = (
    MARKER,
    "\0" + MARKER,
    MARKER + "\ud800",
    "\udfff" + MARKER,
    MARKER * 60,
    "%" + MARKER,
    "'; DROP TABLE node; --" + MARKER,
    "<script>" + MARKER,
    "${jndi:ldap://x}" + MARKER,
    "../../" + MARKER,
    "\u202e" + MARKER,
    "\ufeff" + MARKER,
    MARKER + "\r\nX-Evil: 1",
    "NEAR(" + MARKER,
    '"' + MARKER,
    MARKER + "*",
    "ent:" + MARKER,
    "ent:name:" + MARKER + "@",
    "per:name:" + MARKER + "@ent:name:x@",
    "ent:reg:" + MARKER,
    "dec:" + MARKER,
    "(" * 50 + MARKER,
    "２０２５" + MARKER,
    "",
    " ",
)
BAD_PERCENT = ("%", "%z", "%ff%fe", "%c0%ae", "%00", "%ed%a0%80", "%u4e2d", "%2", "%E4%B8", "%0d%0aX:1")
WRONG: tuple[Any, ...] = (None, True, 0, -1, 1.5, [], {}, [[]], {"a": MARKER}, [MARKER], "1", 10**17)
Maker = Callable[[random.Random], Sent]


def malformed(seed: int) -> Sent:
    """Return the malformed request of a seed."""
    chance = random.Random(seed)
    sent = chance.choice(MAKERS)(chance)
    old, own = STEM.encode(), marker_of(seed).encode()
    headers = tuple((name, value.replace(old, own)) for name, value in sent.headers)
    method = sent.method.replace(STEM, marker_of(seed))
    raw_path, query, body = (part.replace(old, own) for part in (sent.raw_path, sent.query, sent.body))
    return Sent(method, raw_path, query, body, headers)


def marker_of(seed: int) -> str:
    """Return the text that stands in the input of a seed and nowhere else."""
    return f"{STEM}s{seed:05}e"


def _path(chance: random.Random, shape: str | None = None) -> bytes:
    part = quote(chance.choice(TEXTS).encode("utf-8", "surrogatepass"), safe="")
    if chance.random() < 0.3:
        part += chance.choice(BAD_PERCENT)
    known = chance.choice((part, quote(HUB_ID), "registration", "dec:x" + part))
    return (shape or chance.choice(PATHS)).replace("{}", known).encode()


def _query(chance: random.Random) -> bytes:
    pairs = []
    for _ in range(chance.randint(1, 4)):
        value = chance.choice((*TEXTS, *NUMBERS, _cursor(chance)))
        text = quote(value.encode("utf-8", "surrogatepass")) + (
            chance.choice(BAD_PERCENT) if chance.random() < 0.3 else ""
        )
        pairs.append(f"{quote(chance.choice(PARAMETERS))}{chance.choice(('=', '=', '=', '', '=='))}{text}")
    return chance.choice("&&&;").join(pairs).encode()


def _cursor(chance: random.Random) -> str:
    """Return a cursor of the right wrapping and the wrong content."""
    content = chance.choice(
        (
            [],
            ["search", "²"],
            ["search", "9" * 5000],
            ["", "\ud800"],
            ["holds", MARKER],
            [1, 2],
            {"a": 1},
            "x",
            ["\0", "-1"],
        )
    )
    return base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")


def bad_query(chance: random.Random) -> Sent:
    """A GET with broken parameters."""
    return Sent("GET", _path(chance), _query(chance))


def odd_method(chance: random.Random) -> Sent:
    """Any method on any path."""
    return Sent(
        chance.choice(METHODS), _path(chance), b"" if chance.random() < 0.5 else _query(chance), MARKER.encode()
    )


def bad_bytes(chance: random.Random) -> Sent:
    """A body that is no JSON: cut, garbled, nested too deep, of another encoding."""
    good = json.dumps(request(subject={"name": MARKER}), ensure_ascii=False).encode()
    place = chance.randrange(len(good))
    body = chance.choice(
        (
            good[:place],
            good[:place] + bytes([chance.randrange(256)]) + good[place:],
            bytes(chance.randrange(256) for _ in range(60)),
            b"[" * chance.randint(33, 3000),
            b'{"subject":' * 200 + good,
            good.decode().encode("utf-16"),
            good.decode().encode("gb18030"),
            good * 2,
            b"\xef\xbb\xbf" + good[:-1],
            b"\0" + good,
            b'"' + MARKER.encode(),
            b"<xml>" + MARKER.encode(),
            b"subject=" + MARKER.encode(),
        )
    )
    return Sent("POST", chance.choice((b"/v1/match", b"/v1/records/registration")), body=body)


def bad_number(chance: random.Random) -> Sent:
    """A body of the right form in which a number is none, or none that fits."""
    number = chance.choice(NUMBERS)
    field = chance.choice(("amount", "term_months", "asset", "years", "debt_ratio", MARKER))
    body = json.dumps(request()).replace(
        '"term_months": 12', f'"term_months": 12, {json.dumps(field)}: {number}, "region": "{MARKER}"'
    )
    return Sent("POST", b"/v1/match", body=body.encode())


def bad_request_body(chance: random.Random) -> Sent:
    """A loan request with members of the wrong type, unknown members, or strange texts."""
    body = request()
    part: dict[str, Any] = chance.choice((body, body["subject"], body["terms"]))
    for _ in range(chance.randint(1, 3)):
        name = chance.choice(
            (*part, MARKER, "as_of", "consent", "id", "name", "amount", "guarantee", "qualifications", "__class__")
        )
        part[name] = chance.choice((*WRONG, *TEXTS))
    part[MARKER] = MARKER
    return Sent("POST", b"/v1/match", body=json.dumps(body).encode())


def bad_records(chance: random.Random) -> Sent:
    """Rows with cells of the wrong type, form or length; most are told row by row, in an answer of 200."""
    kind = chance.choice(list(ROWS))
    rows = [dict(row) for row in chance.sample(ROWS[kind], 1)]
    for _ in range(chance.randint(1, 4)):
        rows[0][chance.choice((*rows[0], "record_id", "source", "observed_at", MARKER, "holder_id", "holder_kind"))] = (
            chance.choice((*WRONG, *TEXTS))
        )
    body: dict[str, Any] = {"rows": rows, "source": MARKER} if chance.random() < 0.2 else {"rows": rows}
    if chance.random() < 0.3:
        body[chance.choice(("observed_at", "source", "rows", MARKER))] = chance.choice((*WRONG, *TEXTS))
    shape = "/v1/records/" + (kind if chance.random() < 0.9 else "{}")
    return Sent("POST", _path(chance, shape), body=json.dumps(body).encode())


def bad_headers(chance: random.Random) -> Sent:
    """A good body behind headers that say otherwise."""
    name, value = chance.choice(
        (
            (b"content-type", MARKER.encode()),
            (b"content-type", b"text/plain"),
            (b"content-length", b"9" * 30),
            (b"content-length", b"-1"),
            (b"content-length", MARKER.encode()),
            (b"content-type", b"application/json; charset=" + MARKER.encode()),
            (b"accept", b"\xff\xfe"),
            (b"content-type", b"multipart/form-data; boundary=\xff"),
            (b"x-request-id", MARKER.encode()),
            (b"host", MARKER.encode()),
        )
    )
    body = json.dumps(request(extra=MARKER)).encode()
    return Sent("POST", b"/v1/match", body=body, headers=((name, value),))


def bad_table(chance: random.Random) -> Sent:
    """A table of clients that is none: no header, columns unknown or lacking, no UTF-8, another media type."""
    shape = f"/v1/models/{chance.choice(('risk', 'willingness', MARKER))}/"
    body = chance.choice(
        (
            b"",
            MARKER.encode(),
            f"id,month,{MARKER}\n1,2024-01,1\n".encode(),
            f"id,month\n{MARKER},{chance.choice(TEXTS)}\n".encode("utf-8", "replace"),
            f'"{MARKER}'.encode(),
            MARKER.encode("gb18030"),
            MARKER.encode("utf-16"),
            bytes(chance.randrange(256) for _ in range(60)),
            b"," * 3000 + MARKER.encode(),
        )
    )
    kind = chance.choice(
        (b"text/csv", b"text/csv", b"text/csv; charset=" + MARKER.encode(), b"text/" + MARKER.encode())
    )
    path = shape + chance.choice(("trainings", "evaluations", "watch", MARKER))
    query = b"" if chance.random() < 0.7 else chance.choice((b"version=0", b"role=x", b"from=2024-13", _query(chance)))
    return Sent("POST", quote(path).encode(), query, body, headers=((b"content-type", kind),))


MAKERS: tuple[Maker, ...] = (
    bad_query,
    odd_method,
    bad_bytes,
    bad_number,
    bad_request_body,
    bad_records,
    bad_headers,
    bad_table,
)
