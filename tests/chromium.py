"""Chromium for tests that look at pages: found on the machine, or asked for as a program that is required."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tests.requirements import require

if TYPE_CHECKING:
    from playwright.sync_api import Page

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")


def chromium() -> str:
    """Return the path of Chromium; skip the test, or fail it, where there is none."""
    program = next((path for name in CHROMIUMS if (path := shutil.which(name))), None)
    return program or require("chromium", "no Chromium is installed: apt-get install chromium")


@contextmanager
def shown_page(width: int, height: int) -> Iterator["Page"]:
    """A page of Chromium of a size in pixels, driven by Playwright."""
    program = chromium()
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        require("chromium", "Playwright is not installed: pip install playwright")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser.new_page(viewport={"width": width, "height": height})
        browser.close()
