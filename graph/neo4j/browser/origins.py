"""Where Neo4j Browser is served from, which alone may read the style and the guide from another origin."""

from urllib.parse import urlsplit

from firmgraph.graph.neo4j.server import running_server
from firmgraph.graph.neo4j.server.instance import versions
from firmgraph.graph.neo4j.server.ports import HTTP_PORT

_LOOPBACK_NAMES = ("127.0.0.1", "localhost")


def browser_origins() -> frozenset[str]:
    """Return the loopback origins of Neo4j Browser: its usual port, and the ports of the local servers that run now."""
    running = [info for version in versions(None) if (info := running_server(version=version))]
    ports = {HTTP_PORT, *(urlsplit(info.http_url).port for info in running)}
    return frozenset(f"http://{name}:{port}" for name in _LOOPBACK_NAMES for port in ports)
