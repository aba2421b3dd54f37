"""Which browser opens the app's window, on each system."""

import pytest

from extrabrain.app.browsers import Browser, find_browser

EDGE = r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe"
BRAVE = "/u/ann/Applications/Brave Browser.app/Contents/MacOS/Brave Browser"


def found(system: str, environment: dict[str, str], *here: str) -> Browser | None:
    return find_browser(
        system=system,
        environment=environment,
        which=lambda name: f"/bin/{name}" if name in here else None,
        exists=lambda path: path in here,
    )


@pytest.mark.parametrize(
    ("here", "taken"),
    [
        (("chromium", "brave"), Browser("Chromium", "/bin/chromium")),
        (("microsoft-edge-stable", "chromium"), Browser("Edge", "/bin/microsoft-edge-stable")),
        (("firefox",), None),
    ],
)
def test_on_linux_by_name(here: tuple[str, ...], taken: Browser | None) -> None:
    assert found("linux", {}, *here) == taken


def test_on_a_mac_in_the_applications_folders() -> None:
    chrome = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
    assert found("darwin", {"HOME": "/u/ann"}, chrome, BRAVE) == Browser("Chrome", chrome)
    assert found("darwin", {"HOME": "/u/ann"}, BRAVE) == Browser("Brave", BRAVE)


def test_on_windows_in_the_program_folders() -> None:
    folders = {"PROGRAMFILES": r"C:\Program Files", "PROGRAMFILES(X86)": r"C:\Program Files (x86)"}
    assert found("win32", folders, EDGE) == Browser("Edge", EDGE)
    assert found("win32", {}, EDGE) is None


def test_the_users_choice_comes_first_and_is_never_replaced() -> None:
    chosen = {"EXTRABRAIN_BROWSER": "my-browser"}
    assert found("linux", chosen, "chromium", "my-browser") == Browser("my-browser", "/bin/my-browser")
    assert found("linux", chosen, "chromium") is None
