"""A local Neo4j Community server on loopback: fetched through Maven, started, watched and stopped, without Docker."""

from firmgraph.graph.neo4j.server.config import ServerOptions
from firmgraph.graph.neo4j.server.instance import DEFAULT_VERSION, default_home, jars_ready, read_password
from firmgraph.graph.neo4j.server.lifecycle import ServerInfo, ServerStatus, down, running_server, status, up

__all__ = [
    "DEFAULT_VERSION",
    "ServerInfo",
    "ServerOptions",
    "ServerStatus",
    "default_home",
    "down",
    "jars_ready",
    "read_password",
    "running_server",
    "status",
    "up",
]
