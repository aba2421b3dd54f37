"""A connection to a place: its name is looked up here, and the address found is the one that is called."""

import ipaddress
import os
import socket
import ssl
import time
from functools import cache
from typing import Any

from extrabrain.core.egress import Reason
from extrabrain.guard.policy import Reach

_LOCAL_NETWORKS = tuple(
    ipaddress.ip_network(text)
    for text in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "224.0.0.0/3",
        "::/127",
        "fc00::/7",
        "fe80::/10",
        "ff00::/8",
    )
)
"""This machine, its own network, and everybody at once: what a public name has no business to lead to."""


class Broken(Exception):
    """No connection, or no longer one. `reason` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


def fits(address: str, reach: Reach) -> bool:
    """Whether an address may be called, given how far the policy reaches."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and ip in ipaddress.ip_network("64:ff9b::/96"):
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        ip = inner or ip
    if reach == "loopback":
        return ip.is_loopback
    return reach == "named" or not any(
        ip in network for network in _LOCAL_NETWORKS if network.version == ip.version
    )


def dial(where: str, reach: Reach, connect_s: float) -> socket.socket:
    """A connected socket, with TLS where the origin `where` says https. `Broken` says why there is none."""
    scheme, _, place = where.partition("://")
    host, _, port = place.rpartition(":")
    host = host.strip("[]")
    deadline = time.monotonic() + connect_s
    try:
        found = socket.getaddrinfo(host, int(port), type=socket.SOCK_STREAM)
    except OSError:
        raise Broken("no-name") from None
    allowed = [entry for entry in found if fits(str(entry[4][0]), reach)]
    if not allowed:
        raise Broken("private-address")
    plain = _first_that_answers(allowed, deadline)
    if scheme == "http":
        return plain
    try:
        return trusted().wrap_socket(plain, server_hostname=host)
    except ssl.SSLCertVerificationError:
        plain.close()
        raise Broken("no-trust") from None
    except TimeoutError:
        plain.close()
        raise Broken("timeout") from None
    except OSError as error:
        plain.close()
        raise Broken("no-trust" if "CERTIFICATE" in str(error) else "no-connection") from None


def _first_that_answers(addresses: list[Any], deadline: float) -> socket.socket:
    reason: Reason = "no-connection"
    for number, (family, kind, protocol, _, address) in enumerate(addresses):
        left = deadline - time.monotonic()
        tried = socket.socket(family, kind, protocol)
        try:
            tried.settimeout(max(0.05, left / (len(addresses) - number)))
            tried.connect(address)
            _keep_alive(tried)
            return tried
        except TimeoutError:
            reason = "timeout"
        except OSError:
            pass
        tried.close()
    raise Broken(reason)


def _keep_alive(connected: socket.socket) -> None:
    """A connection that died while the laptop slept is found dead within half a minute of waking."""
    connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connected.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in (("TCP_KEEPIDLE", 15), ("TCP_KEEPINTVL", 5), ("TCP_KEEPCNT", 3)):
        if hasattr(socket, name):
            connected.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)


@cache
def trusted() -> ssl.SSLContext:
    """The certificates that `SSL_CERT_FILE` or `SSL_CERT_DIR` name, else those that this machine trusts."""
    context: ssl.SSLContext
    if os.environ.get("SSL_CERT_FILE") or os.environ.get("SSL_CERT_DIR"):
        context = ssl.create_default_context()
    else:
        import truststore

        context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.set_alpn_protocols(["http/1.1"])
    return context
