"""The records that are about a party itself, among the many that only name it."""

from collections.abc import Iterable, Iterator

from firmgraph.graph.snapshot.view import View

_REGISTERED = ("legal_rep_of", "in_region", "in_industry")
"""What only a registration says of a firm, beside its properties."""
_CONTACT = ("located_at", "reachable_at", "filed_by")
_ROLES = ("holds", "nominee_for", "controls_by_agreement", "acts_in_concert_with", "legal_rep_of", "serves_as")


def own_records(view: View, node: int) -> tuple[str, ...]:
    """Return the record ids that state the properties of an organisation (staff, capital, scope): its registrations.

    Where nothing tells them from contacts, these too; where no record is about it, all that name it.
    """
    own = _stating_no_relation(view, node)
    return registrations(view, node) or own or view.evidence(node)


def registrations(view: View, node: int) -> tuple[str, ...]:
    """Return the record ids that register an organisation: they say its representative, region or trade besides."""
    registered = set(records_of(view, node, _REGISTERED))
    return tuple(record for record in _stating_no_relation(view, node) if record in registered)


def _stating_no_relation(view: View, node: int) -> tuple[str, ...]:
    other = set(records_of(view, node, view.snapshot.relations.keys() - {*_REGISTERED, *_CONTACT}))
    return tuple(record for record in view.evidence(node) if record not in other)


def role_records(view: View, person: int) -> tuple[str, ...]:
    """Return the record ids that state what a person holds, controls, represents or manages."""
    return tuple(sorted(set(records_of(view, person, _ROLES))))


def records_of(view: View, node: int, kinds: Iterable[str]) -> Iterator[str]:
    """Yield the record ids that state relations of some kinds at a node, past ones included."""
    for kind in kinds:
        if kind in view.snapshot.relations:
            table = view.snapshot.table(kind)
            for number in (*table.out_of(node), *table.into_node(node)):
                yield from table.evidence_of(int(number))
