"""A picture of this computer's screen, through mss (extra `screen`)."""

from types import ModuleType

from PIL import Image

from extrabrain.core.errors import NotFound, Problem, Unsupported
from extrabrain.screen.picture import Pixels


def screen(monitor: int = 0) -> Pixels:
    """Monitor `monitor`, from 1; 0 is all of them as one picture.

    `Unsupported` without the extra, `NotFound` for a monitor that is none, `Problem` where the system gives
    no picture.
    """
    mss = _mss()
    try:
        with mss.MSS() as camera:
            if monitor >= len(camera.monitors):
                raise NotFound(
                    f"There is no monitor {monitor}.",
                    next_step=f"Give one from 1 to {len(camera.monitors) - 1}, or 0 for all of them.",
                )
            shot = camera.grab(camera.monitors[monitor])
            return _pixels(shot.size, shot.rgb)
    except Problem:
        raise
    except Exception as error:  # each system fails in its own way
        raise Problem(
            f"The system gives no picture of the screen ({' '.join(str(error).split())[:100]}).",
            next_step="Allow it in the system's privacy settings; on Wayland take it in the app instead.",
        ) from error


def _mss() -> ModuleType:
    try:
        import mss
    except ImportError as error:
        raise Unsupported(
            "Taking pictures of the screen needs a part that is not installed.",
            next_step='Install the extra: pip install "extrabrain[screen]"',
        ) from error
    return mss


def _pixels(size: tuple[int, int], rgb: bytes) -> Pixels:
    import numpy as np

    return np.asarray(Image.frombytes("RGB", size, rgb), np.uint8)
