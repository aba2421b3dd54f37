"""Who wants to hear that something was committed: callbacks by topic, called on the writer thread."""

import threading
from collections.abc import Callable

from extrabrain.core.event import Event

Listener = Callable[[Event], None]


class Bulletin:
    """`publish` never waits: a listener must hand over and return."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._listeners: dict[str, list[Listener]] = {}

    def listen(self, session_id: str, listener: Listener) -> Callable[[], None]:
        """Calls `listener` for each event of the session from now on; the result stops it."""
        with self._lock:
            self._listeners.setdefault(session_id, []).append(listener)

        def stop() -> None:
            with self._lock:
                heard = self._listeners.get(session_id, [])
                if listener in heard:
                    heard.remove(listener)
                if not heard:
                    self._listeners.pop(session_id, None)

        return stop

    def publish(self, event: Event) -> None:
        with self._lock:
            listeners = tuple(self._listeners.get(event.session_id, ()))
        for listener in listeners:
            listener(event)
