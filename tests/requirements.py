"""What a test does where a program it needs is missing: skip, or fail where the program was promised."""

import os
from typing import NoReturn

import pytest


def require(name: str, reason: str) -> NoReturn:
    """Skip the test with a reason, or fail it when FIRMGRAPH_REQUIRE (a list of names with commas) names `name`."""
    promised = [word.strip() for word in os.environ.get("FIRMGRAPH_REQUIRE", "").split(",")]
    if name in promised:
        pytest.fail(f"FIRMGRAPH_REQUIRE names {name}, but {reason}")
    pytest.skip(reason)
