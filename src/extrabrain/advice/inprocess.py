"""A language model in this program: llama.cpp through xllamacpp (extra `local-llm`).

The library opens a listening socket of its own. It is given a Unix socket in a folder that only this user may
enter, and a random key, so that no page in a browser and no other user can reach the model.
"""

import asyncio
import json
import secrets
import tempfile
import threading
import time
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

from extrabrain.advice.tally import Tally
from extrabrain.advice.threads import free_threads
from extrabrain.advice.wire_chat import chunk_of, request_of
from extrabrain.core.advice import Prompt, Usage
from extrabrain.core.errors import Problem, Unsupported

CONTEXT_TOKENS = 8_192
IDLE_S = 300.0
"""A model that nobody asked for this long leaves memory."""

REPEAT_PENALTY = 1.1
"""Keeps the smallest models out of loops."""


class InProcess:
    """One GGUF model. Loaded at the first request; one request at a time; `unload` gives the memory back.

    `threads` 0: as many as the machine has free when it is loaded."""

    context_tokens = CONTEXT_TOKENS

    def __init__(self, path: Path, model_id: str, *, threads: int = 0) -> None:
        if not path.is_file():
            raise Problem(f"{path}: no such file.", next_step=f"Run `extrabrain models pull {model_id}`.")
        self.name = f"{model_id}, in this program"
        self.path = path
        self._threads = threads
        self._server: Any = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._lock = threading.Lock()
        self._used = time.monotonic()

    async def stream(self, prompt: Prompt) -> AsyncGenerator[str | Usage]:
        """The model's text piece by piece; closing the generator stops it at the next token."""
        loop = asyncio.get_running_loop()
        pieces: asyncio.Queue[str | Exception | None] = asyncio.Queue()
        stop = threading.Event()

        def heard(chunk: str | dict[str, Any]) -> bool:
            told = chunk if isinstance(chunk, str) else json.dumps(chunk)
            loop.call_soon_threadsafe(pieces.put_nowait, told)
            return stop.is_set()

        def run() -> None:
            try:
                with self._lock:
                    if not stop.is_set():
                        self._used = time.monotonic()
                        self._ready().handle_chat_completions(
                            json.dumps({**request_of(prompt), "repeat_penalty": REPEAT_PENALTY}), heard
                        )
                        self._used = time.monotonic()
                told = None
            except Exception as error:  # noqa: BLE001 - handed to the reader, who raises it
                told = error
            if not stop.is_set():
                loop.call_soon_threadsafe(pieces.put_nowait, told)

        tally = Tally()
        threading.Thread(target=run, name="llm", daemon=True).start()
        try:
            while (piece := await pieces.get()) is not None:
                if isinstance(piece, Exception):
                    raise piece
                chunk = chunk_of(piece)
                if chunk.error:
                    raise _refused(chunk.error)
                tally.hear(chunk)
                if chunk.text:
                    yield chunk.text
            yield tally.usage()
        finally:
            stop.set()

    def unload(self) -> None:
        """Frees the memory, once no request runs."""
        with self._lock:
            self._server = None
            if self._folder is not None:
                self._folder.cleanup()
                self._folder = None

    def unload_if_idle(self) -> None:
        """For a clock in `app` to call now and then."""
        if self._server is not None and time.monotonic() - self._used > IDLE_S:
            self.unload()

    def _ready(self) -> Any:
        if self._server is None:
            self._folder = tempfile.TemporaryDirectory(prefix="extrabrain-llm-")
            threads = self._threads or free_threads()
            self._server = load(self.path, Path(self._folder.name), threads)
        return self._server


def load(path: Path, folder: Path, threads: int) -> Any:
    """The library's server for a model, with its socket in `folder`."""
    try:
        import xllamacpp
    except ImportError as error:
        raise Unsupported(
            "This install cannot run a language model by itself.",
            next_step='Install the extra: pip install "extrabrain[local-llm]"',
        ) from error
    library: Any = xllamacpp
    params = library.CommonParams()
    params.model.path = str(path)
    params.n_ctx = CONTEXT_TOKENS
    params.n_parallel = 1
    params.warmup = False
    params.verbosity = -1
    params.offline = True
    params.hostnames = [str(folder / "llm.sock")]
    params.api_keys = [secrets.token_urlsafe(24)]
    if threads:
        params.cpuparams.n_threads = threads
        params.cpuparams_batch.n_threads = threads
    return library.Server(params)


def _refused(told: str) -> Problem:
    if "context" in told and ("exceed" in told or "size" in told):
        return Problem("The material is too long for this model.", next_step="Choose less of it.")
    return Problem(f"The model refused the request: {told[:200]}", next_step="Try another model.")
