"""References: how a record names a node before it is known which node that is.

An enterprise with a code is `ent:<USCC>`. One named otherwise is `ent:reg:<old number>`, `ent:src:<source>:<its
number>` or
`ent:name:<name>@<region>`; a person is `per:id:<hash>`, `per:src:<source>:<number>` or `per:name:<name>@<scope>`, where
the scope is
the enterprise, case or record that names the person: two people of one name are two people.
"""

from collections.abc import Mapping
from hashlib import blake2b

from firmgraph.graph.normal.names import name_key

LONGEST_KEY = 120
UNCODED = ("ent:name:", "ent:reg:", "ent:src:")
SCOPED_PERSON = "per:name:"


def digest(*parts: object, size: int = 8) -> str:
    """Return a short stable hash of the parts, as hex."""
    return blake2b("\x1f".join(map(str, parts)).encode("utf-8", "surrogatepass"), digest_size=size).hexdigest()


def node_id(prefix: str, key: str) -> str:
    """Return the id of a node that its own key names; a very long key is cut and hashed."""
    if len(key) > LONGEST_KEY:
        key = f"{key[:40]}~{digest(key)}"
    return f"{prefix}:{key}"


def relation_id(kind: str, start: str, end: str, discriminator: str) -> str:
    """Return the id of a relation: its kind and a hash of its key (kind, from, to, discriminator)."""
    key = f"{kind}\x1f{start}\x1f{end}\x1f{discriminator}"
    return f"{kind}-{blake2b(key.encode(), digest_size=10).hexdigest()}"


def relation_kind(identifier: str) -> str:
    """Return the kind of the relation that bears an id."""
    return identifier.partition("-")[0]


def organisation_reference(party: Mapping[str, str], source: str, region: str = "") -> str:
    """Return the reference of an organisation: by code, else old number, else the source's number, else name and
    region.
    """
    if code := party.get("uscc"):
        return f"ent:{code}"
    if number := party.get("reg_no"):
        return f"ent:reg:{number}"
    if local := party.get("scoped"):
        return f"ent:src:{source}:{local}"
    return f"ent:name:{name_key(party['name'])}@{region}"


def person_reference(party: Mapping[str, str], source: str, scope: str) -> str:
    """Return the reference of a person: by hashed id number, else the source's number, else name within a scope."""
    if number := party.get("person"):
        return f"per:id:{number}"
    if local := party.get("scoped"):
        return f"per:src:{source}:{local}"
    return f"{SCOPED_PERSON}{name_key(party.get('name', '?'))}@{scope}"


def split_name(reference: str) -> tuple[str, str]:
    """Return the name and the region or scope of an `ent:name:` or `per:name:` reference."""
    name, _, scope = reference.split(":", 2)[2].partition("@")
    return name, scope


def lookup_of(reference: str) -> str:
    """Return the key under which a node may claim to be what an uncoded reference means."""
    if reference.startswith("ent:name:"):
        return split_name(reference)[0]
    return reference.removeprefix("ent:")
