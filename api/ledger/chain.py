"""The hash chain: each entry's digest covers its content, its place and the digest before it, and the head ends it.

With a key every digest is an HMAC, so that who can write to the database still cannot forge a chain.
"""

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

FIRST = "0" * 64


class Entry(NamedTuple):
    """An entry of the ledger: its place from 1 on, what it is about, when it was made, its content as stored."""

    seq: int
    kind: str
    id: str
    subject: str
    made_at: str
    content: bytes
    digest: str


@dataclass(frozen=True, slots=True)
class Head:
    """How many entries there are, the digest of the last, and the seal over both."""

    count: int
    digest: str
    seal: str


@dataclass(frozen=True, slots=True)
class Fault:
    """The first entry where the chain breaks, and how."""

    seq: int
    what: str


def digest_of(key: bytes, previous: str, told: tuple[int, str, str, str, str], content: bytes) -> str:
    """Return the digest of an entry (seq, kind, id, subject, made_at) with its content after the one before it."""
    seq, kind, entry_id, subject, made_at = told
    # Lengths keep a character from moving unseen from one field to the next.
    lengths = f"{len(kind)},{len(entry_id)},{len(subject)},{len(made_at)}"
    return _digest(key, f"{previous},{seq},{lengths},{kind}{entry_id}{subject}{made_at}".encode() + content)


def seal_of(key: bytes, count: int, digest: str) -> str:
    """Return the seal of a head: without it, entries cut off at the end would not be missed."""
    return _digest(key, f"head\x1f{count}\x1f{digest}".encode())


def _digest(key: bytes, told: bytes) -> str:
    if key:
        return hmac.digest(key, told, "sha256").hex()
    return hashlib.sha256(told).hexdigest()


def verify(key: bytes, entries: Iterable[Entry], head: Head | None) -> Fault | None:
    """Return the first fault of a chain read in order, None for a whole one."""
    previous, count = FIRST, 0
    for entry in entries:
        count += 1
        if entry.seq != count:
            return Fault(count, f"entry {count} is missing or out of place: {entry.seq} stands there")
        if digest_of(key, previous, entry[:5], entry.content) != entry.digest:
            return Fault(count, f"entry {count} ({entry.id}) is not what was written, or not what stood before it")
        previous = entry.digest
    return _end_fault(key, count, previous, head)


def _end_fault(key: bytes, count: int, digest: str, head: Head | None) -> Fault | None:
    if head is None:
        return Fault(1, "the head is missing") if count else None
    if seal_of(key, head.count, head.digest) != head.seal:
        return Fault(count, "the head is not what was written")
    if (head.count, head.digest) != (count, digest):
        return Fault(min(count, head.count) + 1, f"the head tells of {head.count} entries, there are {count}")
    return None
