"""Started by the keeper: the listening socket is file 3, the lifeline file 4.

With `--port` it listens on a port of the loopback address, says which, and leaves when its input closes.
"""

import ctypes
import os
import socket
import sys
import threading

from extrabrain.guard.broker.desk import Desk
from extrabrain.guard.broker.serve import serve
from extrabrain.guard.charter import charter_from_json
from extrabrain.guard.line import TOKEN

PR_SET_DUMPABLE = 4


def main() -> None:
    desk = Desk(charter_from_json(sys.argv[1]), os.environ.pop(TOKEN))
    if sys.platform == "linux":  # keys pass through here: no memory dump, and no look into it by others
        ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
    if "--port" not in sys.argv:
        serve(socket.socket(fileno=3), 4, desk)
        os._exit(0)
    door = socket.create_server(("127.0.0.1", 0))
    sys.stdout.write(f"{door.getsockname()[1]}\n")
    sys.stdout.flush()
    threading.Thread(target=_leave_with_the_app, args=(desk,), daemon=True).start()
    serve(door, None, desk)


def _leave_with_the_app(desk: Desk) -> None:
    while sys.stdin.buffer.read(1):
        pass
    desk.close()
    os._exit(0)


if __name__ == "__main__":
    main()
