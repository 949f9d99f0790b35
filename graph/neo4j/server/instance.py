"""The folder of one server version: where its jars, settings, data, logs, password and process record lie."""

import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from firmgraph.graph.neo4j.server.release import find_line, release_line, version_numbers
from firmgraph.settings import get_settings

DEFAULT_VERSION = "5.26.31"
FOLDERS = ("conf", "plugins", "data", "logs", "run", "import", "web")


def default_home() -> Path:
    """The folder set as `neo4j_home`, which holds one folder per server version."""
    return Path(get_settings().neo4j_home).expanduser()


@dataclass(frozen=True)
class ProcessRecord:
    """What is kept about a started server: process id and the ports it was given."""

    pid: int
    bolt_port: int
    http_port: int


@dataclass(frozen=True)
class Instance:
    """The folder of one server version, at `root`."""

    root: Path
    version: str

    @classmethod
    def at(cls, home: Path | None, version: str) -> "Instance":
        """The instance of a version under a home folder (default: the one set); InvalidInput for an unknown version."""
        release_line(version)
        return cls((home or default_home()).expanduser().resolve() / version, version)

    @property
    def password_file(self) -> Path:
        """File with the password of the user `neo4j`, readable by its owner only."""
        return self.root / "password"

    @property
    def process_file(self) -> Path:
        """File with the process id and the ports of the server started last."""
        return self.root / "run" / "server.pid.json"

    @property
    def lock_file(self) -> Path:
        """Lock that lets one process at a time start the server."""
        return self.root / "start.lock"

    @property
    def log_file(self) -> Path:
        """What the server process wrote to its console since its last start."""
        return self.root / "logs" / "console.log"

    def make_folders(self) -> None:
        """Create the folders a server needs, closed to other users."""
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name in FOLDERS:
            (self.root / name).mkdir(mode=0o700, exist_ok=True)

    def has_data(self) -> bool:
        """Whether a server has already started on this data folder."""
        return (self.root / "data" / "databases").exists()

    def password(self) -> str | None:
        """The password kept in the file, or None when there is none."""
        try:
            return self.password_file.read_text(encoding="utf-8").strip() or None
        except FileNotFoundError:
            return None

    def keep_password(self) -> str:
        """The kept password; a new one is made when there is none."""
        if password := self.password():
            return password
        # The prefix keeps a leading dash away, which the command line tool would read as an option.
        password = "fg" + secrets.token_urlsafe(24)
        write_private(self.password_file, password)
        return password

    def process_record(self) -> ProcessRecord | None:
        """The record of the server started last, or None when there is none or it cannot be read."""
        try:
            return ProcessRecord(**json.loads(self.process_file.read_text(encoding="utf-8")))
        except (FileNotFoundError, ValueError, TypeError):
            return None

    def keep_process(self, record: ProcessRecord) -> None:
        """Write the record of a started server."""
        write_private(self.process_file, json.dumps(asdict(record)))


def write_private(path: Path, text: str) -> None:
    """Replace a file by one only its owner may read (mode 0600), whole or not at all."""
    draft = path.with_name(path.name + ".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
    draft.replace(path)


def versions(home: Path | None) -> list[str]:
    """The server versions that have a folder under a home, the default version first, then the newest."""
    base = (home or default_home()).expanduser()
    found = [path.parent.name for path in base.glob("*/run") if find_line(path.parent.name)]
    return sorted(found, key=lambda version: (version == DEFAULT_VERSION, version_numbers(version)), reverse=True)


def lib_folder(home: Path | None, version: str) -> Path:
    """Folder of the jars of a version under a home."""
    return (home or default_home()).expanduser().resolve() / version / "lib"


def jars_ready(home: Path | None = None, version: str = DEFAULT_VERSION) -> bool:
    """Whether the jars of a version lie under a home (default: the one set), so that no fetching is needed."""
    return (lib_folder(home, version) / f"neo4j-{version}.jar").is_file()


def read_password(home: Path | None = None, version: str = DEFAULT_VERSION) -> str | None:
    """The password of the local server of a version, or None when none was ever made."""
    return Instance.at(home, version).password()
