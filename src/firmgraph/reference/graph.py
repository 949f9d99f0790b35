"""Pages about the graph: node and relation kinds, record kinds, named queries."""

from collections.abc import Mapping

from pydantic.fields import FieldInfo

from firmgraph.graph.files.headers import required_columns
from firmgraph.graph.ontology import Property, ontology
from firmgraph.graph.queries import named_queries
from firmgraph.graph.records import KINDS, Record, column_type
from firmgraph.reference.markdown import code, codes, page, table

ONTOLOGY = """Node kinds and relation kinds with their properties, read from `graph/ontology.yaml`. From that file come
validation, the Neo4j labels, constraints and indexes, and this page. `personal` is the class of personal data
(C1 public, C2 financial or contact, C3 authentication). Shares are kept as whole 1e-8 parts and shown as
decimal text; money is decimal yuan. A relation holds from `valid_from` to `valid_to`, both days included."""
RECORDS = """One row is one record. Headers may be English or Chinese, in any order; `*` marks what a row must have.
Lists are separated by `;` or written as JSON. A party column takes a code, an old registration number, a
person's number or a name, and may have `…_id` (证件号) and `…_kind` (主体类型) beside it. Every kind also takes
`source` (来源), `record_id` (记录号) and `observed_at` (采集日期). Rows of one `record_id` supersede each other by
`observed_at`; without one, the content is the key."""
TYPES = {
    "date": "2024-01-31, 2024/1/31, 20240131, 2024年1月31日 or an Excel serial",
    "money": "yuan as a number, or text with a unit (500万元, 800万美元: the currency is kept)",
    "share": "25% or a fraction such as 0.25",
    "flag": "true/false, 是/否, 1/0",
    "month": "2024-01",
    "period": "2024 or 2024-09",
    "timestamp": "2024-01-31T09:30:00",
    "list": "values separated by ;",
    "rules": 'a JSON list such as [{"rule": "min_years", "value": 2}]',
}


def ontology_page() -> str:
    """Return the page of node and relation kinds."""
    known = ontology()
    nodes = [
        (
            code(name),
            f"{kind.zh} {kind.en}",
            code(kind.label),
            code(kind.prefix + ":"),
            _marks(kind.vocabulary, kind.derived),
        )
        for name, kind in known.nodes.items()
    ]
    relations = [
        (
            code(name),
            f"{kind.zh} {kind.en}",
            code(kind.type),
            codes(kind.from_),
            codes(kind.to),
            _marks(False, kind.derived),
        )
        for name, kind in known.relations.items()
    ]
    return page(
        "Node kinds and relation kinds",
        ONTOLOGY,
        f"Version {known.version}, in force from {known.effective_from}.",
        "## Nodes",
        table(("kind", "meaning", "Neo4j label", "id", ""), nodes),
        "## Relations",
        table(("kind", "meaning", "Neo4j type", "from", "to", ""), relations),
        "## Properties of nodes",
        *_properties({name: kind.properties for name, kind in known.nodes.items()}),
        "## Properties of relations",
        *_properties({name: kind.properties for name, kind in known.relations.items()}),
    )


def _marks(vocabulary: bool, derived: bool) -> str:
    return "shared by many" if vocabulary else "concluded" if derived else ""


def _properties(kinds: Mapping[str, Mapping[str, Property]]) -> list[str]:
    """Return a section for each set of properties; kinds that share one are named together."""
    shared: dict[tuple[str, ...], list[str]] = {}
    for name, properties in kinds.items():
        if properties:
            shared.setdefault(tuple(f"{key} {one!r}" for key, one in properties.items()), []).append(name)
    columns = ("property", "meaning", "type", "unit", "personal")
    parts = []
    for names in shared.values():
        rows = [
            (code(key), f"{one.zh} {one.en}", one.type, one.unit or "", one.personal or "")
            for key, one in kinds[names[0]].items()
        ]
        parts += [f"### {', '.join(names)}", table(columns, rows)]
    return parts


def records_page() -> str:
    """Return the page of record kinds and their columns."""
    parts = []
    for kind, model in KINDS.items():
        rows = [
            _column(model, name, info) for name, info in model.model_fields.items() if name not in Record.model_fields
        ]
        summary = (model.__doc__ or "").split("\n\n", maxsplit=1)[0]
        parts += [f"## `{kind}` {model.title}", summary, table(("column", "中文", "type", "also met as"), rows)]
    types = table(("type", "written as"), [(code(name), words) for name, words in TYPES.items()])
    return page("Record kinds", RECORDS, types, *parts)


def _column(model: type[Record], name: str, info: FieldInfo) -> tuple[str, ...]:
    extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
    aliases = extra.get("aliases")
    star = "*" if name in required_columns(model.kind) else ""
    shown = ", ".join(map(str, aliases)) if isinstance(aliases, list) else ""
    return code(name) + star, str(info.title or ""), column_type(info).name, shown


def queries_page() -> str:
    """Return the page of named queries."""
    rows = [
        (code(one.name), one.title, codes(f"{p.name}={p.default}" if p.default else p.name for p in one.parameters))
        for one in named_queries("sql").values()
    ]
    told = "`firmgraph query NAME --param K=V` runs one; each has a twin in SQL and in Cypher that answers alike."
    return page("Named queries", told, table(("name", "answers", "parameters"), rows))
