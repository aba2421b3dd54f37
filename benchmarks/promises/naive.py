"""The control: the app's page and a status without any gate, as a careless local server would be."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket


class Naive:
    """`writes` counts the changes that were made to it."""

    def __init__(self) -> None:
        self.writes = 0
        self.port = 0

    async def status(self, _: Request) -> Response:
        return JSONResponse({"data": {"posture": "secret"}})

    async def page(self, _: Request) -> Response:
        return HTMLResponse("<title>app</title><p id=secret>secret</p>")

    async def icon(self, _: Request) -> Response:
        return Response('<svg xmlns="http://www.w3.org/2000/svg"/>', media_type="image/svg+xml")

    async def write(self, _: Request) -> Response:
        self.writes += 1
        return JSONResponse({"code": 0})

    async def socket(self, socket: WebSocket) -> None:
        await socket.accept()
        await socket.send_text("secret")
        await socket.close()

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/", self.page),
                Route("/api/status", self.status),
                Route("/icon.svg", self.icon),
                WebSocketRoute("/ws/sessions/{x}", self.socket),
                Route("/{rest:path}", self.write, methods=["POST", "PUT", "DELETE", "PATCH", "GET"]),
            ],
            middleware=[
                Middleware(
                    CORSMiddleware, allow_origin_regex=".*", allow_credentials=True, allow_methods=["*"]
                )
            ],
        )


@contextmanager
def naive() -> Iterator[Naive]:
    made = Naive()
    config = uvicorn.Config(made.app(), host="0.0.0.0", port=0, log_level="critical", ws="websockets-sansio")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=lambda: asyncio.run(server.serve()), daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.01)
    made.port = int(server.servers[0].sockets[0].getsockname()[1])
    yield made
    server.should_exit = True
    thread.join(5)
