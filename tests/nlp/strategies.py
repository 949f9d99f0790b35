"""Invented texts for property tests: domain phrases, cues and hostile characters, mixed."""

from hypothesis import strategies as st

from firmgraph.nlp.guards import guard_book
from firmgraph.nlp.taxonomy import taxonomy
from firmgraph.nlp.text import SOURCES, Text

_PHRASES = sorted({word for rule in taxonomy().tags for word in rule.keywords + rule.exclusions})
_CUES = sorted({cue for rule in guard_book().rules for cue in rule.cues + rule.not_after if cue.isalnum()})
_HOSTILE = ["", " ", "\0", "\ud800", "\udfff", "😀", "<b>", "</td>", "&nbsp;", *"，。（）Ａ\n㎡ﬁ"]

raw_text = st.lists(
    st.one_of(
        st.sampled_from(_PHRASES),
        st.sampled_from(_CUES),
        st.sampled_from(_HOSTILE),
        st.text(alphabet=st.characters(exclude_categories=()), max_size=5),
    ),
    max_size=15,
).map("".join)

texts = st.builds(
    Text,
    record=st.sampled_from(["record-1", "record-2"]),
    source=st.sampled_from(SOURCES),
    field=st.sampled_from(["text", "scope", "role", "address", "closed"]),
    date=st.one_of(st.none(), st.dates().map(str)),
    text=raw_text,
)
