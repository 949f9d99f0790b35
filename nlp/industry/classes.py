"""The tree of GB/T 4754-2017 (`data/gbt4754-2017.csv`): sections, divisions, groups and classes with their titles."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

STANDARD = Path(__file__).parents[1] / "data" / "gbt4754-2017.csv"


@dataclass(frozen=True, slots=True)
class Classes:
    """The titles of all codes, and the section (A to T) of each division."""

    titles: Mapping[str, str]
    sections: Mapping[str, str]

    @property
    def divisions(self) -> list[str]:
        """The codes of all divisions, in order."""
        return list(self.sections)

    @property
    def classes(self) -> dict[str, str]:
        """The titles of the classes, the leaves of the tree, by their codes of four digits."""
        return {code: title for code, title in self.titles.items() if len(code) == 4}


@cache
def classes() -> Classes:
    """The classes of the standard; a division stands below the last section before it."""
    titles: dict[str, str] = {}
    sections: dict[str, str] = {}
    section = ""
    with STANDARD.open(encoding="utf-8", newline="") as file:
        for code, title in list(csv.reader(file))[1:]:
            titles[code] = title
            if code.isalpha():
                section = code
            elif len(code) == 2:
                sections[code] = section
    return Classes(titles, sections)
