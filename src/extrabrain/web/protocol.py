"""How connections are spoken with: uvicorn's HTTP/1.1, with less patience.

A connection that has sent no whole request head in `HEAD_S` seconds is dropped, so that many slow clients
cannot hold the app. An upgrade to a WebSocket is only ever a GET; anything else goes to the gate, which
answers 405.
"""

import asyncio

from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_S = 10.0


class Impatient(H11Protocol):
    def connection_made(self, transport: asyncio.Transport) -> None:  # pyright: ignore[reportIncompatibleMethodOverride]
        super().connection_made(transport)
        self._began = False
        self._late = self.loop.call_later(HEAD_S, self._too_late)

    def connection_lost(self, exc: Exception | None) -> None:
        self._late.cancel()
        super().connection_lost(exc)

    def _too_late(self) -> None:
        if not self._began and not self.transport.is_closing():
            self.transport.close()

    def _should_upgrade(self) -> bool:
        self._began = True  # called once a whole head is there
        return super()._should_upgrade() and self.scope["type"] == "http" and self.scope["method"] == "GET"
