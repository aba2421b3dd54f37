"""Who listens: the browser, or one of this computer's microphones."""

from extrabrain.core.errors import NotFound, UsageProblem


def check_microphone(source: str, device: str) -> None:
    """`UsageProblem` for an unknown source, `NotFound` for a device that is not here, `Unsupported` where
    this computer's own microphones cannot be used.
    """
    if source not in ("browser", "computer"):
        raise UsageProblem("There is no such source of sound.", next_step="Choose browser or computer.")
    if source == "computer":
        from extrabrain.sound.capture_device import microphones

        here = microphones()
        if device and device not in here:
            names = ", ".join(here) or "none found"
            raise NotFound(f"There is no microphone {device!r}.", next_step=f"Choose one of: {names}.")
