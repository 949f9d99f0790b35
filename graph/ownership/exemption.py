"""Whether a firm is exempt from filing its beneficial owners after a promise (令〔2024〕第3号 art. 2 and 3)."""

from dataclasses import dataclass
from decimal import Decimal

from firmgraph.graph.ownership.claims import Basis, Lens
from firmgraph.graph.ownership.holdings import holdings, registered_capital
from firmgraph.graph.ownership.lenses import claims_in
from firmgraph.graph.ownership.signals import Words
from firmgraph.graph.ownership.stops import NATURAL
from firmgraph.graph.snapshot.view import View
from firmgraph.graph.verdicts import Verdict
from firmgraph.packs import RulePack

_NOT_OWN = frozenset({Basis.NOMINEE, Basis.AGREEMENT})


@dataclass(frozen=True, slots=True)
class Exemption:
    """PASS where a firm need not file, perhaps after a promise; FAIL where it must; UNKNOWN where a fact is missing."""

    verdict: Verdict
    why: tuple[Words, ...]


def exemption(view: View, firm: int, pack: RulePack) -> Exemption:
    """Return whether a firm is exempt by a beneficial-owner pack, and why."""
    asked = pack.parameters.get("exemption")
    if asked is None:
        return Exemption("FAIL", (Words("该规则没有免于备案的规定", "the rules know no exemption"),))
    if view.kind(firm) in asked["kinds_that_need_not_file"]:
        return Exemption("PASS", (Words("个体工商户无需备案", "sole traders need not file"),))
    limit = Decimal(asked["registered_capital_at_most"])
    told = (_capital(view, firm, limit), _holders(view, firm), _others(view, firm))
    verdict: Verdict = next((v for v in ("FAIL", "UNKNOWN") if any(found == v for found, _ in told)), "PASS")
    return Exemption(verdict, tuple(words for found, words in told if found == verdict))


def _capital(view: View, firm: int, limit: Decimal) -> tuple[Verdict, Words]:
    fen = registered_capital(view, firm)
    if fen is None:
        return "UNKNOWN", Words("注册资本未知或以外币计", "the registered capital is unknown or in foreign currency")
    if Decimal(fen).scaleb(-2) > limit:
        return "FAIL", Words(f"注册资本超过{limit:f}元", f"the registered capital is above {limit:f} yuan")
    return "PASS", Words(f"注册资本不超过{limit:f}元", f"the registered capital is at most {limit:f} yuan")


def _holders(view: View, firm: int) -> tuple[Verdict, Words]:
    held = holdings(view)
    numbers = held.of_firm(firm)
    if any(view.kind(int(held.start[number])) not in (NATURAL, "unknown") for number in numbers):
        return "FAIL", Words("股东或合伙人不全是自然人", "not all holders are natural persons")
    unsure = any(held.unstated[number] or view.kind(int(held.start[number])) != NATURAL for number in numbers)
    if not numbers or unsure or held.unknown[firm]:
        return "UNKNOWN", Words("部分股东或合伙人未知", "some of the holders are unknown")
    return "PASS", Words("股东、合伙人全部为自然人", "all holders are natural persons")


def _others(view: View, firm: int) -> tuple[Verdict, Words]:
    claims = (claim for lens in Lens for claim in claims_in(view, lens, firm).claims)
    if any(claim.basis in _NOT_OWN for claim in claims):
        return "FAIL", Words("存在代持或协议控制", "somebody else controls or profits by nominee or agreement")
    return "PASS", Words(
        "未见他人控制或获取收益的记录，须企业承诺",
        "no record of others who control or profit; the firm must promise so",
    )
