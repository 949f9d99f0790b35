"""Records of due diligence and of trade (尽调与经营): diligence, statement, invoice, bank_flow, news."""

from typing import Annotated, ClassVar

from pydantic import BeforeValidator

from firmgraph.graph.records.base import Record
from firmgraph.graph.records.columns import Day, Firm, Flag, Money, Party, Period, Text, Type, Whole, column, vocabulary

INVOICES = {"有效": "valid", "有效发票": "valid", "作废": "void", "作废发票": "void", "红字": "red", "红字发票": "red"}
DIRECTIONS = {"收入": "in", "支出": "out", "入": "in", "出": "out"}
SENTIMENTS = {"负面": "negative", "中性": "neutral", "正面": "positive"}

InvoiceStatus = Annotated[str, BeforeValidator(vocabulary(INVOICES)), Type("vocabulary")]
Direction = Annotated[str, BeforeValidator(vocabulary(DIRECTIONS)), Type("vocabulary")]
Sentiment = Annotated[str, BeforeValidator(vocabulary(SENTIMENTS)), Type("vocabulary")]


class Diligence(Record):
    """经营尽调: a section of a due-diligence report, as text."""

    kind: ClassVar[str] = "diligence"
    title: ClassVar[str] = "经营尽调"
    group: ClassVar[str] = "diligence"

    enterprise: Firm = column("企业", required=True)
    date: Day = column("日期", aliases=("调查日期",), required=True)
    author: Text | None = column("调查人", personal="C1")
    section: Text | None = column("章节")
    text: Text = column("内容", aliases=("正文",), required=True)


class Statement(Record):
    """财务报表: figures of one year or month, in yuan."""

    kind: ClassVar[str] = "statement"
    title: ClassVar[str] = "财务报表"
    group: ClassVar[str] = "diligence"

    enterprise: Firm = column("企业", required=True)
    period: Period = column("期间", aliases=("报告期",), required=True)
    audited: Flag | None = column("经审计")
    revenue: Money | None = column("营业收入")
    cost: Money | None = column("营业成本")
    profit: Money | None = column("净利润")
    total_assets: Money | None = column("总资产")
    liabilities: Money | None = column("总负债")
    net_assets: Money | None = column("净资产")
    inventory: Money | None = column("存货")
    receivables: Money | None = column("应收账款")
    payables: Money | None = column("应付账款")
    prepaid: Money | None = column("预付账款")
    advances: Money | None = column("预收账款")
    cash: Money | None = column("货币资金")
    operating_cash_flow: Money | None = column("经营现金流")
    interest_expense: Money | None = column("利息支出")
    short_loans: Money | None = column("短期借款")
    own_funds: Money | None = column("自有资金")
    staff: Whole | None = column("员工人数")


class Invoice(Record):
    """发票: one value-added-tax invoice from seller to buyer."""

    kind: ClassVar[str] = "invoice"
    title: ClassVar[str] = "发票"
    group: ClassVar[str] = "diligence"

    invoice_no: Text = column("发票号码", required=True)
    seller: Firm = column("销方", required=True)
    buyer: Firm = column("购方", required=True)
    date: Day = column("开票日期", required=True)
    amount: Money = column("金额", required=True)
    tax: Money | None = column("税额")
    status: InvoiceStatus | None = column("发票状态", aliases=("状态",))


class BankFlow(Record):
    """银行流水: one movement on an enterprise's account."""

    kind: ClassVar[str] = "bank_flow"
    title: ClassVar[str] = "银行流水"
    group: ClassVar[str] = "diligence"

    enterprise: Firm = column("企业", required=True)
    account: Text | None = column("账号", personal="C2")
    date: Day = column("日期", aliases=("交易日期",), required=True)
    counterparty: Party | None = column("对手方", personal="C1")
    direction: Direction = column("方向", aliases=("收支方向",), required=True)
    amount: Money = column("金额", required=True)
    purpose: Text | None = column("摘要")


class News(Record):
    """舆情: a news item about an enterprise."""

    kind: ClassVar[str] = "news"
    title: ClassVar[str] = "舆情"
    group: ClassVar[str] = "diligence"

    enterprise: Firm = column("企业", required=True)
    date: Day = column("日期", aliases=("发布日期",), required=True)
    title_: Text = column("标题", aliases=("title",), required=True)
    text: Text | None = column("正文")
    sentiment: Sentiment | None = column("情感")
