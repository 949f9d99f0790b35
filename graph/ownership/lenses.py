"""The three lenses at a moment: shares, income and votes part ways at partners, nominees, agreements and share classes.

A partnership is voted by its general partners alone (合伙企业法 art. 26 and 68), however small their stakes; its income
follows the stakes. What a nominee holds is the actual contributor's, which is suspected and not confirmed; so is every
part where they sum to more than the whole. Control by agreement takes votes and leaves income where it is. Concert
parties and kin are no claims: see `coalitions`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from weakref import WeakKeyDictionary

from firmgraph.graph.ownership.claims import Basis, Claim, ClaimsIn, FirmClaims, Lens, Source
from firmgraph.graph.ownership.holdings import WHOLE, Holdings, holdings
from firmgraph.graph.ownership.signals import Words, per_cent, share_of
from firmgraph.graph.ownership.stops import ends_ownership
from firmgraph.graph.ownership.tied import tied
from firmgraph.graph.references import relation_id
from firmgraph.graph.snapshot.view import View
from firmgraph.packs import pack_for

NO_GENERAL_PARTNER = Words("普通合伙人未知，表决权归属未知", "no general partner is known, nor who votes")
_STATED = {Lens.VOTING: "voting_ratio", Lens.INCOME: "income_ratio"}
_made: "WeakKeyDictionary[View, dict[tuple[Lens, int], FirmClaims]]" = WeakKeyDictionary()


def claims_in(view: View, lens: Lens, firm: int) -> FirmClaims:
    """Return who has what of a firm through a lens; nobody has anything of persons, states and other ends."""
    made = _made.setdefault(view, {})
    found = made.get((lens, firm))
    if found is None:
        found = made[lens, firm] = _claims_in(view, lens, firm)
    return found


def looking(view: View, lens: Lens) -> ClaimsIn:
    """Return the lens as a function from a firm to the claims in it."""
    return partial(claims_in, view, lens)


def claims_of(view: View, lens: Lens, holder: int) -> list[Claim]:
    """Return what a holder has of any firm through a lens, ordered by the id of the firm."""
    firms = sorted(set(_reached(view, holder)), key=view.id)
    return [claim for firm in firms for claim in claims_in(view, lens, firm).claims if claim.holder == holder]


def _reached(view: View, holder: int) -> Iterator[int]:
    """Yield the firms in which somebody may have a claim: held, held by a nominee, by agreement, represented."""
    held, nominees = holdings(view), view.edges("nominee_for")
    fronts, known = [holder], {holder}
    while fronts:
        front = fronts.pop()
        yield from (int(held.end[number]) for number in held.of_holder(front))
        more = {int(nominees.start[place]) for place in nominees.into_node(front)} - known
        known |= more
        fronts.extend(more)
    for edges in (view.edges("controls_by_agreement"), view.edges("legal_rep_of")):
        yield from (int(edges.end[place]) for front in known for place in edges.out_of(front))


def _claims_in(view: View, lens: Lens, firm: int) -> FirmClaims:
    if ends_ownership(view, firm):
        return FirmClaims(firm, ())
    held, notes = holdings(view), list[Words]()
    numbers = held.of_firm(firm)
    if not numbers and view.kind(firm) == "sole_trader":
        return FirmClaims(firm, tuple(_operators(view, firm)))
    if lens is Lens.VOTING and is_partnership(view, firm):
        claims = _general_partners(view, held, firm, numbers)
        if not claims:
            notes.append(NO_GENERAL_PARTNER)
    else:
        claims = _stakes(held, firm, numbers, _STATED.get(lens))
    if lens is Lens.VOTING:
        claims = _with_agreements(view, firm, claims)
    claims = [_actual(view, claim) for claim in claims]
    total = sum(claim.stake for claim in claims)
    if total > WHOLE:
        notes.append(scaled(total))
    if beyond_rounding(view, total):
        claims = [replace(claim, suspected=True) for claim in claims]
    order = sorted(claims, key=lambda claim: (view.id(claim.holder), claim.basis, claim.stake))
    return FirmClaims(firm, tuple(order), tuple(notes))


def scaled(total: int) -> Words:
    """Return that parts which sum to more than the whole are told as shares of their sum."""
    return Words(
        f"各方合计{per_cent(total)}，按合计数折算",
        f"the parts sum to {per_cent(total)} and are told as shares of their sum",
    )


def beyond_rounding(view: View, total: int) -> bool:
    """Tell whether parts sum to more of the whole than the rounding of a source explains: no record says the shares."""
    return total > WHOLE and total - WHOLE > share_of(pack_for("data-quality", view.day).parameters, "rounding")


def scaled_above(view: View, book: Mapping[int, FirmClaims]) -> Iterator[Words]:
    """Yield for each firm of a ledger whose parts are told as shares of their sum that they are."""
    for firm in sorted((node for node, told in book.items() if told.total > WHOLE), key=view.id):
        name, words = view.name(firm), scaled(book[firm].total)
        yield Words(f"{name}：{words.zh}", f"{name}: {words.en}")


def _operators(view: View, firm: int) -> Iterator[Claim]:
    """Yield the person whose business a sole trader is (民法典 art. 54)."""
    edges = view.edges("legal_rep_of")
    places = edges.into_node(firm)
    for place in places:
        source = (("legal_rep_of", place),)
        yield Claim(int(edges.start[place]), firm, WHOLE // len(places), Basis.OPERATOR, sources=source)


def _sources(held: Holdings, number: int) -> tuple[Source, ...]:
    return tuple(("holds", place) for place in held.places(number))


def _stakes(held: Holdings, firm: int, numbers: list[int], stated: str | None) -> list[Claim]:
    """Return the claims by stakes, or by the rights stated beside them.

    Where the rights of some holders are stated and those of others are not, the others share what is left in
    proportion to their stakes.
    """
    plain = [Claim(int(held.start[n]), firm, int(held.stake[n]), sources=_sources(held, n)) for n in numbers]
    rights = [_stated_right(held, number, stated) if stated else None for number in numbers]
    known = [right for right in rights if right is not None]
    if not known:
        return plain
    left = max(0, WHOLE - sum(known))
    beside = WHOLE - sum(claim.stake for claim, right in zip(plain, rights, strict=True) if right is not None)
    return [
        replace(claim, stake=right, basis=Basis.SHARE_CLASS) if right is not None else _scaled(claim, left, beside)
        for claim, right in zip(plain, rights, strict=True)
    ]


def _scaled(claim: Claim, left: int, beside: int) -> Claim:
    return claim if left == beside or beside <= 0 else replace(claim, stake=claim.stake * left // beside)


def _stated_right(held: Holdings, number: int, stated: str) -> int | None:
    """Return the right stated with a holding; a role without a stated right counts by its stake."""
    span = range(int(held.counted_at[number]), int(held.counted_at[number + 1]))
    rights = [held.edges.value(stated, int(held.counted[at])) for at in span]
    if all(right is None for right in rights):
        return None
    stakes = [max(0, int(held.counted_stake[at])) for at in span]
    return sum(stake if right is None else right for stake, right in zip(stakes, rights, strict=True))


def is_partnership(view: View, firm: int) -> bool:
    """Tell whether a firm is a partnership: registered as one, or held by general or limited partners."""
    held = holdings(view)
    return view.kind(firm) == "partnership" or any(held.roles(n) & {"GP", "LP"} for n in held.of_firm(firm))


def _general_partners(view: View, held: Holdings, firm: int, numbers: list[int]) -> list[Claim]:
    """Return the votes of a partnership: one for each general partner (合伙企业法 art. 30).

    Where no role is stated, the registered executive partner is taken to be one, suspected, if it is a partner.
    """
    partners = [number for number in numbers if "GP" in held.roles(number)]
    acting = {
        int(view.edges("legal_rep_of").start[place]): place for place in view.edges("legal_rep_of").into_node(firm)
    }
    told = {number: _sources(held, number) for number in partners}
    if not partners and not any("LP" in held.roles(number) for number in numbers):
        named = [number for number in numbers if int(held.start[number]) in acting]
        told = {n: (("legal_rep_of", acting[int(held.start[n])]), *_sources(held, n)) for n in named}
    return [
        Claim(int(held.start[n]), firm, WHOLE // len(told), Basis.GENERAL_PARTNER, not partners, sources)
        for n, sources in told.items()
    ]


def _with_agreements(view: View, firm: int, claims: list[Claim]) -> list[Claim]:
    """Return the claims with the votes that agreements give; the other claims share what these leave."""
    if not tied(view, "controls_by_agreement")[firm]:
        return claims
    edges = view.edges("controls_by_agreement")
    agreed = []
    for place in edges.into_node(firm):
        share = edges.value("share", place)
        source = (("controls_by_agreement", place),)
        agreed.append(
            Claim(int(edges.start[place]), firm, WHOLE if share is None else share, Basis.AGREEMENT, sources=source)
        )
    left = max(0, WHOLE - sum(claim.stake for claim in agreed))
    rest = [_scaled(claim, left, WHOLE) for claim in claims]
    return [*agreed, *(claim for claim in rest if claim.stake)]


def _actual(view: View, claim: Claim) -> Claim:
    """Return the claim as its actual contributor's where the holder is a nominee; who holds for several keeps it."""
    if not tied(view, "nominee_for")[claim.holder]:
        return claim
    edges, seen = view.edges("nominee_for"), {claim.holder}
    while found := [place for place in edges.out_of(claim.holder) if _concerns(view, place, claim)]:
        ends = {int(edges.end[place]) for place in found}
        sources = (*claim.sources, *(("nominee_for", place) for place in found))
        if len(ends) > 1 or ends & seen:
            return replace(claim, suspected=True, sources=sources)
        claim = replace(claim, holder=ends.pop(), suspected=True, basis=Basis.NOMINEE, sources=sources)
        seen.add(claim.holder)
    return claim


def _concerns(view: View, place: int, claim: Claim) -> bool:
    """Tell whether a nominee relation is about the firm of a claim: by its key, or stated by the same record."""
    edges = view.edges("nominee_for")
    front, actual = view.id(int(edges.start[place])), view.id(int(edges.end[place]))
    told = edges.id_of(place)
    if told in {relation_id("nominee_for", front, actual, about) for about in (view.id(claim.firm), "")}:
        return True
    records = {record for kind, at in claim.sources for record in view.edges(kind).evidence_of(at)}
    return not records.isdisjoint(edges.evidence_of(place))


def evidence_of(view: View, claim: Claim) -> tuple[str, ...]:
    """Return the record ids that state a claim, the most telling first."""
    stated = (view.edges(kind).evidence_of(place) for kind, place in claim.sources)
    return tuple(dict.fromkeys(record for records in stated for record in records))
