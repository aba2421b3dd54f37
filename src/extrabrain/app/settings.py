"""What the user chose, in `settings.json` in the data folder. Nothing personal, nothing secret."""

import os
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from extrabrain.core.errors import ProtectedStorage, UsageProblem


class Settings(BaseModel):
    """`engine` names a speech engine of `words.engines`; `port` is where the app last listened.

    A page's own memory (its theme, its microphone) belongs to an address, so the app comes back to its port.
    `greeted` once the first-run guide was shown.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    engine: str = "moonshine-tiny-en"
    port: int = 0
    greeted: bool = False


def load_settings(home: Path) -> Settings:
    """Defaults where there is no file; `UsageProblem` naming the file where it cannot be understood."""
    path = home / "settings.json"
    try:
        return Settings.model_validate_json(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings()
    except (ValidationError, UnicodeDecodeError) as error:
        raise UsageProblem(
            f"{path} cannot be understood.", next_step="Correct it, or move it away to start with defaults."
        ) from error


def save_settings(home: Path, settings: Settings) -> Settings:
    """Written whole or not at all; gives what was saved. `ProtectedStorage` where it cannot be."""
    path = home / "settings.json"
    scratch = path.with_suffix(".tmp")
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        with scratch.open("w", encoding="utf-8") as file:
            file.write(settings.model_dump_json(indent=2) + "\n")
            file.flush()
            os.fsync(file.fileno())
        scratch.replace(path)
    except OSError as error:
        raise ProtectedStorage(
            f"The settings could not be saved: {error.strerror}.",
            next_step=f"Free some space, or mend the permissions of {home}.",
        ) from error
    return settings
