"""Lines in which Chinese characters are repeated side by side, found in many lines at once."""

from collections.abc import Sequence

import numpy as np

LINE_END = "\n"
LONGEST_BLOCK = 8
_FIRST_HAN = 0x4E00


def may_repeat(lines: Sequence[str]) -> list[bool]:
    """Which lines may hold XX twice or a block of 2 to 8 Chinese characters twice in a row.

    None that does is missed; one with other characters of high codes, or with XX in two places, may be told as well.
    """
    told = np.zeros(len(lines), dtype=np.bool_)
    text = "".join(line.replace(LINE_END, " ") + LINE_END for line in lines)
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    ends, is_han = np.flatnonzero(codes == ord(LINE_END)), codes >= _FIRST_HAN
    for length in range(1, LONGEST_BLOCK + 1):
        places = np.flatnonzero((codes[length:] == codes[:-length]) & is_han[length:])
        if length == 1:
            told |= np.bincount(np.searchsorted(ends, places), minlength=len(lines)) > 1
        elif len(places) >= length:
            ran = places[length - 1 :] - places[: 1 - length] == length - 1
            told[np.searchsorted(ends, places[: 1 - length][ran])] = True
    return told.tolist()
