"""Names of enterprises and persons in their normal form."""

import re

from firmgraph.graph.normal.text import plain, without_spaces

_BRACKETS = str.maketrans({"[": "(", "]": ")", "【": "(", "】": ")", "〔": "(", "〕": ")", "{": "(", "}": ")"})
_QUOTES = re.compile(r"[\"'“”‘’*＊]+$|^[\"'“”‘’]+")
_ORGANISATION = re.compile(
    r"(?:公司|集团|厂|店|中心|合作社|合伙|合伙\)|合伙企业\S*|企业|事务所|工作室|经营部|商行|行|社|所|院|校|会|局|委|部|处|站|队|基金|银行|政府|办公室|"
    r"机构|馆|场|矿|铺|坊|园|庄|户|超市|Ltd\.?|LTD\.?|Limited|Inc\.?|Co\.?|LLC|GmbH|[0-9A-Za-z])$"
)


def name_key(value: str) -> str:
    """Return the form under which names are compared: NFKC, one kind of bracket, no spaces, upper case."""
    return _QUOTES.sub("", without_spaces(value).translate(_BRACKETS)).upper()


def display_name(value: object) -> str:
    """Return a name fit to show: on one line, trimmed, one kind of bracket; as received otherwise."""
    return _QUOTES.sub("", " ".join(plain(value).split()).translate(_BRACKETS)).strip()


def looks_like_organisation(name: str) -> bool:
    """Tell whether a bare name reads as an organisation; a short name without an organisation's ending reads as a
    person.
    """
    return (len(name) > 4 and "·" not in name) or (len(name) > 2 and bool(_ORGANISATION.search(name)))
