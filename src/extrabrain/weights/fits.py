"""Whether a model fits this machine: its memory and its disk."""

import ctypes
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from extrabrain.weights.catalogue import Entry, room_needed
from extrabrain.weights.disk import HEADROOM_BYTES, free_bytes


@dataclass(frozen=True, slots=True)
class Fit:
    """`memory`: it needs at most half of what the machine has. `disk`: there is room to fetch it."""

    memory: bool
    disk: bool

    @property
    def fits(self) -> bool:
        return self.memory and self.disk

    def __str__(self) -> str:
        lacking = [name for name, enough in (("memory", self.memory), ("disk", self.disk)) if not enough]
        return "yes" if self.fits else f"no: too little {' and '.join(lacking)}"


def fit(entry: Entry, folder: Path, memory_mb: int, *, here: bool = False) -> Fit:
    """For a machine of `memory_mb` with the models in `folder`; one that is `here` needs no more room."""
    needed = 0 if here else room_needed(entry.files) + HEADROOM_BYTES
    return Fit(memory=entry.memory_mb * 2 <= memory_mb, disk=free_bytes(folder) >= needed)


def machine_memory_mb() -> int:
    """Physical memory, in MB of 10^6 bytes."""
    if sys.platform == "win32":
        status = _MemoryStatus()
        status.length = ctypes.sizeof(_MemoryStatus)
        ctypes.windll.kernel32.GlobalMemoryStatusEx(ctypes.byref(status))
        return int(status.total) // 1_000_000
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 1_000_000


class _MemoryStatus(ctypes.Structure):
    """The MEMORYSTATUSEX of the Windows API."""

    _fields_ = (
        ("length", ctypes.c_ulong),
        ("load", ctypes.c_ulong),
        ("total", ctypes.c_ulonglong),
        ("available", ctypes.c_ulonglong),
        ("total_page_file", ctypes.c_ulonglong),
        ("available_page_file", ctypes.c_ulonglong),
        ("total_virtual", ctypes.c_ulonglong),
        ("available_virtual", ctypes.c_ulonglong),
        ("available_extended", ctypes.c_ulonglong),
    )
