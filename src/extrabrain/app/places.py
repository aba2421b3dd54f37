"""Where things lie on this machine."""

import os
from dataclasses import dataclass, replace
from pathlib import Path

import platformdirs


@dataclass(frozen=True, slots=True)
class Places:
    """`home`: record and settings. `models`: weights. `config`: what lies outside `home`, the key."""

    home: Path
    models: Path
    config: Path

    @property
    def store(self) -> Path:
        return self.home / "extrabrain.db"

    @property
    def spool(self) -> Path:
        return self.home / "audio"

    @property
    def incoming(self) -> Path:
        """Recordings and backups on their way in; empty but while one is being read."""
        return self.home / "incoming"

    @property
    def outgoing(self) -> Path:
        """Backups on their way out; empty but while one is being made."""
        return self.home / "outgoing"

    @property
    def packs(self) -> Path:
        return self.home / "packs"

    @property
    def window(self) -> Path:
        """The profile of the app's own window."""
        return self.home / "window"

    @property
    def instance(self) -> Path:
        return self.home / "app.json"

    @property
    def pass_file(self) -> Path:
        """What the page's cookie holds."""
        return self.home / "page.pass"

    @property
    def key_file(self) -> Path:
        return self.config / "store.key"


def places_of(home: Path) -> Places:
    """Everything in one folder, with the key beside it and the models where they usually are."""
    return replace(places(), home=home, config=home.with_name(f"{home.name}-key"))


def places() -> Places:
    """From `EXTRABRAIN_HOME` and `EXTRABRAIN_MODELS`, else the operating system's own folders."""
    given = os.environ.get("EXTRABRAIN_HOME")
    if given:
        home = Path(given).expanduser().absolute()
        config = home.with_name(f"{home.name}-key")
    else:
        home = platformdirs.user_data_path("extrabrain", appauthor=False)
        config = platformdirs.user_config_path("extrabrain", appauthor=False)
    models = os.environ.get("EXTRABRAIN_MODELS")
    return Places(
        home=home,
        models=Path(models).expanduser().absolute() if models else home / "models",
        config=config,
    )
