"""The picture in the README: it shows what the demonstration prints now, and Chinese at its full width."""

import json
import re
import subprocess
from pathlib import Path

import pytest
from rich.text import Text

from firmgraph.cli.entry import run
from firmgraph.cli.picture import save_svg
from tests.chromium import chromium
from tests.conftest import ROOT

PICTURE = ROOT / "docs" / "images" / "demo.svg"
QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--dump-dom",
)  # fmt: skip
MEASURE = """<!doctype html><meta charset="utf-8"><body>%s<pre id="told"></pre><script>
const told = [];
for (const run of document.querySelectorAll('g[class$="-matrix"] text')) {
  const meant = parseFloat(run.getAttribute('textLength'));
  run.removeAttribute('textLength');
  if (run.textContent.trim()) told.push([run.textContent, meant, run.getComputedTextLength()]);
}
document.getElementById('told').textContent = JSON.stringify(told);
</script></body>"""


def test_the_picture_is_fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["demo", "--svg", "demo.svg"]) == 0
    drawn = (tmp_path / "demo.svg").read_text(encoding="utf-8")
    assert PICTURE.read_text(encoding="utf-8") == drawn, "run make picture"


def test_the_picture_asks_no_other_host() -> None:
    addresses = re.findall(r"https?://[^\"' )]+", PICTURE.read_text(encoding="utf-8"))
    assert set(addresses) == {"http://www.w3.org/2000/svg"}


def test_a_chinese_character_takes_two_cells(tmp_path: Path) -> None:
    save_svg([Text("企业"), Text("ab&")], tmp_path / "out.svg")
    drawn = (tmp_path / "out.svg").read_text(encoding="utf-8")
    lengths = {found[2]: float(found[1]) for found in re.finditer(r'textLength="([^"]+)"[^>]*>([^<]+)<', drawn)}
    assert lengths["企业"] == pytest.approx(4 * 12.2)
    assert lengths["ab&amp;"] == pytest.approx(3 * 12.2)


def test_a_browser_draws_every_run_about_as_wide_as_its_cells(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(MEASURE % PICTURE.read_text(encoding="utf-8"), encoding="utf-8")
    command = [chromium(), *QUIET, f"--user-data-dir={tmp_path}/profile", page.as_uri()]
    dom = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout
    told = json.loads(re.search(r'<pre id="told">(.*?)</pre>', dom, re.DOTALL)[1].replace("&amp;", "&"))  # type: ignore[index]
    assert len(told) > 100
    off = [(text, meant, drawn) for text, meant, drawn in told if not 0.7 <= drawn / meant <= 1.4]
    assert off == []
