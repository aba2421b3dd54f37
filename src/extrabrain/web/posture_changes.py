"""The one place that knows whether the posture or a permission has changed since it last looked."""

from collections.abc import Callable


class PostureChanges:
    """`mark` gives another value after every change, by whichever process; `changed` is called once for each.

    Both the call that changes something and the watch that looks for changes made elsewhere ask here, so
    that one change hangs up once: a page that reconnects at once stays connected. Use it from one event loop.
    """

    def __init__(self, mark: Callable[[], object], changed: Callable[[], object]) -> None:
        self._mark = mark
        self._changed = changed
        self._seen = mark()

    def look(self) -> bool:
        """Whether something had changed."""
        now = self._mark()
        if now == self._seen:
            return False
        self._seen = now
        self._changed()
        return True
