"""Records of the registry (工商): registration, shareholding, position, relation, branch, contact, change,
qualification.
"""

from typing import Annotated, ClassVar

from pydantic import BeforeValidator

from firmgraph.graph.records.base import Record
from firmgraph.graph.records.columns import (
    Day,
    Firm,
    Individual,
    Items,
    Money,
    Name,
    Names,
    Party,
    RegistrationNumber,
    Share,
    Text,
    Type,
    Uscc,
    Whole,
    column,
    vocabulary,
)

STATUS = {
    "存续": "active",
    "在业": "active",
    "开业": "active",
    "在营": "active",
    "正常": "active",
    "吊销": "revoked",
    "注销": "deregistered",
    "迁出": "moved",
    "清算": "liquidating",
    "停业": "suspended",
}
HOLDER_ROLES = {"股东": "shareholder", "普通合伙人": "GP", "有限合伙人": "LP"}
RELATIONS = {
    "配偶": "spouse",
    "父母": "parent",
    "子女": "child",
    "兄弟姐妹": "sibling",
    "一致行动": "concert",
    "协议控制": "agreement_control",
    "供货": "supplies",
    "合作": "partner",
    "借款": "loan",
    "租赁": "lease",
    "债权": "creditor",
    "交易": "trade",
    "其他": "other",
}
CONTACTS = {"电话": "phone", "邮箱": "email", "地址": "address", "网址": "website", "代办机构": "filing_agent"}

Status = Annotated[str, BeforeValidator(vocabulary(STATUS)), Type("vocabulary")]
HolderRole = Annotated[str, BeforeValidator(vocabulary(HOLDER_ROLES)), Type("vocabulary")]
RelationKind = Annotated[str, BeforeValidator(vocabulary(RELATIONS)), Type("vocabulary")]
ContactKind = Annotated[str, BeforeValidator(vocabulary(CONTACTS)), Type("vocabulary")]


class Registration(Record):
    """工商登记: an enterprise as the registry shows it on the day of observation."""

    kind: ClassVar[str] = "registration"
    title: ClassVar[str] = "工商登记"
    group: ClassVar[str] = "registration"

    uscc: Uscc | None = column("统一社会信用代码", aliases=("信用代码", "社会信用代码"))
    reg_no: RegistrationNumber | None = column("注册号", aliases=("工商注册号",))
    local_id: Text | None = column("来源编号")
    name: Name = column("企业名称", aliases=("名称", "公司名称"), required=True)
    former_names: Names | None = column("曾用名")
    type: Text | None = column("企业类型", aliases=("公司类型",))
    status: Status | None = column("经营状态", aliases=("登记状态",))
    established: Day | None = column("成立日期", aliases=("注册日期",))
    approved: Day | None = column("核准日期")
    ended: Day | None = column("注销吊销日期")
    term_from: Day | None = column("营业期限自")
    term_to: Day | None = column("营业期限至")
    legal_rep: Individual | None = column("法定代表人", aliases=("法人代表", "负责人"), personal="C1")
    registered_capital: Money | None = column("注册资本", aliases=("注册资金",))
    paid_in_capital: Money | None = column("实缴资本")
    authority: Text | None = column("登记机关")
    region: Text | None = column("行政区划")
    address: Text | None = column("住所", aliases=("注册地址", "地址"))
    scope: Text | None = column("经营范围")
    industry: Text | None = column("行业", aliases=("所属行业",))
    staff: Whole | None = column("人员规模")
    phone: Text | None = column("电话", aliases=("联系电话",), personal="C1")
    email: Text | None = column("邮箱", personal="C1")
    listed: Text | None = column("上市代码")


class PersonListed(Record):
    """自然人: a person whom a source lists by its own number."""

    kind: ClassVar[str] = "person"
    title: ClassVar[str] = "自然人"
    group: ClassVar[str] = "registration"

    person: Individual = column("姓名", required=True, personal="C1")


class Shareholding(Record):
    """股东出资: who holds how much of an enterprise, and since when."""

    kind: ClassVar[str] = "shareholding"
    title: ClassVar[str] = "股东出资"
    group: ClassVar[str] = "registration"

    enterprise: Firm = column("企业", required=True)
    holder: Party = column("股东", required=True, personal="C1")
    ratio: Share | None = column("持股比例", aliases=("出资比例",))
    subscribed: Money | None = column("认缴出资额")
    paid_in: Money | None = column("实缴出资额")
    voting_ratio: Share | None = column("表决权比例")
    income_ratio: Share | None = column("收益权比例")
    role: HolderRole | None = column("出资角色")
    nominee_for: Party | None = column("代持实际出资人", personal="C1")
    valid_from: Day | None = column("起")
    valid_to: Day | None = column("止")


class Position(Record):
    """任职: who serves an enterprise as director, supervisor, executive or other."""

    kind: ClassVar[str] = "position"
    title: ClassVar[str] = "任职"
    group: ClassVar[str] = "registration"

    enterprise: Firm = column("企业", required=True)
    person: Individual = column("姓名", required=True, personal="C1")
    role: Text = column("职务", required=True)
    valid_from: Day | None = column("起")
    valid_to: Day | None = column("止")


class PartyRelation(Record):
    """主体关系: kinship, concert, agreement, supply or other relation between two parties."""

    kind: ClassVar[str] = "relation"
    title: ClassVar[str] = "主体关系"
    group: ClassVar[str] = "registration"

    from_: Party = column("主体甲", aliases=("from",), required=True, personal="C1")
    to: Party = column("主体乙", required=True, personal="C1")
    relation: RelationKind = column("关系", aliases=("kind",), required=True)
    share: Share | None = column("比例")
    amount: Money | None = column("金额")
    valid_from: Day | None = column("起")
    valid_to: Day | None = column("止")
    text: Text | None = column("说明")


class Branch(Record):
    """分支机构: a branch of an enterprise."""

    kind: ClassVar[str] = "branch"
    title: ClassVar[str] = "分支机构"
    group: ClassVar[str] = "registration"

    enterprise: Firm = column("企业", required=True)
    branch: Firm = column("分支机构", required=True)
    region: Text | None = column("行政区划")
    valid_from: Day | None = column("起")
    valid_to: Day | None = column("止")


class Contact(Record):
    """联系方式: a way to reach an enterprise."""

    kind: ClassVar[str] = "contact"
    title: ClassVar[str] = "联系方式"
    group: ClassVar[str] = "registration"

    enterprise: Firm = column("企业", required=True)
    contact: ContactKind = column("类型", aliases=("kind",), required=True)
    value: Text = column("内容", required=True, personal="C1")
    valid_from: Day | None = column("起")
    valid_to: Day | None = column("止")


class Change(Record):
    """变更: one change the registry recorded."""

    kind: ClassVar[str] = "change"
    title: ClassVar[str] = "变更"
    group: ClassVar[str] = "registration"

    enterprise: Firm = column("企业", required=True)
    item: Text = column("变更事项", required=True)
    before: Text | None = column("变更前")
    after: Text | None = column("变更后")
    date: Day = column("变更日期", required=True)


class Qualification(Record):
    """资质: a recognition or grade an enterprise holds (专精特新, 高新技术企业, 纳税信用等级 …)."""

    kind: ClassVar[str] = "qualification"
    title: ClassVar[str] = "资质"
    group: ClassVar[str] = "registration"

    enterprise: Firm = column("企业", required=True)
    name: Text = column("资质", required=True)
    grade: Text | None = column("等级")
    authority: Text | None = column("发证机关")
    scope: Items | None = column("范围")
    valid_from: Day | None = column("起")
    valid_to: Day | None = column("止")
