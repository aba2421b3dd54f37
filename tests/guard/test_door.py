"""The door and a real broker, against real servers on this machine."""

import asyncio
import os
import signal
import socket
import threading
import time
from pathlib import Path

import pytest
from sites import Broker, Site, broker_for, read

from extrabrain.core.egress import Egress
from extrabrain.guard.charter import charter
from extrabrain.guard.door import Door
from extrabrain.guard.failures import Refused, Unreachable
from extrabrain.guard.keeper import Keeper
from extrabrain.guard.providers import Provider


def test_a_request_is_told_before_and_after_byte_for_byte(site: Site, broker: Broker) -> None:
    assert read(broker.door, f"{site.url}/a?b=c") == (200, b"hello")
    asked, answered = broker.told(2)
    place, sent = site.url.removeprefix("http://"), len(site.wire[0])
    assert asked == Egress(asked.at_ms, "asked", place, "weights", bytes_out=sent)
    assert (answered.step, answered.bytes_out, answered.bytes_in) == ("answered", sent, 5)
    assert (answered.status, answered.destination) == (200, place)


def test_what_is_refused_is_told_and_not_sent(broker: Broker, other: Site) -> None:
    with pytest.raises(Refused) as caught:
        read(broker.door, other.url)
    assert "EXTRABRAIN_PYPI" in caught.value.next_step
    assert other.wire == []
    (refused,) = broker.told(1)
    assert (refused.step, refused.destination, refused.reason) == ("refused", "unlisted", "not-listed")


def test_a_redirect_is_followed_where_the_rules_allow(site: Site, broker: Broker) -> None:
    site.onward["/from"] = "/to"
    assert read(broker.door, f"{site.url}/from") == (200, b"hello")
    assert len(site.wire) == 2


def test_a_redirect_elsewhere_is_refused(site: Site, other: Site, broker: Broker) -> None:
    site.onward["/from"] = f"{other.url}/leak"
    with pytest.raises(Refused):
        read(broker.door, f"{site.url}/from")
    assert other.wire == []
    assert [line.step for line in broker.told(3)] == ["asked", "answered", "refused"]


def test_a_circle_of_redirects_ends(site: Site, broker: Broker) -> None:
    site.onward["/round"] = "/round"
    with pytest.raises(Unreachable, match="leads on"):
        read(broker.door, f"{site.url}/round")


def test_proxy_variables_and_cookies_are_not_followed(
    site: Site, other: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, other.url)
    with broker_for(tmp_path / "proxied", site.url) as broker:
        read(broker.door, site.url)
        read(broker.door, site.url)
    assert other.wire == []
    assert b"cookie" not in site.wire[1].lower()


def test_nobody_listens(site: Site, broker: Broker) -> None:
    site.close()
    with pytest.raises(Unreachable, match="cannot be reached") as caught:
        read(broker.door, site.url)
    assert "network" in caught.value.next_step
    assert [line.reason for line in broker.told(2)] == ["", "no-connection"]


def test_a_server_that_never_answers(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with broker_for(tmp_path, url) as broker:
            with pytest.raises(Unreachable, match="in time"):
                read(Door(broker.keeper, read_s=0.2), url)
            assert broker.told(2)[1].reason == "timeout"


def test_an_answer_that_is_no_http(tmp_path: Path) -> None:
    def babble(listening: socket.socket) -> None:
        connection, _ = listening.accept()
        connection.recv(1_000)
        connection.sendall(b"220 mail at your service\r\n\r\n")
        connection.close()

    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=babble, args=(listening,), daemon=True).start()
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        with broker_for(tmp_path, url) as broker, pytest.raises(Unreachable, match="broke off"):
            read(broker.door, url)


def test_the_index_is_the_public_one_or_the_mirror(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EXTRABRAIN_PYPI", raising=False)
    assert Door(Keeper(charter(tmp_path, tmp_path))).index == "https://pypi.org"
    monkeypatch.setenv("EXTRABRAIN_PYPI", "https://mirror.example.org/pypi/")
    assert Door(Keeper(charter(tmp_path, tmp_path))).index == "https://mirror.example.org/pypi"


async def test_others_libraries_get_a_client_that_streams(site: Site, broker: Broker) -> None:
    """A word that the server sends is here before it sends the next one."""
    own = Provider("lab", "Our lab", site.url)
    broker.set_policy("local", own=(own,))
    came: list[tuple[float, bytes]] = []
    async with (
        broker.door.client("local-model", ("prompt",)) as client,
        client.stream("POST", f"{site.url}/drip", json={"ask": "why?"}) as response,
    ):
        async for chunk in response.aiter_raw():
            came.append((time.monotonic(), chunk))
    assert b"".join(chunk for _, chunk in came) == b"onetwothree"
    assert came[-1][0] - came[0][0] > 0.15
    assert site.wire[0].endswith(b'{"ask":"why?"}')
    assert broker.told(2)[1].bytes_out == len(site.wire[0])


async def test_a_client_that_loses_interest_ends_the_request(site: Site, broker: Broker) -> None:
    broker.set_policy("local", own=(Provider("lab", "Our lab", site.url),))
    async with broker.door.client("local-model", ("prompt",)) as client:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.3), client.stream("POST", f"{site.url}/drip") as response:
                await response.aread()
    answered = (await asyncio.to_thread(broker.told, 2))[1]
    assert answered.bytes_in < len(b"onetwothree") + 20


