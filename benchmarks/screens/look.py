"""How a rendered screen looks: fonts, sizes, themes, windows. The two sets share no font and no theme."""

import importlib
from dataclasses import dataclass
from pathlib import Path

FONTS: dict[str, dict[str, tuple[str, ...]]] = {
    "tune": {
        "code": ("fontpkg_source_code_pro", "fontpkg_roboto_mono", "monospace"),
        "prose": ("fontpkg_open_sans", "fontpkg_merriweather", "sans-serif"),
    },
    "report": {
        "code": (
            "fontpkg_jetbrains_mono",
            "fontpkg_ibm_plex_mono",
            "fontpkg_fira_code",
            "fontpkg_inconsolata",
        ),
        "prose": ("fontpkg_inter", "fontpkg_roboto", "fontpkg_lora", "fontpkg_noto_sans", "serif"),
    },
}
"""Modules of the packages that hold a font file, or a family that Chromium finds by itself."""


@dataclass(frozen=True, slots=True)
class Theme:
    name: str
    paper: str
    ink: str
    faint: str
    inks: tuple[str, ...]
    raised: str


THEMES: dict[str, tuple[Theme, ...]] = {
    "tune": (
        Theme(
            "white", "#ffffff", "#1f2328", "#6e7781", ("#cf222e", "#0550ae", "#116329", "#8250df"), "#f6f8fa"
        ),
        Theme(
            "night", "#1e1e1e", "#d4d4d4", "#6a9955", ("#569cd6", "#ce9178", "#4ec9b0", "#c586c0"), "#252526"
        ),
        Theme(
            "sand", "#fdf6e3", "#586e75", "#93a1a1", ("#859900", "#268bd2", "#b58900", "#d33682"), "#eee8d5"
        ),
    ),
    "report": (
        Theme(
            "day", "#fafafa", "#383a42", "#8b8c91", ("#a626a4", "#4078f2", "#50a14f", "#c18401"), "#eaeaeb"
        ),
        Theme(
            "plum", "#282a36", "#f8f8f2", "#7f8cb8", ("#ff79c6", "#8be9fd", "#50fa7b", "#f1fa8c"), "#343746"
        ),
        Theme(
            "coal", "#0d1117", "#c9d1d9", "#8b949e", ("#ff7b72", "#79c0ff", "#7ee787", "#d2a8ff"), "#161b22"
        ),
        Theme(
            "paper", "#ffffff", "#202124", "#5f6368", ("#1a0dab", "#006621", "#b31412", "#5e35b1"), "#f1f3f4"
        ),
        Theme(
            "sea", "#002b36", "#93a1a1", "#657b83", ("#859900", "#268bd2", "#cb4b16", "#2aa198"), "#073642"
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class Window:
    width: int
    height: int
    scale: float = 1


WINDOWS: dict[str, tuple[Window, ...]] = {
    "tune": (Window(1920, 1080), Window(1280, 800), Window(1440, 900, 2)),
    "report": (Window(1920, 1080), Window(1366, 768), Window(1536, 864, 1.25), Window(1512, 982, 2)),
}


def face(font: str) -> tuple[str, str]:
    """The `@font-face` rule that a page needs for a font, and the family to ask for."""
    if not font.startswith("fontpkg_"):
        return "", font
    try:
        found = Path(importlib.import_module(font).__file__ or "").parent / "files"
    except ModuleNotFoundError as error:
        package = font.replace("_", "-")
        raise SystemExit(f"{package} is missing: see the command in benchmarks/ocr.py.") from error
    files = sorted(found.rglob("*.ttf"), key=lambda path: ("Italic" in path.name, len(path.name)))
    regular = next((path for path in files if "Regular" in path.name), files[0])
    return f"@font-face {{ font-family: shown; src: url('{regular.as_uri()}') }}", "shown"
