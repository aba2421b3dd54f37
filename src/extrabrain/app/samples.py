"""Our own recordings, to try the app with."""

from pathlib import Path


def sample_path(which: str) -> Path:
    """`strong` or `weak`: our own recordings, beside the package in a wheel, in `examples/` of a clone."""
    packaged = Path(__file__).parents[1] / "_examples" / f"{which}.flac"
    return packaged if packaged.exists() else Path(__file__).parents[3] / "examples" / f"{which}.flac"
