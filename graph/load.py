"""Load files of records into a store: read and normalise, quarantine what is bad, commit batches, report.

A stopped load is resumed by loading the same file again: records already there change nothing.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from firmgraph.errors import FirmgraphError, TooManyBadRows, UnreadableFile
from firmgraph.graph.files.formats import ENDINGS, Row
from firmgraph.graph.files.headers import kind_of_name
from firmgraph.graph.files.mapping import MappingFile, read_mapping
from firmgraph.graph.files.quarantine import Quarantined, entry, read_entries, replace_entries, write_entries
from firmgraph.graph.files.rows import BadRow, Source, open_source, read_object
from firmgraph.graph.files.spool import Spooled, read_ahead, spool, spool_folder
from firmgraph.graph.ingest.garbage import without_cycle_collection
from firmgraph.graph.prepared import DEFAULT_SOURCE, Heading, Prepared
from firmgraph.graph.store import GraphStore
from firmgraph.settings import get_settings

Progress = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class LoadOptions:
    """How files are loaded; what is None comes from the settings or the files themselves."""

    kind: str | None = None
    source: str | None = None
    observed_at: str | None = None
    encoding: str | None = None
    mapping: Path | None = None
    quarantine: Path | None = None
    max_bad: float | None = None
    loaded_at: str | None = None


@dataclass(slots=True)
class FileReport:
    """What became of one file."""

    path: str
    kind: str
    rows: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    quarantined: int = 0
    reasons: dict[str, int] = field(default_factory=dict)
    unknown_columns: list[str] = field(default_factory=list)
    seconds: float = 0.0
    error: str | None = None

    @property
    def rows_per_second(self) -> float:
        """Rows read and committed per second."""
        return round(self.rows / self.seconds, 1) if self.seconds else 0.0


@dataclass(slots=True)
class LoadReport:
    """What became of a load."""

    files: list[FileReport]
    version: int
    quarantine: str | None = None

    @property
    def failed(self) -> bool:
        """Tell whether any file could not be loaded."""
        return any(file.error for file in self.files)

    def wire(self) -> dict[str, Any]:
        """Return the report as `load --json` prints it."""
        rows = [
            {
                "path": f.path,
                "kind": f.kind,
                "rows": f.rows,
                "new": f.new,
                "changed": f.changed,
                "unchanged": f.unchanged,
                "quarantined": f.quarantined,
                "reasons": f.reasons,
                "unknown_columns": f.unknown_columns,
                "seconds": round(f.seconds, 3),
                "rows_per_second": f.rows_per_second,
                "error": f.error,
            }
            for f in self.files
        ]
        return {"files": rows, "version": self.version, "quarantine": self.quarantine}


def quiet(_: str, __: int) -> None:
    """Show no progress."""


def find_files(paths: Sequence[Path], mapping: MappingFile | None) -> list[Path]:
    """Return the files to load: those named, and of a directory those whose name says a kind or that the mapping
    reads.
    """
    found: list[Path] = []
    for path in paths:
        if not path.is_dir():
            found.append(path)
            continue
        inside = sorted(p for p in path.iterdir() if p.is_file() and ENDINGS.keys() & {s.lower() for s in p.suffixes})
        known = [p for p in inside if (mapping.find(p) if mapping else kind_of_name(p))]
        if not known:
            raise UnreadableFile(
                f"{path.name} is a directory without files named after record kinds: name a file, or give --mapping",
                field="path",
            )
        found.extend(known)
    return found


def load_files(
    store: GraphStore, paths: Sequence[Path], options: LoadOptions, progress: Progress = quiet
) -> LoadReport:
    """Load files one after the other; a file that cannot be loaded is reported and the next one goes on."""
    mapping = read_mapping(options.mapping) if options.mapping else None
    files = find_files(paths, mapping)
    report = LoadReport([], 0)
    quarantine = options.quarantine or default_quarantine(store)
    for path in files:
        source = _source(path, options, mapping)
        found = FileReport(str(path), source.kind or kind_of_name(path) or "?")
        report.files.append(found)
        try:
            _load_file(store, source, options, found, quarantine, progress)
        except FirmgraphError as error:
            if len(files) == 1 and not isinstance(error, TooManyBadRows):
                raise
            found.error = error.detail
    report.version = store.status(counts=False).version
    report.quarantine = str(quarantine) if any(f.quarantined for f in report.files) else None
    return report


def default_quarantine(store: GraphStore) -> Path:
    """Return where bad rows go when nobody says: beside the store."""
    name = store.url.removeprefix("sqlite:///") if store.url.startswith("sqlite:///") else "firmgraph"
    return Path(name.removesuffix(".db") + ".quarantine.jsonl").expanduser()


def _source(path: Path, options: LoadOptions, mapping: MappingFile | None) -> Source:
    spec = mapping.find(path) if mapping else None
    if mapping and spec is None:
        raise UnreadableFile(f"{path.name}: the mapping has no pattern for this file name", field="mapping")
    heading = Heading(
        options.source or (spec.source if spec and spec.source else DEFAULT_SOURCE),
        options.observed_at or (spec.observed_at if spec else None),
    )
    return Source(path, options.kind, heading, options.encoding, spec)


def _load_file(
    store: GraphStore, source: Source, options: LoadOptions, report: FileReport, quarantine: Path, progress: Progress
) -> None:
    begun = time.perf_counter()
    settings = get_settings()
    opened = open_source(source)
    report.kind, report.unknown_columns = ", ".join(opened.kinds), list(opened.unknown)
    with spool_folder() as folder:
        spooled = spool(source, Path(folder), settings.batch_rows, settings.workers, progress)
        report.rows = spooled.rows
        report.quarantined = len(spooled.bad)
        report.reasons = dict(sorted(Counter(b.code for b in spooled.bad).items()))
        write_entries(quarantine, (entry(source, bad, options.mapping) for bad in spooled.bad))
        if spooled.rows == 0:
            raise UnreadableFile(f"{source.path.name} has a header but no rows: nothing to load", field="path")
        _refuse_if_bad(source, options, spooled)
        with without_cycle_collection():
            _commit(store, (c.records for c in read_ahead(spooled.chunks())), options, report, progress)
    report.seconds = time.perf_counter() - begun


def _refuse_if_bad(source: Source, options: LoadOptions, spooled: Spooled) -> None:
    stated = source.mapping.max_bad if source.mapping and source.mapping.max_bad is not None else None
    limit = (
        options.max_bad
        if options.max_bad is not None
        else stated
        if stated is not None
        else get_settings().max_bad_share
    )
    bad = len(spooled.bad)
    if bad > limit * spooled.rows:
        first = spooled.bad[0]
        raise TooManyBadRows(
            f"{source.path.name}: {bad} of {spooled.rows} rows are bad ({bad / spooled.rows:.1%}, limit {limit:.1%}); "
            f"nothing was committed. First: line {first.line}, {first.column or 'row'}: {first.code}. "
            "See the quarantine, or give --max-bad",
            field="path",
        )


def _commit(
    store: GraphStore,
    batches: Iterable[Sequence[Prepared]],
    options: LoadOptions,
    report: FileReport,
    progress: Progress,
) -> None:
    for batch in batches:
        done = store.append(batch, loaded_at=options.loaded_at)
        report.new += done.new
        report.changed += done.changed
        report.unchanged += done.unchanged
        progress("committed", len(batch))


def retry(store: GraphStore, quarantine: Path, options: LoadOptions, progress: Progress = quiet) -> LoadReport:
    """Load exactly the quarantined rows again, as edited in the quarantine or as their files say now; what is still bad
    stays there.
    """
    report = LoadReport([], 0)
    left: list[Quarantined] = []
    groups: dict[tuple[str, str | None], list[Quarantined]] = {}
    for found in read_entries(quarantine):
        groups.setdefault((found.file, found.mapping), []).append(found)
    for (file, mapping), entries in groups.items():
        path = Path(file)
        chosen = replace(options, mapping=Path(mapping) if mapping else None)
        source = _retried_source(path, entries[0], chosen)
        outcome = FileReport(file, source.kind or kind_of_name(path) or "?", rows=len(entries))
        report.files.append(outcome)
        good: list[Prepared] = []
        for found, result in _reread(source, entries):
            if isinstance(result, Prepared):
                good.append(result)
            else:
                left.append(entry(source, result, chosen.mapping) if result else found)
        outcome.quarantined = outcome.rows - len(good)
        outcome.reasons = dict(sorted(Counter(e.code for e in left if e.file == file).items()))
        _commit(store, [good] if good else [], options, outcome, progress)
    replace_entries(quarantine, left)
    report.version = store.status(counts=False).version
    report.quarantine = str(quarantine) if left else None
    return report


def _retried_source(path: Path, first: Quarantined, options: LoadOptions) -> Source:
    mapping = read_mapping(options.mapping) if options.mapping else None
    heading = Heading(first.source, first.observed_at)
    return Source(path, options.kind or first.kind, heading, options.encoding, mapping.find(path) if mapping else None)


def _reread(source: Source, entries: list[Quarantined]) -> Iterator[tuple[Quarantined, Prepared | BadRow | None]]:
    """Yield each entry with what its row is now; None when neither the file nor an edit gives the row again."""
    wanted = {e.line for e in entries if not e.edited}
    found = _lines(source, wanted) if wanted and source.path.is_file() else {}
    kind = source.kind or kind_of_name(source.path)
    for quarantined in entries:
        if not quarantined.edited:
            yield quarantined, found.get(quarantined.line)
        elif kind:
            yield quarantined, read_object(kind, quarantined.line, quarantined.row, source.heading)
        else:
            yield quarantined, _mapped(source, quarantined)


def _mapped(source: Source, quarantined: Quarantined) -> Prepared | BadRow | None:
    if not source.path.is_file():
        return None
    opened = open_source(source)
    return opened.read(Row(quarantined.line, list(quarantined.row.values())))


def _lines(source: Source, wanted: set[int]) -> dict[int, Prepared | BadRow]:
    opened = open_source(source)
    return {row.line: opened.read(row) for row in opened.rows if row.line in wanted}
