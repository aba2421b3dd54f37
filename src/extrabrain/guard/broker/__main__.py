"""Started by the keeper: the listening socket is file 3, the lifeline file 4."""

import os
import socket
import sys

from extrabrain.guard.broker.desk import Desk
from extrabrain.guard.broker.serve import serve
from extrabrain.guard.charter import charter_from_json


def main() -> None:
    charter, token = charter_from_json(sys.argv[1]), os.environ.pop("EXTRABRAIN_DOOR")
    serve(socket.socket(fileno=3), 4, Desk(charter, token))
    os._exit(0)


if __name__ == "__main__":
    main()
