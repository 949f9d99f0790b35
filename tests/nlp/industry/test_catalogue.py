from firmgraph.nlp.industry.catalogue import Meaning, catalogue
from firmgraph.nlp.industry.classes import classes
from firmgraph.nlp.text import normal_form


def test_the_standard_is_whole() -> None:
    standard = classes()
    assert len(standard.divisions) == 97
    assert (standard.sections["01"], standard.sections["43"], standard.sections["97"]) == ("A", "C", "T")
    assert len(standard.classes) >= 1380
    assert all(code[:2] in standard.sections and code[:3] for code in standard.classes)


def test_every_code_of_the_catalogue_is_a_class() -> None:
    book, codes = catalogue(), classes().classes
    told = {code for meaning in book.meanings.values()
            for code in (meaning.make, meaning.wholesale, meaning.retail, meaning.service) if code}  # fmt: skip
    told |= set(book.activity_codes.values()) | {f"{code:04}" for pair in book.trade.values() for code in pair}
    for table in (book.repairs, book.rents, book.developments, book.transports, book.stores):
        told |= set(table.values())
    assert told - {"C"} <= set(codes)


def test_aliases_are_in_normal_form() -> None:
    assert [
        word for word in catalogue().meanings if normal_form(word) != word and len(word) != len(normal_form(word))
    ] == []


def test_shares_of_an_item_are_one_at_most() -> None:
    book = catalogue()
    for meaning in (*book.meanings.values(), Meaning()):
        for activity in (None, *book.activities):
            assert sum(book.classes_of(meaning, activity).values()) <= 1 + 1e-9


def test_making_wins_where_goods_are_made_and_sold() -> None:
    book = catalogue()
    furniture = book.meanings["家具"]
    assert book.classes_of(furniture, "make") == {"2110": 1.0}
    assert book.classes_of(furniture, "retail") == {"5283": 1.0}
    assert set(book.classes_of(furniture, None)) == {"2110", "5139", "5283"}
