"""What one record says: nodes with properties, relations with validity, and the names its nodes claim."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from firmgraph.graph.normal.names import name_key
from firmgraph.graph.ontology import ontology, vocabulary_kinds
from firmgraph.graph.references import digest, node_id, organisation_reference, person_reference


class NodeSaid(NamedTuple):
    """A record says that a node is there and has these properties; `subject` when the record is about it, not only
    naming it.

    `claims` are the lookups (a name, `reg:`, `src:` or a scoped person) by which other records may mean this node;
    `region`
    tells namesakes apart.
    """

    ref: str
    kind: str
    properties: dict[str, Any]
    subject: bool
    claims: tuple[str, ...]
    region: str


class RelationSaid(NamedTuple):
    """A record says that a relation is there, with properties and validity (from valid_from to valid_to, both days
    included).
    """

    kind: str
    start: str
    end: str
    discriminator: str
    properties: dict[str, Any]
    valid_from: str | None
    valid_to: str | None


_PREFIX = {name: kind.prefix for name, kind in ontology().nodes.items()}


def _stated(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in properties.items() if value is not None}


class Said:
    """Collects what one record says; `source` and `record_id` scope what the record leaves unidentified."""

    __slots__ = ("nodes", "record_id", "relations", "source")

    def __init__(self, source: str, record_id: str) -> None:
        self.source = source
        self.record_id = record_id
        self.nodes: list[NodeSaid] = []
        self.relations: list[RelationSaid] = []

    def party(self, party: Mapping[str, str], scope: str | None = None) -> str:
        """Say that a party is there, as this cell names it, and return its reference."""
        if party["kind"] == "person":
            return self._person(party, self.record_id if scope is None else scope)
        return self.organisation(party, {})

    def _person(self, party: Mapping[str, str], scope: str) -> str:
        ref = person_reference(party, self.source, scope)
        name = party.get("name")
        claims = (f"per:name:{name_key(name)}@{scope}",) if name and not ref.startswith("per:name:") else ()
        self.nodes.append(
            NodeSaid(ref, "person", _stated({"name": name, "masked_id": party.get("masked")}), False, claims, "")
        )
        return ref

    def organisation(
        self, party: Mapping[str, str], properties: Mapping[str, Any], *, subject: bool = False, region: str = ""
    ) -> str:
        """Say that an organisation is there, with what the record tells of it, and return its reference."""
        ref = organisation_reference(party, self.source, region)
        own = {
            "name": party.get("name"),
            "uscc": party.get("uscc"),
            "reg_no": party.get("reg_no"),
            "local_id": party.get("scoped"),
        }
        claims = [name_key(name) for name in (own["name"], *properties.get("former_names", ())) if name]
        if own["reg_no"]:
            claims.append(f"reg:{own['reg_no']}")
        if own["local_id"]:
            claims.append(f"src:{self.source}:{own['local_id']}")
        self.nodes.append(
            NodeSaid(ref, party["kind"], _stated({**own, **properties}), subject, tuple(dict.fromkeys(claims)), region)
        )
        return ref

    def shared(self, kind: str, name: str, **properties: Any) -> str:
        """Say that a node is there that its name identifies (an address, a phone, a region), and return its reference.

        A vocabulary node is shown by its normal form, so that whoever names it first decides nothing.
        """
        ref = node_id(_PREFIX[kind], name_key(name))
        name = name_key(name) if kind in vocabulary_kinds() else name
        self.nodes.append(NodeSaid(ref, kind, _stated({"name": name, **properties}), False, (), ""))
        return ref

    def event(self, kind: str, key: tuple[object, ...], properties: Mapping[str, Any], *, subject: bool = True) -> str:
        """Say that an event or document is there which the parts of `key` identify, and return its reference."""
        plain = key[0] if len(key) == 1 else digest(*key)
        ref = node_id(_PREFIX[kind], str(plain))
        self.nodes.append(NodeSaid(ref, kind, _stated(properties), subject, (), ""))
        return ref

    def relate(
        self,
        kind: str,
        start: str,
        end: str,
        discriminator: str = "",
        *,
        valid: tuple[str | None, str | None] = (None, None),
        **properties: Any,
    ) -> None:
        """Say that a relation is there; `discriminator` tells parallel relations of one kind and pair apart."""
        self.relations.append(RelationSaid(kind, start, end, discriminator, _stated(properties), *valid))
