"""The command that runs the HTTP service."""

import socket
from typing import Annotated

import typer

from firmgraph.cli.options import Store
from firmgraph.cli.terminal import say
from firmgraph.errors import InvalidInput

Host = Annotated[str | None, typer.Option("--host", help="Address to listen on; else FIRMGRAPH_HOST.")]
Port = Annotated[
    int | None, typer.Option("--port", min=0, max=65535, help="Port; 0 picks a free one; else FIRMGRAPH_PORT.")
]


def register(app: typer.Typer) -> None:
    """Add this command to the program."""
    app.command()(serve)


def serve(host: Host = None, port: Port = None, store: Store = None) -> None:
    """Run the HTTP service until it is told to stop."""
    from firmgraph.api.app import serve as run_service
    from firmgraph.settings import get_settings

    settings = get_settings()
    address = host or settings.host
    chosen = _usable_port(address, settings.port if port is None else port)
    say(f"firmgraph serves http://{address}:{chosen}/v1 (OpenAPI: /openapi.json); stop it with Ctrl-C")
    run_service(address, chosen, store or settings.store)


def _usable_port(host: str, port: int) -> int:
    """Return the port, or a free one for 0; raise InvalidInput when it cannot be listened on."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise InvalidInput(f"cannot listen on {host} port {port}: {error.strerror}", field="port") from None
        return int(probe.getsockname()[1])
