"""What the user chose, in `settings.json` in the data folder. Nothing personal, nothing secret."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from extrabrain.core.errors import UsageProblem


class Settings(BaseModel):
    """`engine` names a speech engine of `words.engines`."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    engine: str = "moonshine-tiny-en"


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
