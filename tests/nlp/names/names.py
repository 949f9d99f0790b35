"""Invented names for property tests: places, brands, trades, legal forms and hostile characters, mixed."""

from hypothesis import strategies as st

_PLACES = ["广东省", "深圳市", "南山区", "上海", "巴音郭楞蒙古自治州", "库尔勒市", "中国", "吉林", ""]
_BRANDS = ["云杉", "岚川", "赤砾星", "Q7", "半夏", "青檐子", ""]
_TRADES = ["科技", "贸易", "机电设备", "房地产开发", "化工", ""]
_FORMS = ["有限公司", "有限责任公司", "股份有限公司", "厂", "农民专业合作社", "(有限合伙)", "公司", ""]
_BRANCHES = ["第二分公司", "岚桥路支行", "门市部", ""]
_HOSTILE = [
    "（",
    "）",
    "(",
    "]",
    "【",
    "\0",
    "\ud800",
    "😀",
    "　",
    " ",
    "㈱",
    "ﬁ",
    "公司",
    "分公司",
    "“",
    "*",
    "９",
]

firm_names = st.tuples(*map(st.sampled_from, [_PLACES, _PLACES, _BRANDS, _TRADES, _FORMS, _BRANCHES])).map("".join)
hostile_names = st.lists(
    st.one_of(
        firm_names, st.sampled_from(_HOSTILE), st.text(alphabet=st.characters(exclude_categories=()), max_size=5)
    ),
    max_size=6,
).map("".join)
