"""Records of courts and authorities (司法与处罚): litigation, enforcement, penalty, pledge."""

from typing import Annotated, ClassVar

from pydantic import BeforeValidator

from firmgraph.graph.records.base import Record
from firmgraph.graph.records.columns import Day, Firm, Money, Party, Share, Text, Type, column, vocabulary

ROLES = {
    "原告": "plaintiff",
    "被告": "defendant",
    "第三人": "third_party",
    "上诉人": "appellant",
    "被上诉人": "appellee",
    "申请人": "applicant",
    "被申请人": "respondent",
    "申请执行人": "applicant",
    "被执行人": "respondent",
}
ENFORCEMENTS = {
    "被执行": "enforced",
    "被执行人": "enforced",
    "失信": "dishonest",
    "失信被执行人": "dishonest",
    "限高": "consumption_limit",
    "限制高消费": "consumption_limit",
    "终本": "terminated",
    "终结本次执行": "terminated",
    "保全": "preservation",
}
PERFORMED = {"全部履行": "all", "已履行": "all", "部分履行": "part", "未履行": "none", "全部未履行": "none"}
PENALTIES = {
    "行政处罚": "penalty",
    "经营异常": "abnormal",
    "严重违法": "serious",
    "欠税": "tax_arrears",
    "其他": "other",
}
PLEDGES = {
    "股权质押": "equity_pledge",
    "股权冻结": "equity_freeze",
    "动产抵押": "chattel_mortgage",
    "不动产抵押": "real_estate_mortgage",
    "查封": "seal",
}

Role = Annotated[str, BeforeValidator(vocabulary(ROLES)), Type("vocabulary")]
EnforcementKind = Annotated[str, BeforeValidator(vocabulary(ENFORCEMENTS)), Type("vocabulary")]
Performed = Annotated[str, BeforeValidator(vocabulary(PERFORMED)), Type("vocabulary")]
PenaltyKind = Annotated[str, BeforeValidator(vocabulary(PENALTIES)), Type("vocabulary")]
PledgeKind = Annotated[str, BeforeValidator(vocabulary(PLEDGES)), Type("vocabulary")]


class Litigation(Record):
    """司法案件: one party of one case; a case with three parties is three rows."""

    kind: ClassVar[str] = "litigation"
    title: ClassVar[str] = "司法案件"
    group: ClassVar[str] = "litigation"

    case_no: Text = column("案号", required=True)
    party: Party = column("当事人", required=True, personal="C1")
    role: Role = column("诉讼地位", required=True)
    court: Text | None = column("法院")
    cause: Text | None = column("案由")
    stage: Text | None = column("程序")
    amount: Money | None = column("标的额")
    awarded: Money | None = column("判决金额")
    result: Text | None = column("结果")
    filed: Day | None = column("立案日期")
    judged: Day | None = column("裁判日期")
    closed: Day | None = column("结案日期")
    text: Text | None = column("文书内容")


class Enforcement(Record):
    """执行: 被执行, 失信, 限高, 终本 or 保全 against a party."""

    kind: ClassVar[str] = "enforcement"
    title: ClassVar[str] = "执行"
    group: ClassVar[str] = "litigation"

    party: Party = column("当事人", required=True, personal="C1")
    enforcement: EnforcementKind = column("类型", aliases=("kind",), required=True)
    case_no: Text | None = column("案号")
    court: Text | None = column("法院")
    amount: Money | None = column("金额", aliases=("执行标的",))
    performed: Performed | None = column("履行情况")
    filed: Day | None = column("立案日期")
    closed: Day | None = column("移出日期")
    text: Text | None = column("文书内容")


class Penalty(Record):
    """处罚与异常: 行政处罚, 经营异常, 严重违法, 欠税 of a party."""

    kind: ClassVar[str] = "penalty"
    title: ClassVar[str] = "处罚与异常"
    group: ClassVar[str] = "litigation"

    party: Party = column("当事人", required=True, personal="C1")
    penalty: PenaltyKind = column("类型", aliases=("kind",), required=True)
    authority: Text | None = column("机关")
    reason: Text | None = column("事由")
    amount: Money | None = column("金额")
    decided: Day | None = column("决定日期")
    removed: Day | None = column("移出日期")
    text: Text | None = column("文书内容")


class Pledge(Record):
    """质押冻结抵押: what of an owner is pledged, frozen, mortgaged or sealed."""

    kind: ClassVar[str] = "pledge"
    title: ClassVar[str] = "质押冻结抵押"
    group: ClassVar[str] = "litigation"

    owner: Party = column("权利人", required=True, personal="C1")
    pledge: PledgeKind = column("类型", aliases=("kind",), required=True)
    target: Firm | None = column("标的企业")
    beneficiary: Party | None = column("质权人")
    share: Share | None = column("比例")
    amount: Money | None = column("金额")
    valid_from: Day | None = column("起")
    valid_to: Day | None = column("止")
