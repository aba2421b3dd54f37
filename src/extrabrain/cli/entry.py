"""The program's entry: what sees the user's words is put behind the fence before it is even imported."""

import sys

from extrabrain.cli.main import COMMANDS, main

OUTSIDE = frozenset({"models", "completion", "posture", "guard", "providers", "install-shortcut"})
"""Commands that see nothing of what the user says; the app itself (no command) binds its port first."""


def run() -> None:
    if not _is_for_the_fence(sys.argv[1:]):
        main()
        return
    from extrabrain.app.fence import fenced
    from extrabrain.app.places import places

    fence = fenced(places())
    try:
        main(fence)
    finally:
        fence.close()


def _is_for_the_fence(words: list[str]) -> bool:
    command = next((word for word in words if not word.startswith("-")), None)
    asks_only = {"-h", "--help"} & set(words)
    return command in COMMANDS and command not in OUTSIDE and not asks_only


if __name__ == "__main__":
    run()
