import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.nlp.names.names import hostile_names

from firmgraph.graph.normal.names import name_key
from firmgraph.nlp.names.forms import form_of, name_form


@pytest.mark.parametrize(
    "name",
    [
        "云杉（海岚）科技有限公司",
        "云杉【海岚】科技有限公司",
        "“云杉科技有限公司”*",
        "ＡＢＣ 云杉﹙海岚﹚有限公司",
        "㈱云杉",
        "abc云杉",
    ],
)
def test_is_the_key_under_which_the_graph_keeps_names(name: str) -> None:
    assert name_form(name) == name_key(name)


@given(st.text(alphabet="云杉科技有限公司（）()【】［］｛｝ＡaB１2　 \t“”*㈱", max_size=30))
def test_is_the_key_of_the_graph_for_any_mixture_of_widths(name: str) -> None:
    assert name_form(name) == name_key(name)


@given(hostile_names)
def test_every_character_has_its_place_in_the_source(name: str) -> None:
    form = form_of(name)
    assert len(form.text) == len(form.places)
    assert list(form.places) == sorted(form.places)
    for character, place in zip(form.text, form.places, strict=True):
        assert character in name_form(f"云{name[place]}杉")


def test_drops_controls_and_lone_surrogates() -> None:
    assert name_form("云\0杉\ud800科技\u200b有限公司") == "云杉科技有限公司"
