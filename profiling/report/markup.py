"""Elements of a page; every text is escaped when the page is written, so that no name can become a part of the page."""

from xml.etree.ElementTree import Element, tostring

Child = Element | str | None


def element(tag: str, *children: Child, **attributes: str) -> Element:
    """Return an element with attributes (`class_` is class, `_` stands for `-`) and children; None is left out."""
    made = Element(tag, {name.rstrip("_").replace("_", "-"): shown(text) for name, text in attributes.items()})
    last: Element | None = None
    for child in children:
        if isinstance(child, Element):
            made.append(child)
            last = child
        elif child is not None and last is None:
            made.text = (made.text or "") + shown(child)
        elif child is not None and last is not None:
            last.tail = (last.tail or "") + shown(child)
    return made


def shown(text: str) -> str:
    """Return a text without the characters that no page may hold."""
    return "".join(character if character.isprintable() or character in "\n\t" else " " for character in text)


def written(root: Element) -> str:
    """Return a page as HTML."""
    return "<!doctype html>\n" + tostring(root, encoding="unicode", method="html") + "\n"
