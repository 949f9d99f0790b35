"""The background economy: any number of firms, each a pure function of seed and index, so nothing is held."""

from functools import cached_property
from random import Random

from firmgraph.graph.world import codes
from firmgraph.graph.world.actors import Body, Firm, Party, Person, cells, draw_firm, outside
from firmgraph.graph.world.bank_rows import apply, browse, consent, enrol, good_credit, lend, report
from firmgraph.graph.world.court_rows import Suit, enforce, sue
from firmgraph.graph.world.registry_rows import draw_ratios, hold, qualify, register
from firmgraph.graph.world.sheet import Sheet
from firmgraph.graph.world.trade_rows import account_for, publish, sell, visit
from firmgraph.graph.world.words import background_name, background_person, read, trades

FIRST_NUMBER = 1000
_PEOPLE_A_FIRM = 8
_FIRMS_AN_AGENCY = 400


class Economy:
    """Firms 0 to `count` - 1 of a seed."""

    def __init__(self, seed: int, count: int) -> None:
        self.seed = seed
        self.count = count

    def firm(self, index: int) -> Firm:
        """Return a firm with its own people; the same whenever asked."""
        rng = Random(f"{self.seed}:firm:{index}")
        number, trade = FIRST_NUMBER + index, rng.choice(trades())
        people = tuple(
            Person(background_person(rng), codes.person_number(number * _PEOPLE_A_FIRM + k, self._birthplace(rng)))
            for k in range(rng.randint(1, 3))
        )
        return draw_firm(rng, number, background_name(index, self.seed, rng.choice(trade.words)), trade, people)

    def _birthplace(self, rng: Random) -> str:
        return str(rng.choice(read("words")["districts"])["code"])

    def rows(self, index: int) -> Sheet:
        """Return all rows of a firm."""
        firm, rng = self.firm(index), Random(f"{self.seed}:rows:{index}")
        sheet = Sheet(firm.uscc[8:17])
        register(sheet, firm)
        self._hold(sheet, firm, rng)
        self._recognise(sheet, firm, rng)
        self._bank(sheet, firm, rng)
        self._trade(sheet, firm, rng)
        self._trouble(sheet, firm, rng)
        return sheet

    def _other(self, firm: Firm, rng: Random) -> Firm:
        """Return another firm where there is one, near in number as often as far, so that groups form."""
        own = firm.number - FIRST_NUMBER
        step = rng.randint(1, 6) if rng.random() < 0.5 else rng.randrange(1, max(2, self.count))
        return self.firm((own + step) % self.count)

    def _hold(self, sheet: Sheet, firm: Firm, rng: Random) -> None:
        holders: list[Party] = list(firm.people)
        if firm.kind == "sole_trader":
            holders = holders[:1]
        elif rng.random() < 0.28 and self.count > 1:
            other = self._other(firm, rng)
            if other.number != firm.number:
                holders[0] = other if rng.random() < 0.5 else other.people[0]
        elif rng.random() < 0.01:
            holders[0] = Body("澜州市国有资产监督管理局", "state")
        for holder, ratio in zip(holders, draw_ratios(rng, len(holders)), strict=True):
            hold(sheet, firm, holder, ratio)

    def _recognise(self, sheet: Sheet, firm: Firm, rng: Random) -> None:
        if rng.random() < 0.25:
            qualify(sheet, firm, "纳税信用等级", rng.choice("ABM"))
        if firm.trade.code[0] in "CIM" and rng.random() < 0.15:
            qualify(sheet, firm, rng.choice(["高新技术企业", "专精特新", "科技型中小企业"]))
        if rng.random() < 0.08:
            agency = firm.number // _FIRMS_AN_AGENCY
            sheet.add(
                "contact",
                enterprise=firm.uscc,
                kind="phone",
                value=self._agency_phone(agency),
                valid_from=firm.established,
            )
        if rng.random() < 0.05:
            words = read("words")
            sheet.add(
                "branch",
                enterprise=firm.uscc,
                branch=f"{firm.name}{rng.choice(words['districts'])['name']}分公司",
                region=firm.region,
            )
        if rng.random() < 0.1:
            sheet.add(
                "change",
                enterprise=firm.uscc,
                item="经营范围变更",
                before=firm.trade.scope[0],
                after="；".join(firm.trade.scope),
                date="2023-09-14",
            )

    def _agency_phone(self, agency: int) -> str:
        return codes.phone(90_000_000 + agency)

    def _bank(self, sheet: Sheet, firm: Firm, rng: Random) -> None:
        chance = rng.random()
        if chance < 0.45:
            enrol(sheet, firm)
            consent(sheet, firm, "credit")
            if rng.random() < 0.6:
                consent(sheet, firm, "marketing")
            if rng.random() < 0.2:
                apply(sheet, firm)
            if rng.random() < 0.15:
                browse(sheet, firm, rng.sample(self._product_ids, 2), rng)
        if chance < 0.6:
            self._credit(sheet, firm, rng)
        if rng.random() < 0.08 and self.count > 1:
            self._guarantee(sheet, firm, rng)

    @cached_property
    def _product_ids(self) -> list[str]:
        return [product["product_id"] for group in read("products")["classes"] for product in group["products"]]

    def _credit(self, sheet: Sheet, firm: Firm, rng: Random) -> None:
        if rng.random() < 0.92:
            good_credit(sheet, firm, rng)
            return
        days = rng.choice([12, 35, 75, 120, 200, 300, 400])
        text = read("texts")["credit_remark_overdue"][0].format(count=1, balance=firm.revenue // 20, days=days)
        report(sheet, firm, text)
        lend(
            sheet,
            firm,
            1,
            balance=firm.revenue // 20,
            five_tier="",
            overdue_days=days,
            overdue_amount=firm.revenue // 40,
        )

    def _guarantee(self, sheet: Sheet, firm: Firm, rng: Random) -> None:
        other = self._other(firm, rng)
        amount = rng.choice([50, 100, 200, 300, 500]) * 10_000
        if other.number != firm.number:
            sheet.add(
                "guarantee",
                **cells("guarantor", firm),
                **cells("guaranteed", other),
                contract_no=f"BZ{firm.number:09d}",
                creditor=read("words")["bank"],
                creditor_kind="enterprise",
                amount=amount,
                balance=amount * 8 // 10,
                kind="suretyship",
                joint="是",
                valid_from="2024-03-01",
                valid_to="2027-02-28",
            )

    def _trade(self, sheet: Sheet, firm: Firm, rng: Random) -> None:
        if firm.kind != "sole_trader" and rng.random() < 0.6:
            account_for(sheet, firm)
        if rng.random() < 0.4:
            strangers = rng.sample(outside(), 2)
            other = self._other(firm, rng)
            sell(sheet, firm, [other, *strangers] if other.number != firm.number else strangers, rng, months=4)
        if rng.random() < 0.3:
            visit(sheet, firm, rng)
        if rng.random() < 0.05:
            publish(sheet, firm, rng.choice(["positive", "neutral", "negative"]), rng)

    def _trouble(self, sheet: Sheet, firm: Firm, rng: Random) -> None:
        amount = max(20_000, firm.revenue // rng.randint(20, 200))
        if rng.random() < 0.12:
            stranger = rng.choice(outside())
            plaintiff, defendant = (firm, stranger) if rng.random() < 0.5 else (stranger, firm)
            sue(sheet, Suit(plaintiff, defendant, firm.number, rng.randint(2021, 2024), amount), rng)
        if rng.random() < 0.03:
            closed = rng.random() < 0.6
            enforce(
                sheet,
                firm,
                "enforced",
                firm.number,
                amount,
                **({"closed": "2024-11-08", "performed": "all"} if closed else {}),
            )
        if rng.random() < 0.04:
            reason = rng.choice(["未按规定公示年度报告", "通过登记的住所无法联系"])
            sheet.add(
                "penalty",
                **cells("party", firm),
                kind="abnormal",
                authority="澜州市市场监督管理局",
                reason=reason,
                decided="2024-07-05",
                removed="2024-09-10" if rng.random() < 0.7 else "",
            )
