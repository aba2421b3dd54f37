import stat
import subprocess
import sys
from pathlib import Path

import pytest

from extrabrain.core.errors import ProtectedStorage
from extrabrain.guard.keychain import Keychain
from extrabrain.guard.keys import KEY_BYTES, StoreKey, store_key

unix = pytest.mark.skipif(sys.platform == "win32", reason="file modes are a Unix thing")


class Drawer:
    """A keychain in memory. Each name of `refuses` is a call that it refuses."""

    def __init__(self, *refuses: str) -> None:
        self.kept: dict[str, str] = {}
        self.refuses = set(refuses)

    def _ask(self, call: str) -> None:
        if call in self.refuses:
            raise ProtectedStorage("The keychain refused.", next_step="Unlock it.")

    def read(self, name: str) -> str | None:
        self._ask("read")
        return self.kept.get(name)

    def write(self, name: str, secret: str) -> None:
        self._ask("write")
        self.kept[name] = secret

    def forget(self, name: str) -> None:
        self.kept.pop(name, None)


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    return tmp_path / "config" / "store.key"


def make(key_file: Path, keychain: Keychain | None = None, *, store_exists: bool = False) -> StoreKey:
    return store_key(key_file, store_exists=store_exists, keychain=lambda: keychain)


def test_without_a_keychain_a_file_for_its_owner_alone(key_file: Path) -> None:
    made = make(key_file)
    assert made.place == "keyfile"
    assert len(made.key) == KEY_BYTES
    assert key_file.read_bytes() == made.key
    assert make(key_file, store_exists=True) == made
    assert [path.name for path in key_file.parent.iterdir()] == ["store.key"]


@unix
def test_the_modes(key_file: Path) -> None:
    made = make(key_file)
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
    assert stat.S_IMODE(key_file.parent.stat().st_mode) == 0o700
    assert made.key


def test_two_stores_have_two_keys(tmp_path: Path) -> None:
    assert make(tmp_path / "a").key != make(tmp_path / "b").key


def test_the_key_is_never_shown(key_file: Path) -> None:
    made = make(key_file)
    assert made.key.hex() not in repr(made)
    assert str(made.key) not in repr(made)


def test_with_a_keychain_the_file_only_points_to_it(key_file: Path) -> None:
    drawer = Drawer()
    made = make(key_file, drawer)
    assert made.place == "keychain"
    assert drawer.kept == {key_file.read_text().removeprefix("keychain "): made.key.hex()}
    assert make(key_file, drawer, store_exists=True) == made


def test_a_keychain_that_keeps_nothing_leaves_it_to_the_file(key_file: Path) -> None:
    made = make(key_file, Drawer("write"))
    assert made.place == "keyfile"
    assert make(key_file, Drawer("write"), store_exists=True) == made


def test_a_store_whose_key_is_gone_gets_no_new_one(key_file: Path) -> None:
    with pytest.raises(ProtectedStorage, match="gone") as caught:
        make(key_file, store_exists=True)
    assert "backup" in caught.value.next_step
    assert not key_file.exists()


@pytest.mark.parametrize("later", [None, Drawer()])
def test_a_keychain_that_lost_the_key(key_file: Path, later: Keychain | None) -> None:
    make(key_file, Drawer())
    with pytest.raises(ProtectedStorage, match="not in the keychain"):
        make(key_file, later, store_exists=True)


def test_a_locked_keychain(key_file: Path) -> None:
    drawer = Drawer()
    make(key_file, drawer)
    drawer.refuses.add("read")
    with pytest.raises(ProtectedStorage, match="refused"):
        make(key_file, drawer, store_exists=True)


@unix
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666, 0o620])
def test_a_key_that_others_can_reach_is_refused(key_file: Path, mode: int) -> None:
    make(key_file)
    key_file.chmod(mode)
    with pytest.raises(ProtectedStorage, match="other users") as caught:
        make(key_file, store_exists=True)
    assert f"chmod 600 {key_file}" in caught.value.next_step


@pytest.mark.parametrize("content", [b"", b"short", b"x" * 33, b"keychain", b"keychain \xff", b"x" * 1_000])
def test_a_damaged_key(key_file: Path, content: bytes) -> None:
    make(key_file)
    key_file.write_bytes(content)
    with pytest.raises(ProtectedStorage):
        make(key_file, store_exists=True)


@unix
def test_a_link_in_its_place_is_refused(key_file: Path, tmp_path: Path) -> None:
    key_file.parent.mkdir()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(b"k" * KEY_BYTES)
    elsewhere.chmod(0o600)
    key_file.symlink_to(elsewhere)
    with pytest.raises(ProtectedStorage, match="cannot be read"):
        make(key_file, store_exists=True)


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ProtectedStorage, match="cannot be") as caught:
        make(tmp_path / "file" / "store.key")
    assert "EXTRABRAIN_HOME" in caught.value.next_step


RACE = """
import sys
from pathlib import Path
from extrabrain.guard.keys import store_key
sys.stdin.readline()
print(store_key(Path(sys.argv[1]), store_exists=False, keychain=lambda: None).key.hex())
"""


def test_processes_that_make_it_at_once_get_the_same_key(key_file: Path) -> None:
    racers = [
        subprocess.Popen(
            [sys.executable, "-c", RACE, str(key_file)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    found = {racer.communicate("go\n", timeout=60)[0] for racer in racers}
    assert found == {f"{key_file.read_bytes().hex()}\n"}


def test_who_comes_second_leaves_nothing_in_the_keychain(key_file: Path) -> None:
    drawer = Drawer()

    class Slow(Drawer):
        """Lets another process make the key while this one is writing its own."""

        def write(self, name: str, secret: str) -> None:
            super().write(name, secret)
            make(key_file, drawer)

        def read(self, name: str) -> str | None:
            return drawer.read(name)

    slow = Slow()
    assert make(key_file, slow) == make(key_file, drawer)
    assert slow.kept == {}
