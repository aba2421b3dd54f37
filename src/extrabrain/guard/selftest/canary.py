"""The canary: listens on this machine for words that should not get out, by TCP and UDP, on one port."""

import selectors
import socket
import threading

HOST = "127.0.0.1"
TRIES = 20


class Canary:
    """Use it as a context; `heard(word)` waits until the word has come, or long enough that it will not."""

    def __init__(self) -> None:
        self._stream, self._packets = _pair()
        self.port = int(self._stream.getsockname()[1])
        self._said = b""
        self._news = threading.Condition()
        self._ended = False
        self._thread = threading.Thread(target=self._listen, daemon=True)

    def __enter__(self) -> "Canary":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended = True
        self._thread.join()

    def heard(self, word: str, within_s: float = 0.3) -> bool:
        with self._news:
            return self._news.wait_for(lambda: word.encode() in self._said, within_s)

    def _listen(self) -> None:
        with selectors.DefaultSelector() as selector:
            for listening in (self._stream, self._packets):
                listening.setblocking(False)
                selector.register(listening, selectors.EVENT_READ)
            while not self._ended:
                for key, _ in selector.select(0.05):
                    self._hear(selector, key.fileobj)
            for key in list(selector.get_map().values()):
                if isinstance(key.fileobj, socket.socket):
                    key.fileobj.close()

    def _hear(self, selector: selectors.BaseSelector, source: object) -> None:
        if source is self._stream:
            visitor, _ = self._stream.accept()
            visitor.setblocking(False)
            selector.register(visitor, selectors.EVENT_READ)
            return
        if not isinstance(source, socket.socket):
            return
        try:
            said = source.recv(65_536)
        except OSError:
            said = b""
        if not said and source is not self._packets:
            selector.unregister(source)
            source.close()
            return
        with self._news:
            self._said += said
            self._news.notify_all()


def _pair() -> tuple[socket.socket, socket.socket]:
    """A listener and a datagram socket on the same port."""
    for _ in range(TRIES):
        stream = socket.create_server((HOST, 0))
        packets = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        try:
            packets.bind(stream.getsockname())
            return stream, packets
        except OSError:
            stream.close()
            packets.close()
    raise OSError("no port is free for both TCP and UDP")
