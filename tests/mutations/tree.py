"""A copy of the tree in which rules are broken, so that nothing is ever broken in the tree itself."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.mutations.rows import ROOT, Mutation

_FAILED = re.compile(r"^FAILED ([^\s\[]+).*?(?: - (.*))?$", re.MULTILINE)
_SECONDS_LATER = 10


@dataclass(frozen=True)
class Ran:
    """How a run of tests ended: whether all passed, else the first test that failed, and why."""

    passed: bool
    failed: str | None
    why: str
    output: str


@dataclass(frozen=True)
class Tree:
    """A copy of the files of the tree."""

    folder: Path

    def run(self, tests: Sequence[str]) -> Ran:
        """Run some tests of the copy on the code of the copy."""
        options = ("-x", "-q", "-p", "no:cacheprovider", "-n", "0", "-m", "not data", "--tb=line", "-rf")
        done = self._python("-m", "pytest", *options, *tests)
        found = _FAILED.search(done.stdout)
        failed, why = (found[1], found[2] or "") if found else (None, "")
        return Ran(done.returncode == 0, failed, why, done.stdout[-2000:] + done.stderr[-2000:])

    def holds_its_own_code(self) -> bool:
        """Tell whether Python in the copy reads the copy's code and not an installed one."""
        done = self._python("-c", "import firmgraph.profiling as found; print(found.__file__)")
        return done.stdout.startswith(str(self.folder))

    @contextmanager
    def broken(self, mutation: Mutation) -> Iterator[None]:
        """Break a rule as long as the context lasts; raise ValueError unless its text occurs exactly once."""
        file = self.folder / mutation.file
        text, stat = file.read_text(encoding="utf-8"), file.stat()
        if text.count(mutation.old) != 1:
            raise ValueError(f"{mutation.file}: {mutation.old!r} occurs {text.count(mutation.old)} times")
        file.write_text(text.replace(mutation.old, mutation.new), encoding="utf-8")
        # compiled code is told by whole seconds and size: a broken file of the same size must be of another time
        os.utime(file, (stat.st_atime, stat.st_mtime + _SECONDS_LATER))
        try:
            yield
        finally:
            file.write_text(text, encoding="utf-8")
            os.utime(file, (stat.st_atime, stat.st_mtime))

    def _python(self, *words: str) -> "subprocess.CompletedProcess[str]":
        own = {name: value for name, value in os.environ.items() if not name.startswith(("FIRMGRAPH_", "PYTEST_"))}
        own |= {"PYTHONPATH": str(self.folder / "src"), "PYTHONDONTWRITEBYTECODE": "1", "COLUMNS": "400"}
        command = [sys.executable, *words]
        return subprocess.run(command, cwd=self.folder, env=own, capture_output=True, text=True, check=False)


def copied(folder: Path) -> Tree:
    """Return a copy of all files in a folder but those that git ignores; links are kept as links."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    for name in filter(None, listed.split("\0")):
        source, target = ROOT / name, folder / name
        if source.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target, follow_symlinks=False)
    return Tree(folder.resolve())
