"""The HTTP service: an app over one store, and the server that runs it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import uvicorn
from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool

from firmgraph.api.errors import add_handlers
from firmgraph.api.guard import Guard
from firmgraph.api.held_store import HeldStore
from firmgraph.api.openapi import describe
from firmgraph.api.routes import (
    browser,
    decisions,
    enterprises,
    gates,
    health,
    match,
    models,
    offers,
    officer,
    prospects,
    queries,
    records,
    relations,
    strategy,
)
from firmgraph.api.trainings.desk import Trainings
from firmgraph.errors import StoreUnavailable
from firmgraph.logs import configure_logs
from firmgraph.settings import get_settings

STOP_SECONDS = 10


def create_app(store_url: str | None = None) -> FastAPI:
    """Return the service over a store, by default that of the settings; without the store it is alive, not ready."""
    url = store_url or get_settings().store
    held, trainings = HeldStore(url), Trainings(url)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        with suppress(StoreUnavailable):  # logged; /readyz says it, and every request tries again
            await run_in_threadpool(held.get)
        yield
        await run_in_threadpool(trainings.close)
        await run_in_threadpool(held.close)

    app = FastAPI(lifespan=lifespan, docs_url=None, redoc_url=None, redirect_slashes=False)
    app.state.store, app.state.trainings, app.state.judging = held, trainings, asyncio.Semaphore(1)
    app.add_middleware(Guard)
    add_handlers(app)
    for routes in (health, officer, relations, gates, offers, enterprises, match, decisions, records, queries):
        app.include_router(routes.router)
    for routes in (prospects, strategy, models, browser):
        app.include_router(routes.router)
    app.include_router(officer.watched)
    app.openapi = lambda: describe(app)  # type: ignore[method-assign]
    return app


def serve(host: str, port: int, store_url: str | None = None) -> None:
    """Run the service until it is told to stop; requests under way then have 10 seconds to end."""
    configure_logs()
    uvicorn.run(
        create_app(store_url),
        host=host,
        port=port,
        server_header=False,
        access_log=False,
        log_level="warning",
        timeout_graceful_shutdown=STOP_SECONDS,
    )
