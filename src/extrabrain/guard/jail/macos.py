"""macOS: a sandbox profile. Written from the documentation and **not tried on a Mac yet**, so it is only
entered where `EXTRABRAIN_JAIL=sandbox` asks for it; otherwise the app says that it is guarded, not jailed."""

import ctypes

from extrabrain.guard.jail.enter import Jail

PROFILE = b"""(version 1)
(allow default)
(deny network-outbound)
(allow network-outbound (remote unix-socket))
(deny network-bind)
(allow network-inbound (local tcp "localhost:*"))
(deny system-socket)
(allow system-socket (socket-domain AF_UNIX))
(deny mach-lookup (global-name "com.apple.dnssd.service"))
"""


def enter_macos() -> Jail:
    system = ctypes.CDLL("/usr/lib/libSystem.dylib", use_errno=True)
    complaint = ctypes.c_char_p()
    if system.sandbox_init(PROFILE, ctypes.c_uint64(0), ctypes.byref(complaint)):
        said = (complaint.value or b"").decode(errors="replace")
        return Jail("none", why=f"the sandbox was refused: {said}")
    return Jail("sandbox", ("sandbox",), why="this profile has not been verified on a Mac")
