"""Records of the bank's own desk (客户): customer, consent, application, product, deal, behaviour."""

from typing import Annotated, ClassVar

from pydantic import BeforeValidator

from firmgraph.graph.records.base import Record
from firmgraph.graph.records.columns import (
    Day,
    Firm,
    Flag,
    Items,
    Money,
    Name,
    Party,
    Rules,
    Share,
    Text,
    Timestamp,
    Type,
    Whole,
    column,
    vocabularies,
    vocabulary,
)
from firmgraph.graph.records.credit import GUARANTEE_TYPES, REPAYMENTS

CUSTOMERS = {"企业": "enterprise", "个人": "individual"}
CONSENTS = {"授信审批": "credit", "产品推荐": "marketing", "行为分析": "behaviour", "信息共享": "sharing"}
RESULTS = {
    "通过": "approved",
    "批准": "approved",
    "拒绝": "refused",
    "撤回": "withdrawn",
    "待定": "pending",
    "审批中": "pending",
}
PURPOSES = {
    "流动资金": "working_capital",
    "采购": "procurement",
    "发薪": "payroll",
    "固定资产": "fixed_assets",
    "设备": "equipment",
    "经营场所": "premises",
    "科技研发": "technology",
    "供应链": "supply_chain",
    "续贷": "refinance",
    "投标保函": "bid_bond",
    "其他": "other",
}
DATA_BASES = {"税": "tax", "票": "invoice", "流水": "flow", "订单": "order", "应收": "receivable", "抵押": "collateral"}
EVENTS = {"浏览": "view", "点击": "click", "停留": "dwell", "滚动": "scroll", "搜索": "search", "返回": "return"}

CustomerKind = Annotated[str, BeforeValidator(vocabulary(CUSTOMERS)), Type("vocabulary")]
ConsentPurpose = Annotated[str, BeforeValidator(vocabulary(CONSENTS)), Type("vocabulary")]
Result = Annotated[str, BeforeValidator(vocabulary(RESULTS)), Type("vocabulary")]
Purpose = Annotated[str, BeforeValidator(vocabulary(PURPOSES)), Type("vocabulary")]
Purposes = Annotated[list[str], BeforeValidator(vocabularies(PURPOSES)), Type("list")]
GuaranteeTypes = Annotated[list[str], BeforeValidator(vocabularies(GUARANTEE_TYPES)), Type("list")]
RepaymentMethods = Annotated[list[str], BeforeValidator(vocabularies(REPAYMENTS)), Type("list")]
DataBases = Annotated[list[str], BeforeValidator(vocabularies(DATA_BASES)), Type("list")]
Event = Annotated[str, BeforeValidator(vocabulary(EVENTS)), Type("vocabulary")]


class Customer(Record):
    """客户注册: an enterprise as the bank's client."""

    kind: ClassVar[str] = "customer"
    title: ClassVar[str] = "客户注册"
    group: ClassVar[str] = "customer"

    customer_no: Text = column("客户号", required=True)
    enterprise: Firm = column("企业", required=True)
    customer: CustomerKind | None = column("客户类型", aliases=("kind",))
    registered_at: Day = column("注册日期", required=True)
    channel: Text | None = column("渠道")
    referrer: Text | None = column("推荐人", personal="C1")
    officer: Text | None = column("客户经理", personal="C1")
    agreement_at: Day | None = column("协议签署")
    asset: Money | None = column("当前资产", personal="C2")
    contact: Party | None = column("联系人", personal="C1")
    phone: Text | None = column("电话", personal="C1")
    text: Text | None = column("备注")


class Consent(Record):
    """授权: a party allows the use of its data for a purpose."""

    kind: ClassVar[str] = "consent"
    title: ClassVar[str] = "授权"
    group: ClassVar[str] = "customer"

    party: Party = column("当事人", required=True, personal="C1")
    purpose: ConsentPurpose = column("用途", required=True)
    scope: Items | None = column("范围")
    given_at: Day = column("授权日期", required=True)
    expires_at: Day | None = column("到期日期")
    withdrawn_at: Day | None = column("撤回日期")


class Application(Record):
    """申请: a loan asked for, and what came of it."""

    kind: ClassVar[str] = "application"
    title: ClassVar[str] = "申请"
    group: ClassVar[str] = "customer"

    application_no: Text = column("申请编号", required=True)
    enterprise: Firm = column("企业", required=True)
    product_id: Text | None = column("产品编号")
    amount: Money | None = column("金额")
    term_months: Whole | None = column("期限")
    purpose: Purpose | None = column("用途")
    channel: Text | None = column("渠道")
    applied_at: Day = column("申请日期", required=True)
    result: Result | None = column("结果")
    approved_line: Money | None = column("批复额度")


class Product(Record):
    """产品: a loan product: who, amount, term, price, guarantee, repayment, purpose and conditions."""

    kind: ClassVar[str] = "product"
    title: ClassVar[str] = "产品"
    group: ClassVar[str] = "product"

    product_id: Text = column("产品编号", required=True)
    name: Name = column("产品名称", required=True)
    amount_min: Money | None = column("最低金额")
    amount_max: Money | None = column("最高金额")
    term_min: Whole | None = column("最短期限")
    term_max: Whole | None = column("最长期限")
    rate_min: Share | None = column("最低利率")
    rate_max: Share | None = column("最高利率")
    guarantee_types: GuaranteeTypes | None = column("担保方式")
    repayment_methods: RepaymentMethods | None = column("还款方式")
    purposes: Purposes | None = column("用途")
    industries: Items | None = column("适用行业")
    regions: Items | None = column("适用地区")
    size_classes: Items | None = column("适用规模")
    data_basis: DataBases | None = column("数据基础")
    grades: Items | None = column("适用客户等级")
    revolving: Flag | None = column("可循环")
    speed_days: Whole | None = column("放款天数")
    conditions: Rules | None = column("准入条件")
    text: Text | None = column("产品说明")
    valid_from: Day | None = column("起")
    valid_to: Day | None = column("止")


class Deal(Record):
    """成交: a product taken by a client."""

    kind: ClassVar[str] = "deal"
    title: ClassVar[str] = "成交"
    group: ClassVar[str] = "customer"

    product_id: Text = column("产品编号", required=True)
    customer_no: Text | None = column("客户号")
    enterprise: Firm | None = column("企业")
    date: Day = column("成交日期", required=True)
    amount: Money = column("金额", required=True)
    rate: Share | None = column("利率")
    term_months: Whole | None = column("期限")


class Behaviour(Record):
    """行为: what a client did on a page."""

    kind: ClassVar[str] = "behaviour"
    title: ClassVar[str] = "行为"
    group: ClassVar[str] = "customer"

    customer_no: Text = column("客户号", required=True)
    session: Text | None = column("会话")
    at: Timestamp = column("时间", required=True)
    page: Text | None = column("页面")
    section: Text | None = column("区块")
    event: Event = column("事件", required=True)
    product_id: Text | None = column("产品编号")
    value: Text | None = column("数值")
    region: Text | None = column("地区")
