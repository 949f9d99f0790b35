"""Rows that the registry and other authorities keep of a firm."""

from itertools import pairwise
from random import Random

from firmgraph.graph.world.actors import Firm, Party, Person, cells
from firmgraph.graph.world.sheet import Sheet
from firmgraph.graph.world.words import read


def register(sheet: Sheet, firm: Firm, **stated: object) -> None:
    """Add the firm's registration, positions and ways to reach it; `stated` cells replace those of the registration."""
    sheet.add("registration", **{**registration(firm), **stated})
    serve(sheet, firm, firm.people)
    for kind, value in (("phone", firm.phone), ("email", firm.email), ("address", firm.address)):
        sheet.add("contact", enterprise=firm.uscc, kind=kind, value=value, valid_from=firm.established)


def registration(firm: Firm) -> dict[str, object]:
    """Return the cells of a firm's registration."""
    district = next(d["name"] for d in read("words")["districts"] if d["code"] == firm.region)
    found: dict[str, object] = {
        "uscc": firm.uscc,
        "name": firm.name,
        "type": firm.form,
        "status": "存续",
        "established": firm.established,
        "approved": firm.established,
        "term_from": firm.established,
        "registered_capital": f"{firm.capital // 10_000}万元",
        "paid_in_capital": firm.capital * 6 // 10,
        "authority": f"澜州市{district}市场监督管理局",
        "region": firm.region,
        "address": firm.address,
        "scope": f"一般项目：{'；'.join(firm.trade.scope)}。（除依法须经批准的项目外，凭营业执照依法自主开展经营活动）",
        "industry": firm.trade.code,
        "staff": firm.staff,
        "phone": firm.phone,
        "email": firm.email,
    }
    return found | cells("legal_rep", firm.people[0])


def serve(sheet: Sheet, firm: Firm, people: tuple[Person, ...]) -> None:
    """Add the positions of a firm's people: the first directs it, the second supervises, others are directors."""
    roles = ["执行董事兼总经理", "监事"] + ["董事"] * len(people)
    for person, role in zip(people, roles, strict=False):
        sheet.add("position", enterprise=firm.uscc, **cells("person", person), role=role, valid_from=firm.established)


def hold(sheet: Sheet, firm: Firm, holder: Party, ratio: str, **stated: object) -> None:
    """Add a holding of so many per cent (`57.00%`); the amount follows from the registered capital."""
    subscribed = round(firm.capital * float(ratio.rstrip("%")) / 100, 2)
    row = {
        "enterprise": firm.uscc,
        **cells("holder", holder),
        "ratio": ratio,
        "subscribed": f"{subscribed:.2f}",
        "valid_from": firm.established,
    }
    sheet.add("shareholding", **{**row, **stated})


def qualify(sheet: Sheet, firm: Firm, name: str, grade: str = "", **stated: object) -> None:
    """Add a recognition (专精特新, 高新技术企业, 纳税信用等级 …) that is valid for three years around today."""
    authority = "云汀省税务局" if name.startswith("纳税") else "云汀省工业和信息化厅"
    row = {
        "enterprise": firm.uscc,
        "name": name,
        "grade": grade,
        "authority": authority,
        "valid_from": "2023-12-01",
        "valid_to": "2026-11-30",
    }
    sheet.add("qualification", **{**row, **stated})


def draw_ratios(rng: Random, holders: int) -> list[str]:
    """Return so many shares, in hundredths of a per cent, that sum to exactly 100 %."""
    cuts = sorted(rng.sample(range(500, 9_500, 50), holders - 1))
    bounds = [0, *cuts, 10_000]
    parts = sorted((high - low for low, high in pairwise(bounds)), reverse=True)
    return [f"{part // 100}.{part % 100:02d}%" for part in parts]
