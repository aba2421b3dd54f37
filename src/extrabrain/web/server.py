"""The app's server: Starlette behind the gate, on the loopback address, one per data folder."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles

from extrabrain.app.build import Workbench
from extrabrain.app.instance import Instance, InstanceLock, Tickets
from extrabrain.app.listening import Listening
from extrabrain.core.errors import Problem
from extrabrain.web.advice_api import AdviceApi
from extrabrain.web.api import Api
from extrabrain.web.backup_api import BackupApi
from extrabrain.web.bank_api import BankApi
from extrabrain.web.chores import Chores
from extrabrain.web.compare_api import CompareApi
from extrabrain.web.curtain import Curtain
from extrabrain.web.gate import Gate
from extrabrain.web.generate_api import GenerateApi
from extrabrain.web.keeping_api import KeepingApi
from extrabrain.web.library_api import LibraryApi
from extrabrain.web.live_api import LiveApi
from extrabrain.web.lock_api import LockApi
from extrabrain.web.locking import Locking
from extrabrain.web.microphones_api import MicrophonesApi
from extrabrain.web.mock_api import MockApi
from extrabrain.web.notes_api import NotesApi
from extrabrain.web.plan_api import PlanApi
from extrabrain.web.posture_changes import PostureChanges
from extrabrain.web.privacy_api import PrivacyApi
from extrabrain.web.profiles_api import ProfilesApi
from extrabrain.web.progress_api import ProgressApi
from extrabrain.web.protocol import Impatient
from extrabrain.web.recordings_api import RecordingsApi
from extrabrain.web.settings_api import SettingsApi
from extrabrain.web.socket import MAX_FRAME_BYTES, Socket
from extrabrain.web.sockets import OpenSockets
from extrabrain.web.stage import Stage
from extrabrain.web.status import Status
from extrabrain.web.stories_api import StoriesApi
from extrabrain.web.today_api import TodayApi

MOST_CONNECTIONS = 128
MAX_HEAD_BYTES = 32_000
WATCH_S = 0.5
PAGE = Path(__file__).parents[1] / "_web"
PAGES = (
    "/",
    "/practice",
    "/practice/{rest:path}",
    "/mock",
    "/mock/{rest:path}",
    "/live",
    "/library",
    "/library/{rest:path}",
    "/bank",
    "/bank/{rest:path}",
    "/stories",
    "/stories/{rest:path}",
    "/plan",
    "/sessions",
    "/sessions/{rest:path}",
    "/compare",
    "/progress",
    "/settings",
    "/privacy",
    "/welcome",
)
"""Addresses of the page; what they show is its own affair (`web/src/route.ts`)."""


def page_folder() -> Path:
    """The built front end; `Problem` where it is missing."""
    if not (PAGE / "index.html").is_file():
        raise Problem(
            "The app's page has not been built.",
            next_step="Run `uv sync --reinstall-package extrabrain`, or install a released wheel.",
        )
    return PAGE


def application(
    bench: Workbench, stage: Stage, status: Status, locking: Locking, changes: PostureChanges | None = None
) -> Starlette:
    """All routes, not yet behind the gate."""
    page = page_folder()
    posture = changes or PostureChanges(bench.consent.mark, OpenSockets().hang_up)

    async def index(_: Request) -> Response:
        return FileResponse(page / "index.html")

    async def unknown(request: Request, _: Exception) -> Response:
        """Where nothing is. A person is told so by the page itself; whatever else asks gets a line."""
        if "text/html" in request.headers.get("accept", ""):
            return FileResponse(page / "index.html", status_code=404)
        return PlainTextResponse("Not Found", status_code=404)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncGenerator[None]:
        yield
        await stage.close()

    return Starlette(
        routes=[
            *Api(bench, stage, status).routes(),
            *AdviceApi(bench).routes(),
            *ProfilesApi(bench).routes(),
            *BankApi(bench).routes(),
            *NotesApi(bench).routes(),
            *RecordingsApi(bench).routes(),
            *SettingsApi(bench, status).routes(),
            *PrivacyApi(bench, posture.look).routes(),
            *CompareApi(bench).routes(),
            *TodayApi(bench).routes(),
            *ProgressApi(bench).routes(),
            *PlanApi(bench).routes(),
            *StoriesApi(bench).routes(),
            *GenerateApi(bench).routes(),
            *MockApi(bench, stage).routes(),
            *LiveApi(bench, stage).routes(),
            *LibraryApi(bench).routes(),
            *LockApi(bench, locking).routes(),
            *BackupApi(bench, locking).routes(),
            *KeepingApi(bench, locking).routes(),
            *MicrophonesApi().routes(),
            WebSocketRoute("/ws/sessions/{session_id}", Socket(bench, stage).serve),
            *(Route(path, index) for path in PAGES),
            Mount("/", StaticFiles(directory=page)),
        ],
        exception_handlers={404: unknown},
        lifespan=lifespan,
    )


class Server:
    """Serves on a socket that listens already, announces itself, until it is told to stop."""

    def __init__(self, bench: Workbench, lock: InstanceLock, *, token: str, listening: Listening) -> None:
        self._bench = bench
        self._lock = lock
        self._token = token
        self._listening = listening
        self._port = int(listening.getsockname()[1])
        self._tickets: Tickets | None = None
        self._serving: uvicorn.Server | None = None

    def run(self, ready: Callable[[Instance], Any]) -> None:
        """Blocks; calls `ready` with the instance once the app answers."""
        asyncio.run(self._serve(ready))

    def stop(self) -> None:
        """From any thread: answers that are being spoken are concluded, then `run` returns."""
        if self._serving is not None:
            self._serving.should_exit = True

    async def _serve(self, ready: Callable[[Instance], Any]) -> None:
        stage = Stage(self._bench)
        status = Status(self._bench)
        chores = Chores(self._bench, stage, status)
        curtain = Curtain(lambda: self._bench.vault.locked)
        locking = Locking(self._bench, stage, curtain, chores)
        sockets = OpenSockets()
        changes = PostureChanges(self._bench.consent.mark, sockets.hang_up)
        app = application(self._bench, stage, status, locking, changes)
        gate = Gate(
            curtain.over(app),
            token=self._token,
            port=lambda: self._port,
            redeem=self._let_in,
            landing=self._landing,
            sockets=sockets,
        )
        config = uvicorn.Config(
            gate,
            log_level="error",
            access_log=False,
            server_header=False,
            http=Impatient,
            limit_concurrency=MOST_CONNECTIONS,
            h11_max_incomplete_event_size=MAX_HEAD_BYTES,
            ws="websockets-sansio",
            ws_max_size=MAX_FRAME_BYTES + 4,
            ws_ping_interval=20,
            timeout_graceful_shutdown=5,
            lifespan="on",
        )
        self._serving = server = uvicorn.Server(config)
        serving = asyncio.create_task(server.serve(sockets=[self._listening]))
        while not server.started and not serving.done():
            await asyncio.sleep(0.005)
        if serving.done():
            await serving
            return
        instance = self._lock.announce(self._port)
        self._bench.remember(port=self._port)
        self._tickets = Tickets(instance.secret)
        ready(instance)
        chores.begin()
        watching = [
            asyncio.create_task(locking.watch()),
            asyncio.create_task(_watch(changes)),
        ]
        await serving
        for task in watching:
            task.cancel()
        await chores.stop()

    def _landing(self) -> str:
        """The guide for somebody who comes for the first time."""
        if self._bench.settings.greeted:
            return "/"
        self._bench.remember(greeted=True)
        return "/welcome"

    def _let_in(self, ticket: str) -> bool:
        return self._tickets is not None and self._tickets.redeem(ticket)


async def _watch(changes: PostureChanges) -> None:
    """What is revoked in a terminal holds here within a second: every socket is hung up on."""
    while True:
        await asyncio.sleep(WATCH_S)
        changes.look()
