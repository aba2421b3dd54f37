"""What the user chose, in `settings.json` in the data folder. Nothing personal, nothing secret."""

import secrets
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from extrabrain.core.errors import ProtectedStorage, UsageProblem


class Settings(BaseModel):
    """`engine` names a speech engine of `words.engines`; `speech_provider` is who hears where that is
    hosted: Deepgram, or an own provider that speaks the same. `interview_date` is the day that is prepared
    for; `port` is where the app last listened.

    `microphone` says who listens: the browser, or the app itself through this computer's sound system, there
    to `device` (a name, or empty for the one that the system prefers).

    A page's own memory (its theme, its microphone) belongs to an address, so the app comes back to its port.
    `greeted` once the first-run guide was shown. `lock_after_minutes` without use the app locks (0: never),
    where there is a passphrase. Recordings and whole sessions older than `keep_…_days` are deleted (none:
    never). `text_engine` names the engine for text (`app.minds`), empty for none; `provider_urls` has the
    addresses of providers that the user added; `profile` how advice is to be given (`flows.profiles`).
    `last_backup` is when one was last made (UTC).
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    engine: str = "moonshine-tiny-en"
    speech_provider: str = "deepgram"
    port: int = 0
    greeted: bool = False
    interview_date: date | None = None
    lock_after_minutes: Annotated[int, Field(ge=0, le=24 * 60)] = 15
    keep_recordings_days: Annotated[int, Field(ge=1, le=36_500)] | None = None
    keep_sessions_days: Annotated[int, Field(ge=1, le=36_500)] | None = None
    last_backup: str | None = None
    microphone: Literal["browser", "computer"] = "browser"
    device: str = ""
    text_engine: str = ""
    profile: str = ""
    provider_urls: dict[str, str] = {}


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


def save_settings(home: Path, settings: Settings) -> None:
    """Replaces the file at once: a reader sees the old settings or the new ones, never half of them.

    `ProtectedStorage` where it cannot be written.
    """
    path, fresh = home / "settings.json", home / f"settings.{secrets.token_hex(4)}.tmp"
    try:
        home.mkdir(parents=True, exist_ok=True)
        fresh.write_text(settings.model_dump_json(indent=2) + "\n", encoding="utf-8")
        fresh.replace(path)
    except OSError as error:
        with suppress(OSError):
            fresh.unlink()
        raise ProtectedStorage(
            f"{path} cannot be written: {error.strerror}.",
            next_step="Make room on the disk, or make the data folder writable.",
        ) from error
