"""The libraries that speak to language models are heavy: none is imported before the first request."""

import subprocess
import sys
from pathlib import Path

HEAVY = ("xllamacpp", "pydantic_ai", "openai", "anthropic", "google.genai")
MAKES_ALL = """
import sys
from pathlib import Path
import extrabrain.cli.main
import extrabrain.web.server
import extrabrain.app.minds
from extrabrain.advice.hosted import Hosted
from extrabrain.advice.inprocess import InProcess
from extrabrain.guard.charter import Charter
from extrabrain.guard.door import Door
from extrabrain.guard.keeper import Keeper

home = Path(sys.argv[1])
(home / "m.gguf").write_bytes(b"GGUF")
InProcess(home / "m.gguf", "m")
door = Door(Keeper(Charter(home / "home", home / "key")))
for api in ("openai", "anthropic", "google"):
    Hosted(door, api, "m", title="T", base_url="https://example.org")
print(*sorted(name for name in sys.argv[2:] if name in sys.modules))
"""


def test_making_every_engine_imports_none_of_them(tmp_path: Path) -> None:
    command = [sys.executable, "-c", MAKES_ALL, str(tmp_path), *HEAVY]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stdout.strip()) == (0, ""), done.stderr
