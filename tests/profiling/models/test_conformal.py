import numpy as np
import pytest

from firmgraph.errors import InvalidInput
from firmgraph.profiling.models.conformal import bands_of, interval, widths


def test_a_line_on_a_cut_is_of_the_band_above() -> None:
    assert bands_of(np.array([1.0, 10.0, 99.0, 100.0]), [10, 100]).tolist() == [0, 1, 1, 2]
    with pytest.raises(InvalidInput):
        bands_of(np.array([1.0]), [10, 10])


def test_the_width_is_the_error_at_its_place_among_one_more() -> None:
    true, bands = np.arange(1.0, 20.0), np.zeros(19, dtype=np.int64)
    assert widths(np.zeros(19), true, bands, 0.9).by_band == {0: 18.0}
    assert widths(np.zeros(9), true[:9], bands[:9], 0.9).by_band == {0: 9.0}
    with pytest.raises(InvalidInput):
        widths(np.zeros(8), true[:8], bands[:8], 0.9)


def test_a_thin_band_takes_the_width_of_all() -> None:
    bands = np.array([0] * 99 + [1])
    told = widths(np.zeros(100), np.arange(1.0, 101.0), bands)
    assert told.elsewhere == 91.0
    assert told.of(np.array([0, 1, 7])).tolist() == [90.0, 91.0, 91.0]


def test_each_band_is_covered_though_its_errors_are_of_another_size() -> None:
    """Noise three times as wide in one band: its own width covers there, one width for all would not."""
    random = np.random.default_rng(20250630)
    bands = random.integers(0, 3, 30_000)
    true = random.normal(0.5, np.array([0.05, 0.1, 0.15])[bands])
    predicted, half = np.full(30_000, 0.5), 15_000
    told = widths(predicted[:half], true[:half], bands[:half])
    low, high = interval(predicted[half:], bands[half:], told, most=None)
    inside = (low <= true[half:].clip(0)) & (true[half:] <= high)
    assert all(0.88 < inside[bands[half:] == band].mean() < 0.92 for band in range(3))
    one = np.abs(true[half:] - 0.5) <= told.elsewhere
    assert one[bands[half:] == 2].mean() < 0.85
