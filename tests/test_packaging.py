"""The wheel holds every file of the four folders, and runs the demonstration from an empty environment."""

import os
import re
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT

FOLDERS = ("graph", "nlp", "profiling", "api")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    (built,) = out.glob("*.whl")
    return built


def tracked(*folders: str) -> list[str]:
    command = ["git", "ls-files", "-z", "--", *folders]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return [name for name in listed.split("\0") if name and (ROOT / name).exists()]


def test_every_file_of_the_four_folders_is_in_the_wheel(wheel: Path) -> None:
    held = set(zipfile.ZipFile(wheel).namelist())
    files = tracked(*FOLDERS, "fixtures")
    assert len(files) > 100
    assert [name for name in files if f"firmgraph/{name}" not in held] == []
    own = [name.removeprefix("src/") for name in tracked("src") if not (ROOT / name).is_symlink()]
    assert [name for name in own if name not in held] == []


def test_nothing_else_is_in_the_wheel(wheel: Path) -> None:
    allowed = re.compile(r"firmgraph/|firmgraph-[0-9.]+\.dist-info/")
    held = zipfile.ZipFile(wheel).namelist()
    assert [name for name in held if not allowed.match(name) or "__pycache__" in name] == []


@pytest.mark.slow
def test_the_installed_wheel_runs_the_demonstration(wheel: Path, tmp_path: Path) -> None:
    home = tmp_path / "env"
    venv.create(home, with_pip=False)
    site = next((home / "lib").glob("python*/site-packages"))
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(site), str(wheel)]
    subprocess.run(install, check=True, capture_output=True)
    # the libraries come from this environment, firmgraph from the wheel: its site-packages stand first on the path
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("FIRMGRAPH_", "PYTHON"))}
    python = str(home / "bin" / "python")
    where = [python, "-c", "import firmgraph.graph.store as found; print(found.__file__)"]
    assert subprocess.run(where, capture_output=True, text=True, cwd=tmp_path, env=clean, check=True).stdout.startswith(
        str(site)
    )
    code = "import sys; from firmgraph.cli import main; sys.argv = ['firmgraph', 'demo']; main()"
    done = subprocess.run([python, "-c", code], capture_output=True, text=True, cwd=tmp_path, env=clean, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("deciding fact") >= 4


def test_the_locks_name_no_index() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "://" not in text
        assert "--index" not in text
        pinned = re.findall(r"^[a-z0-9.\-_]+==", text, re.MULTILINE)
        assert len(pinned) > 40
        assert text.count("--hash=sha256:") >= len(pinned)
