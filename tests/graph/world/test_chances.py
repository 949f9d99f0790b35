"""What the generator expects of its clients: the past is that of the files, futures come true as often as they say."""

from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from tests.graph.world.reading import rows_of

from firmgraph.graph.world import write_world
from firmgraph.graph.world.chances import Client, clients_lived

FIRMS, SEED, MONTHS, AHEAD = 400, 4, 30, 6


@pytest.fixture(scope="module")
def clients() -> list[Client]:
    return list(clients_lived(FIRMS, SEED, MONTHS))


def test_the_past_known_is_that_of_the_files(tmp_path: Path, clients: list[Client]) -> None:
    write_world(FIRMS, SEED, tmp_path, months=MONTHS)
    written = defaultdict(list)
    for row in rows_of("credit_account", tmp_path):
        if row["record_id"].startswith("account-"):
            written[row["enterprise"]].append((row["observed_at"], row["balance"], row["overdue_days"]))
    known = {
        one.firm.uscc: [(str(month.end), str(month.balance), str(month.days)) for month in one.past.months]
        for one in clients
    }
    assert known == written


def test_futures_go_on_from_the_month_and_are_the_same_whenever_asked(clients: list[Client]) -> None:
    one = max(clients, key=lambda client: len(client.past.months))
    now = one.past.months[-AHEAD - 1]
    drawn = list(one.futures(now.end, AHEAD, 20))
    assert drawn == list(one.futures(now.end, AHEAD, 20))
    assert len({tuple(month.balance for month in months) for months in drawn}) > 10
    for months in drawn:
        assert [month.end for month in months] == [month.end for month in one.past.months[-AHEAD:]]
        for before, after in pairwise([now, *months]):
            assert after.days in (0, before.days + 30) or (before.days == 0 and after.days <= 28)
            assert after.drawn_total == before.drawn_total + after.drawn
            assert before.balance + after.drawn >= after.balance


def test_chances_come_true_as_often_as_they_say(clients: list[Client]) -> None:
    """Of many clients the number in arrears is the sum of their chances, and the use of lines the sum of means."""
    chance, came, meant, used = [], [], [], []
    for one in clients:
        if len(one.past.months) > AHEAD:
            now, last = one.past.months[-AHEAD - 1], one.past.months[-1]
            drawn = list(one.futures(now.end, AHEAD, 30))
            chance.append(np.mean([any(month.days for month in months) for months in drawn]))
            came.append(any(month.days for month in one.past.months[-AHEAD:]))
            meant.append(np.mean([months[-1].balance for months in drawn]) / one.past.habits.line)
            used.append(last.balance / one.past.habits.line)
    p = np.array(chance)
    assert abs(sum(came) - p.sum()) < 3 * np.sqrt((p * (1 - p)).sum())
    assert np.mean(used) == pytest.approx(np.mean(meant), abs=0.03)
    assert np.corrcoef(used, meant)[0, 1] > 0.7
