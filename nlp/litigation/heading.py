"""The head of a court document: its court, its kind and its case number."""

import re
from collections.abc import Iterator
from itertools import islice

from firmgraph.nlp.litigation.judgment import CourtLevel, DocumentKind, Found
from firmgraph.nlp.litigation.rules import litigation_rules, pattern

HEAD = 600
"""Characters from the start in which a document's own court, kind and number stand."""
MOST_CASES = 1_000
_KINDS: dict[str, DocumentKind] = {
    "判决书": "judgment",
    "裁定书": "ruling",
    "调解书": "mediation",
    "决定书": "decision",
    "支付令": "payment_order",
    "通知书": "notice",
    "公告": "notice",
    "传票": "notice",
}
_KIND = re.compile(
    r"(?:^|(?<=[\n。院 ]))[ \t]*(?:[\u4e00-\u9fff][ \t]*){0,12}?(?P<kind>"
    + "|".join(r"[ \t]*".join(word) for word in _KINDS)
    + r")(?=\s|[(\[〔]|$)"
)
# The form of numbers since 2016 (法〔2015〕137号) is (2019)浙0106民初1234号; before, (2015)杭西商初字第12号.
_CASE = re.compile(
    r"[(\[〔【]\s?(?:19|20)\d\d\s?[)\]〕】]\s?"
    r"(?=[^\s,。;:()号]{0,30}(?:[民商刑行执破经赔]|知|初|终|再|申|监|督|催|辖|财保|调))"
    r"(?![^\s,。;:()号]{0,20}(?:证|内经|内民|仲|公(?!民)|政|罚|发(?!民)|(?:京|沪)文))"
    r"[\u4e00-\u9fffA-Za-z][\u4e00-\u9fffA-Za-z0-9×*]{0,24}?(?:字\s?)?第?\s?[\dxX×*]{1,8}(?:-\d{1,3})?\s?号(?:之[一二三四五六七八九十\d]{1,3})?"
)
_COURT_END = re.compile(
    r"(?:人民法院|(?:海事|知识产权|金融|互联网|军事|铁路|农垦|林区|油田|矿区|坪开发区)(?:基层|中级)?法院|运输(?:中级)?法院|兵团分院)"
    r"(?:[\u4e00-\u9fff]{1,8}?(?:人民法庭|派出法庭))?"
)
_HAN_RUN = re.compile(r"[\u4e00-\u9fff]{1,30}$")
_PROVINCES = (
    "北京|天津|上海|重庆|河北|山西|内蒙古|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|广西|海南|四川|贵州|云南|西藏"
    "|陕西|甘肃|青海|宁夏|新疆|最高|中国人民解放军"
)
_PROVINCE = re.compile(rf"(?:{_PROVINCES})(?!路|街|区|藏族)")
# Words before a court in a sentence, which are not the beginning of a place's name.
_LEAD = re.compile(
    r".*(?:诉至|起诉[到至]|诉讼[到至]|诉到|申请由|移送至?|不服|经过|经由|上诉[至于]?|依据|根据|前往|来到|收到|提交|通过|判决由|指定"
    r"|另案|此前|原告|被告|双方|本案由|并由|先后|撤[回销]|^[日月]在?(?!照|喀|土县)|向(?!阳区)|由|(?<!荥)经(?!济|开)|在|(?<![东乐周])至|到"
    r"|(?<![呼太仁民永])和(?![田平硕静布县顺龙林政])|与|被|于(?![都洪田])|因|对(?!外))"
)
_NO_PLACE = re.compile(r"(?:请求|地|各级|基层|上级|该|贵|本)$")


def find_court(normal: str) -> Found[str] | None:
    """The court of the document: in its head, else one that a text names and no other."""
    courts = list(islice(_courts(normal), MOST_CASES))
    head = [court for court in courts if court.end <= HEAD and _alone(normal, court)]
    if head:
        return head[0]
    names = {court.value for court in courts}
    return courts[0] if len(names) == 1 else None


def court_level(court: str) -> CourtLevel | None:
    """The level of a court by its name."""
    return next((rule.level for rule in litigation_rules().court_levels if pattern(rule.cue).search(court)), None)


def find_kind(normal: str) -> Found[DocumentKind] | None:
    """The kind of document that the head names."""
    found = _KIND.search(normal, 0, HEAD)
    if found is None:
        return None
    word = re.sub(r"\s", "", found["kind"])
    return Found(_KINDS[word], *found.span("kind"))


def find_cases(normal: str) -> tuple[Found[str] | None, tuple[Found[str], ...]]:
    """The document's own case number, in its head, and the numbers of other cases that the text cites."""
    numbers = [
        Found(re.sub(r"\s", "", found[0]), *found.span()) for found in islice(_CASE.finditer(normal), MOST_CASES)
    ]
    own = next((number for number in numbers if number.end <= HEAD and _own(normal, number)), None)
    cited = {number.value: number for number in reversed(numbers) if own is None or number.value != own.value}
    return own, tuple(sorted(cited.values(), key=lambda number: number.start))


def _own(normal: str, number: Found[str]) -> bool:
    """Whether a number stands alone in its line or is told to be the case's."""
    before = normal[max(number.start - 8, 0) : number.start].rstrip(" \t")
    after = normal[number.end : number.end + 1]
    return bool(re.search(r"案号[:为是]?$", before)) or (
        (not before or before[-1] in "\n书令。票告") and after in "\n ,;"
    )


def _alone(normal: str, court: Found[str]) -> bool:
    before = normal[max(court.start - 8, 0) : court.start].rstrip(" \t")
    after = normal[court.end : court.end + 12].lstrip(" \t")
    told = re.search(r"法院[:为是]$", before) is not None
    return told or ((not before or before[-1] == "\n") and (not after or after[0] in "\n(〔民刑行执公开受应传决"))


def _courts(normal: str) -> Iterator[Found[str]]:
    for found in _COURT_END.finditer(normal):
        run = _HAN_RUN.search(normal, max(found.start() - 30, 0), found.start())
        if run:
            start = run.start() + _place_start(run[0])
            if found.start() - start > 1 and not _NO_PLACE.search(run[0]):
                yield Found(normal[start : found.end()], start, found.end())


def _place_start(place: str) -> int:
    """Where the name of a court's place begins in the words before its ending."""
    lead = _LEAD.match(place)
    start = lead.end() if lead else 0
    province = _PROVINCE.search(place, start)
    return province.start() if province else start
