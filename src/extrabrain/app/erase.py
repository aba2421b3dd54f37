"""Erasing everything: the key first, so that whatever outlives the rest opens for nobody."""

import shutil

from extrabrain.app.places import Places
from extrabrain.core.errors import ProtectedStorage
from extrabrain.flows.restore import set_aside
from extrabrain.guard.keys import destroy_key


def erase_all(where: Places) -> None:
    """The store must be closed. Models and files that are not ours stay. `ProtectedStorage` if refused."""
    destroy_key(where.key_file)
    store = where.store
    shutil.rmtree(where.window, ignore_errors=True)  # a window that is open keeps its empty profile
    try:
        for path in (store, *(store.with_name(store.name + end) for end in ("-wal", "-shm", "-journal"))):
            path.unlink(missing_ok=True)
        for path in (where.home / "settings.json", where.home / "agreed.json", where.pass_file):
            path.unlink(missing_ok=True)
        folders = (where.spool, where.incoming, where.outgoing, where.packs, where.home / "restored")
        for folder in (*folders, *set_aside(where.home)):
            if folder.exists():
                shutil.rmtree(folder)
    except OSError as error:
        raise ProtectedStorage(
            f"Something in {where.home} could not be removed: {error.strerror}.",
            next_step="The key is destroyed already; remove the folder by hand.",
        ) from error
