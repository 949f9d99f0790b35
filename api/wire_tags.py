"""The bodies of answers about what texts say: keywords, tags, cases, industry, and enterprises alike by their tags."""

from typing import Literal

from pydantic import Field

from firmgraph.api.wire import Body, Evidence, Firm, Stamped


class Keyword(Body):
    """A keyword of an enterprise's texts with its attributes."""

    word: str
    weight: float
    pos: str
    source: str
    field: str
    date: str | None
    count: int


class Span(Body):
    """The characters of a record's field that say a tag."""

    record: str
    field: str
    start: int
    end: int
    text: str


class TagField(Body):
    """A field of a record that says a tag, and what it says."""

    record: str
    source: str
    field: str
    value: str
    date: str | None


class Tag(Body):
    """A tag, the keywords that made it and where they stand, and the fields of records that say it."""

    tag: str
    label_zh: str
    label_en: str
    weight: float
    keywords: list[Keyword]
    spans: list[Span]
    fields: list[TagField]


class Case(Body):
    """A case of an enterprise, as its record states it and, where that is silent, as its text says.

    `amount_band` compares what was awarded, else claimed, with a year's revenue. `text_says` is what the text says
    otherwise than the record.
    """

    record: str
    kind: Literal["litigation", "enforcement"]
    case_number: str | None
    court: str | None
    court_level: str | None
    role: str
    side: Literal["claiming", "defending", "third"]
    result: str
    cause: str | None
    cause_group: str | None
    amount: str | None
    amount_band: str
    filed: str | None
    judged: str | None
    age_days: int | None
    age_band: str
    execution: str | None
    text_says: dict[str, str]
    tags: list[str]
    evidence: Evidence


class ReadIndustry(Body):
    """An industry by GB/T 4754-2017 that the business scope or the name says, with the characters that do."""

    section: str
    division: str
    division_title: str
    code: str
    title: str
    confidence: float
    from_: Literal["scope", "name"] = Field(alias="from")
    spans: list[Span]


class Industry(Body):
    """The industry of an enterprise: `origin` tells whether it is stated or read; what is stated wins.

    Where `value` is null the industry is unknown, and `abstained` says why none was read.
    """

    value: str | None
    origin: Literal["stated", "scope", "name", "unknown"]
    stated: str | None
    conflict: bool
    abstained: str | None
    read: list[ReadIndustry]
    evidence: Evidence


class Tags(Stamped):
    """Keywords and tags of an enterprise, and what was read of its cases and its industry."""

    subject: Firm
    keywords: list[Keyword]
    tags: list[Tag]
    cases: list[Case]
    industry: Industry


class SharedTag(Body):
    """A tag that two enterprises have, and its part of their likeness."""

    tag: str
    label_zh: str
    label_en: str
    part: float


class SimilarEnterprise(Body):
    """An enterprise alike to another, how much in (0, 1], and by which tags, the greatest part first."""

    id: str
    name: str
    score: float
    shared: list[SharedTag]


class SimilarEnterprises(Stamped):
    """Enterprises alike to one by their tags, the most alike first."""

    subject: Firm
    items: list[SimilarEnterprise]
