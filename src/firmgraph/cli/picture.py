"""What a terminal shows, saved as an SVG picture."""

import html
import io
import re
from collections.abc import Iterable
from pathlib import Path

from rich.cells import cell_len
from rich.console import Console, RenderableType

WIDTH = 160
CELL = 12.2
FONTS = "Fira Code, DejaVu Sans Mono, Menlo, Consolas, Sarasa Mono SC, Noto Sans Mono CJK SC, monospace"
_FONT_FILES = re.compile(r"@font-face \{.*?\}\s*|<!--.*?-->\s*|font-variant-east-asian: full-width;", re.DOTALL)
_RUN = re.compile(r'textLength="[^"]*"([^>]*)>([^<]*)<')


def save_svg(parts: Iterable[RenderableType], path: Path, title: str = "firmgraph demo") -> None:
    """Save what a terminal shows as an SVG that asks no other host for fonts and gives Chinese characters two cells."""
    recorder = Console(
        record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, highlight=False, color_system="truecolor"
    )
    for part in parts:
        recorder.print(part)
    own_fonts = _FONT_FILES.sub("", recorder.export_svg(title=title)).replace("Fira Code, monospace", FONTS)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_RUN.sub(_in_cells, own_fonts), encoding="utf-8")


def _in_cells(run: re.Match[str]) -> str:
    """Return a run of text as wide as its cells, not as many characters."""
    width = CELL * cell_len(html.unescape(run[2]))
    return f'textLength="{width:.1f}"{run[1]}>{run[2]}<'
