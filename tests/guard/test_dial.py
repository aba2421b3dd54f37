"""Which addresses a name may lead to."""

import pytest

from extrabrain.guard.broker.dial import Broken, dial, fits


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fd00::1",
        "fe80::1%eth0",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
    ],
)
def test_a_public_name_does_not_lead_home(address: str) -> None:
    assert not fits(address, "public")
    assert fits(address, "named")


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1", "203.0.113.80"])
def test_a_public_address_is_fine_but_is_not_this_machine(address: str) -> None:
    assert fits(address, "public") and not fits(address, "loopback")


def test_the_address_is_judged_after_the_name_was_looked_up() -> None:
    with pytest.raises(Broken) as caught:
        dial("http://localhost:9", "public", 1)
    assert caught.value.reason == "private-address"