async def test_credentials_and_telling_headers_stay_here(site: Site, broker: Broker) -> None:
    broker.set_policy("local", own=(Provider("lab", "Our lab", site.url),))
    told = {"authorization": "Bearer sk-x", "x-api-key": "k", "cookie": "a=b", "x-stainless-os": "Linux"}
    async with broker.door.client("local-model", ("prompt",)) as client:
        await client.post(f"{site.url}/v1", json={}, headers=told)
    sent = site.wire[0].lower()
    for word in (b"sk-x", b"api-key", b"cookie", b"stainless", b"httpx", b"python", b"x-extrabrain"):
        assert word not in sent


async def test_another_side_cannot_speak_for_the_broker(site: Site, broker: Broker) -> None:
    """The site sends `X-Extrabrain-Said: posture-local`; that is not taken for the broker's word."""
    broker.set_policy("local", own=(Provider("lab", "Our lab", site.url),))
    async with broker.door.client("local-model", ("prompt",)) as client:
        response = await client.get(f"{site.url}/v1")
    assert response.status_code == 200
    assert "x-extrabrain-said" not in response.headers and "set-cookie" not in response.headers


@pytest.fixture
def knock(broker: Broker, site: Site) -> int:
    """The process of a broker that is at work."""
    read(broker.door, site.url)
    return broker_pid(broker)


def broker_pid(broker: Broker) -> int:
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            said = process.read_bytes()
        except OSError:
            continue
        if b"extrabrain.guard.broker" in said and str(broker.charter.home).encode() in said:
            return int(process.parent.name)
    raise AssertionError("no broker is running")


@pytest.mark.skipif(not Path("/proc").exists(), reason="looks for processes in /proc")
def test_a_broker_that_crashed_is_there_again(site: Site, broker: Broker, knock: int) -> None:
    os.kill(knock, signal.SIGKILL)
    for _ in range(50):
        try:
            assert read(broker.door, site.url)[0] == 200
            break
        except Unreachable:
            time.sleep(0.1)
    assert broker_pid(broker) != knock


@pytest.mark.skipif(not Path("/proc").exists(), reason="looks for processes in /proc")
def test_the_broker_goes_with_the_app(broker: Broker, knock: int) -> None:
    folder = _socket(broker).parent
    broker.keeper.close()
    for _ in range(100):
        if not Path(f"/proc/{knock}").exists():
            break
        time.sleep(0.05)
    assert not Path(f"/proc/{knock}").exists() and not folder.exists()


def test_who_does_not_know_the_secret_is_refused(site: Site, broker: Broker) -> None:
    request = (
        f"GET / HTTP/1.1\r\nhost: x\r\nx-extrabrain-origin: {site.url}\r\nx-extrabrain-purpose: weights\r\n"
        "x-extrabrain-token: wrong\r\n\r\n"
    )
    with socket.socket(socket.AF_UNIX) as raw:
        raw.connect(str(_socket(broker)))
        raw.sendall(request.encode())
        assert raw.recv(1000).startswith(b"HTTP/1.1 400")
    assert site.wire == []


def test_what_the_ledger_cannot_have_is_not_sent(site: Site, broker: Broker) -> None:
    broker.charter.ledger.mkdir(parents=True)
    with pytest.raises(Refused, match="ledger"):
        read(broker.door, site.url)
    assert site.wire == []


def _socket(broker: Broker) -> Path:
    path = broker.keeper.line().path
    assert path is not None
    return path


async def test_a_broker_that_is_an_ordinary_child_does_the_same(site: Site, tmp_path: Path) -> None:
    """As on systems where processes cannot fork."""
    made = Broker(tmp_path / "spawned", site.url, forks=False)
    try:
        assert await asyncio.to_thread(read, made.door, site.url) == (200, b"hello")
        made.set_policy("local", own=(Provider("lab", "Our lab", site.url),))
        async with made.door.client("local-model", ("prompt",)) as client:
            assert (await client.post(f"{site.url}/v1", json={"a": 1})).status_code == 200
        pid = broker_pid(made)
        os.kill(pid, signal.SIGKILL)
        await asyncio.sleep(0.3)
        assert await asyncio.to_thread(read, made.door, site.url) == (200, b"hello")
        assert broker_pid(made) != pid
    finally:
        made.close()
