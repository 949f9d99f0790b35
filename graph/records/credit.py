"""Records of the credit bureau and of guarantees (征信): report, account, repayment, guarantee, enquiry, blacklist."""

from typing import Annotated, ClassVar

from pydantic import BeforeValidator

from firmgraph.graph.records.base import Record
from firmgraph.graph.records.columns import (
    Day,
    Firm,
    Flag,
    Money,
    Month,
    Party,
    Share,
    Text,
    Type,
    Whole,
    column,
    vocabulary,
)

ACCOUNTS = {
    "贷款": "loan",
    "授信": "line",
    "循环额度": "line",
    "贴现": "discount",
    "信用证": "letter_of_credit",
    "保函": "guarantee_letter",
    "其他": "other",
}
FIVE_TIERS = {"正常": "normal", "关注": "special_mention", "次级": "substandard", "可疑": "doubtful", "损失": "loss"}
GUARANTEES = {"保证": "suretyship", "抵押": "mortgage", "质押": "pledge"}
GUARANTEE_TYPES = {"信用": "unsecured", "抵押": "mortgage", "质押": "pledge", "保证": "suretyship"}
REPAYMENTS = {
    "等额本息": "equal_instalment",
    "等额本金": "equal_principal",
    "先息后本": "interest_first",
    "到期还本付息": "bullet",
    "随借随还": "revolving",
}

AccountKind = Annotated[str, BeforeValidator(vocabulary(ACCOUNTS)), Type("vocabulary")]
FiveTier = Annotated[str, BeforeValidator(vocabulary(FIVE_TIERS)), Type("vocabulary")]
GuaranteeKind = Annotated[str, BeforeValidator(vocabulary(GUARANTEES)), Type("vocabulary")]
GuaranteeType = Annotated[str, BeforeValidator(vocabulary(GUARANTEE_TYPES)), Type("vocabulary")]
RepaymentMethod = Annotated[str, BeforeValidator(vocabulary(REPAYMENTS)), Type("vocabulary")]


class CreditReport(Record):
    """征信报告: one report of the credit bureau on an enterprise."""

    kind: ClassVar[str] = "credit_report"
    title: ClassVar[str] = "征信报告"
    group: ClassVar[str] = "credit"

    enterprise: Firm = column("企业", required=True)
    report_no: Text | None = column("报告编号")
    report_date: Day = column("报告日期", required=True)
    institution: Text | None = column("查询机构")
    text: Text | None = column("报告内容")


class CreditAccount(Record):
    """信贷账户: one loan, line or off-balance-sheet business of an enterprise."""

    kind: ClassVar[str] = "credit_account"
    title: ClassVar[str] = "信贷账户"
    group: ClassVar[str] = "credit"

    enterprise: Firm = column("企业", required=True)
    account_no: Text = column("账户编号", required=True)
    lender: Text | None = column("授信机构")
    account: AccountKind | None = column("业务类型", aliases=("kind",))
    line: Money | None = column("授信额度")
    balance: Money | None = column("余额")
    drawn_total: Money | None = column("累计提款")
    rate: Share | None = column("年利率")
    guarantee: GuaranteeType | None = column("担保方式")
    repayment: RepaymentMethod | None = column("还款方式")
    opened: Day | None = column("开立日期")
    due: Day | None = column("到期日期")
    closed: Day | None = column("结清日期")
    five_tier: FiveTier | None = column("五级分类")
    overdue_days: Whole | None = column("逾期天数")
    overdue_amount: Money | None = column("逾期金额")
    loss_probability: Share | None = column("预计损失率")


class Repayment(Record):
    """还款记录: what was due and paid on an account in a month."""

    kind: ClassVar[str] = "repayment"
    title: ClassVar[str] = "还款记录"
    group: ClassVar[str] = "credit"

    account_no: Text = column("账户编号", required=True)
    month: Month = column("月份", required=True)
    due: Money | None = column("应还")
    paid: Money | None = column("实还")
    overdue_days: Whole | None = column("逾期天数")


class Guarantee(Record):
    """对外担保: a party guarantees another's debt."""

    kind: ClassVar[str] = "guarantee"
    title: ClassVar[str] = "对外担保"
    group: ClassVar[str] = "credit"

    guarantor: Party = column("担保人", required=True, personal="C1")
    guaranteed: Party = column("被担保人", required=True, personal="C1")
    contract_no: Text | None = column("合同号")
    creditor: Party | None = column("债权人")
    amount: Money = column("金额", aliases=("担保金额",), required=True)
    balance: Money | None = column("担保余额")
    guarantee: GuaranteeKind | None = column("担保方式", aliases=("kind",))
    joint: Flag | None = column("连带")
    valid_from: Day | None = column("起")
    valid_to: Day | None = column("止")


class Enquiry(Record):
    """查询记录: an institution asked for a party's credit report."""

    kind: ClassVar[str] = "enquiry"
    title: ClassVar[str] = "查询记录"
    group: ClassVar[str] = "credit"

    party: Party = column("当事人", required=True, personal="C1")
    date: Day = column("日期", aliases=("查询日期",), required=True)
    institution: Text | None = column("查询机构")
    reason: Text | None = column("查询原因")


class Blacklist(Record):
    """名单: a party stands on a list of the bank or an authority."""

    kind: ClassVar[str] = "blacklist"
    title: ClassVar[str] = "名单"
    group: ClassVar[str] = "credit"

    party: Party = column("当事人", required=True, personal="C1")
    list_: Text = column("名单", aliases=("list",), required=True)
    reason: Text | None = column("原因")
    valid_from: Day | None = column("起")
    valid_to: Day | None = column("止")
