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

from extrabrain.core.advice import Finish, Prompt, Usage
from extrabrain.core.errors import Problem, Unsupported

CONTEXT_TOKENS = 8_192
IDLE_S = 300.0
"""A model that nobody asked for this long leaves memory."""


class InProcess:
    """One GGUF model. Loaded at the first request; one request at a time; `unload` gives the memory back."""

    context_tokens = CONTEXT_TOKENS

    def __init__(self, path: Path, model_id: str, *, threads: int = 0) -> None:
        if not path.is_file():
            raise Problem(f"{path}: no such file.", next_step=f"Run `extrabrain models pull {model_id}`.")
        self.name = f"{model_id}, in this program"
        self._path = path
        self._threads = threads
        self._server: Any = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._lock = threading.Lock()
        self._used = time.monotonic()

    async def stream(self, prompt: Prompt) -> AsyncGenerator[str | Usage]:
        """The model's text piece by piece; closing the generator stops it at the next token."""
        loop = asyncio.get_running_loop()
        pieces: asyncio.Queue[dict[str, Any] | BaseException | None] = asyncio.Queue()
        stop = threading.Event()

        def heard(chunk: str | dict[str, Any]) -> bool:
            plain = json.loads(chunk) if isinstance(chunk, str) else chunk
            loop.call_soon_threadsafe(pieces.put_nowait, plain)
            return stop.is_set()

        def run() -> None:
            try:
                with self._lock:
                    self._used = time.monotonic()
                    self._ready().handle_chat_completions(json.dumps(_request(prompt)), heard)
                    self._used = time.monotonic()
                loop.call_soon_threadsafe(pieces.put_nowait, None)
            except Exception as error:  # noqa: BLE001 - handed to the reader, who raises it
                loop.call_soon_threadsafe(pieces.put_nowait, error)

        began = time.monotonic()
        worker = threading.Thread(target=run, name="llm", daemon=True)
        worker.start()
        first = 0.0
        timings: dict[str, Any] = {}
        finish: Finish = "stop"
        try:
            while (piece := await pieces.get()) is not None:
                if isinstance(piece, BaseException):
                    raise piece
                if "error" in piece:
                    raise _refused(piece["error"])
                choice = (piece.get("choices") or [{}])[0]
                text = (choice.get("delta") or {}).get("content")
                timings = piece.get("timings") or timings
                finish = "length" if choice.get("finish_reason") == "length" else finish
                if text:
                    first = first or time.monotonic()
                    yield text
            yield _usage(timings, began, first, finish)
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
            self._server = _load(self._path, Path(self._folder.name), self._threads)
        return self._server


def _load(path: Path, folder: Path, threads: int) -> Any:
    try:
        import xllamacpp
    except ImportError as error:
        raise Unsupported(
            "This install cannot run a language model by itself.",
            next_step='Install the extra: `uv sync --extra local-llm` or `pip install "extrabrain[local-llm]"`.',
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
    return library.Server(params)


def _request(prompt: Prompt) -> dict[str, Any]:
    """In the shape of the chat completions API; hidden reasoning is off, so that it cannot eat the tokens."""
    request: dict[str, Any] = {
        "messages": [{"role": "system", "content": prompt.system}, {"role": "user", "content": prompt.user}],
        "max_tokens": prompt.max_tokens,
        "temperature": 0.2,
        "stream": True,
        "chat_template_kwargs": {"enable_thinking": False},
    }
    if prompt.schema is not None:
        request["response_format"] = {"type": "json_schema", "json_schema": {"schema": prompt.schema}}
    return request


def _usage(timings: dict[str, Any], began: float, first: float, finish: Finish) -> Usage:
    return Usage(
        tokens_in=int(timings.get("prompt_n", 0)) + int(timings.get("cache_n", 0)),
        tokens_out=int(timings.get("predicted_n", 0)),
        first_token_ms=int((first - began) * 1000) if first else 0,
        tokens_per_s=round(float(timings.get("predicted_per_second", 0.0)), 1),
        finish=finish,
    )


def _refused(error: Any) -> Problem:
    told = str(error.get("message", error)) if isinstance(error, dict) else str(error)
    if "context" in told and ("exceed" in told or "size" in told):
        return Problem("The material is too long for this model.", next_step="Choose less of it.")
    return Problem(f"The model refused the request: {told[:200]}", next_step="Try another model.")
