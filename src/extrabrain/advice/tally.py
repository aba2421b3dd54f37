"""Adds up a stream of chunks to what it took."""

import time

from extrabrain.advice.wire_chat import Chunk
from extrabrain.core.advice import Finish, Usage


class Tally:
    """`hear` each chunk as it comes. Starts its clock when it is made."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._first = self._last = 0.0
        self._told = Chunk()
        self._pieces = 0
        self._finish: Finish = "stop"

    def hear(self, chunk: Chunk) -> None:
        if chunk.text:
            self._last = time.monotonic()
            self._first = self._first or self._last
            self._pieces += 1
        self._finish = chunk.finish or self._finish
        if chunk.tokens_out or chunk.tokens_in:
            self._told = chunk

    def usage(self) -> Usage:
        """Where the server tells no counts, the pieces are counted instead."""
        out = self._told.tokens_out or self._pieces
        took = self._last - self._first
        return Usage(
            tokens_in=self._told.tokens_in,
            tokens_out=out,
            first_token_ms=int((self._first - self._began) * 1000) if self._first else 0,
            tokens_per_s=self._told.tokens_per_s or (round((out - 1) / took, 1) if took > 0 else 0.0),
            finish=self._finish,
        )
