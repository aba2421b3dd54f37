"""The schema as numbered steps. A step that has shipped is never edited: add the next one."""

import apsw

from extrabrain.core.errors import Unsupported
from extrabrain.record.rows import rows

STEPS: tuple[str, ...] = (
    """
    CREATE TABLE sessions (
        session_id TEXT PRIMARY KEY,
        started_at TEXT NOT NULL,
        body TEXT NOT NULL,
        title TEXT NOT NULL,
        question_id TEXT,
        question TEXT,
        duration_ms INTEGER,
        ended_at TEXT,
        end_reason TEXT,
        audio_key BLOB NOT NULL
    ) STRICT;
    CREATE INDEX sessions_by_start ON sessions (started_at DESC, session_id);

    CREATE TABLE events (
        session_id TEXT NOT NULL REFERENCES sessions (session_id) ON DELETE CASCADE,
        seq INTEGER NOT NULL,
        at_ms INTEGER NOT NULL,
        kind TEXT NOT NULL,
        body TEXT NOT NULL,
        PRIMARY KEY (session_id, seq)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE answers (
        answer_id INTEGER PRIMARY KEY,
        session_id TEXT NOT NULL REFERENCES sessions (session_id) ON DELETE CASCADE,
        attempt INTEGER NOT NULL,
        question_id TEXT,
        saved_at TEXT NOT NULL,
        answer TEXT NOT NULL,
        feedback TEXT NOT NULL,
        UNIQUE (session_id, attempt)
    ) STRICT;
    CREATE INDEX answers_by_question ON answers (question_id, answer_id);

    CREATE TABLE questions (
        question_id TEXT PRIMARY KEY,
        pack TEXT NOT NULL,
        added_at TEXT NOT NULL,
        body TEXT NOT NULL
    ) STRICT;

    CREATE TABLE texts (
        text_id INTEGER PRIMARY KEY,
        session_id TEXT REFERENCES sessions (session_id) ON DELETE CASCADE,
        kind TEXT NOT NULL,
        ref TEXT NOT NULL,
        body TEXT NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX texts_by_ref ON texts (coalesce(session_id, ''), kind, ref);

    CREATE VIRTUAL TABLE texts_found USING fts5 (
        body, content = 'texts', content_rowid = 'text_id',
        tokenize = 'porter unicode61 remove_diacritics 2'
    );
    INSERT INTO texts_found (texts_found, rank) VALUES ('secure-delete', 1);
    CREATE TRIGGER texts_added AFTER INSERT ON texts BEGIN
        INSERT INTO texts_found (rowid, body) VALUES (new.text_id, new.body);
    END;
    CREATE TRIGGER texts_removed AFTER DELETE ON texts BEGIN
        INSERT INTO texts_found (texts_found, rowid, body) VALUES ('delete', old.text_id, old.body);
    END;
    CREATE TRIGGER texts_changed AFTER UPDATE ON texts BEGIN
        INSERT INTO texts_found (texts_found, rowid, body) VALUES ('delete', old.text_id, old.body);
        INSERT INTO texts_found (rowid, body) VALUES (new.text_id, new.body);
    END;
    """,
    """
    CREATE TABLE mocks (
        mock_id TEXT PRIMARY KEY,
        started_at TEXT NOT NULL,
        ended_at TEXT
    ) STRICT;

    CREATE TABLE mock_turns (
        mock_id TEXT NOT NULL REFERENCES mocks (mock_id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        question TEXT NOT NULL,
        follows INTEGER,
        state TEXT NOT NULL DEFAULT 'open',
        session_id TEXT REFERENCES sessions (session_id) ON DELETE SET NULL,
        PRIMARY KEY (mock_id, position)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX mock_turns_by_session ON mock_turns (session_id);
    """,
    """
    CREATE TABLE documents (
        document_id INTEGER PRIMARY KEY,
        external_id TEXT NOT NULL UNIQUE,
        title TEXT NOT NULL,
        kind TEXT NOT NULL,
        shelf TEXT NOT NULL,
        enabled INTEGER NOT NULL DEFAULT 1,
        digest BLOB NOT NULL,
        body TEXT NOT NULL,
        passages INTEGER NOT NULL,
        series TEXT,
        number INTEGER NOT NULL,
        added_at TEXT NOT NULL,
        updated_at TEXT NOT NULL,
        written_at TEXT
    ) STRICT;
    CREATE INDEX documents_by_digest ON documents (digest);

    CREATE TABLE vectors (
        document_id INTEGER PRIMARY KEY REFERENCES documents (document_id) ON DELETE CASCADE,
        model TEXT NOT NULL,
        body BLOB NOT NULL
    ) STRICT;

    CREATE TABLE passages (
        passage_id INTEGER PRIMARY KEY,
        document_id INTEGER NOT NULL REFERENCES documents (document_id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        heading TEXT NOT NULL,
        body TEXT NOT NULL,
        start_char INTEGER NOT NULL,
        end_char INTEGER NOT NULL,
        page INTEGER,
        line INTEGER,
        UNIQUE (document_id, position)
    ) STRICT;

    CREATE VIRTUAL TABLE passages_found USING fts5 (
        heading, body, content = 'passages', content_rowid = 'passage_id',
        tokenize = 'porter unicode61 remove_diacritics 2'
    );
    INSERT INTO passages_found (passages_found, rank) VALUES ('secure-delete', 1);
    CREATE VIRTUAL TABLE passages_terms USING fts5vocab ('passages_found', 'row');
    CREATE TRIGGER passages_added AFTER INSERT ON passages BEGIN
        INSERT INTO passages_found (rowid, heading, body) VALUES (new.passage_id, new.heading, new.body);
    END;
    CREATE TRIGGER passages_removed AFTER DELETE ON passages BEGIN
        INSERT INTO passages_found (passages_found, rowid, heading, body)
        VALUES ('delete', old.passage_id, old.heading, old.body);
    END;

    CREATE TABLE shelf_state (only INTEGER PRIMARY KEY CHECK (only = 1), revision INTEGER NOT NULL) STRICT;
    INSERT INTO shelf_state VALUES (1, 0);
    """,
    """
    ALTER TABLE documents ADD COLUMN text_digest BLOB;
    CREATE INDEX documents_by_text ON documents (text_digest);

    CREATE TABLE sources (
        source_id INTEGER PRIMARY KEY,
        path TEXT NOT NULL UNIQUE,
        stamp TEXT NOT NULL,
        read_at TEXT NOT NULL
    ) STRICT;

    CREATE TABLE source_documents (
        source_id INTEGER NOT NULL REFERENCES sources (source_id) ON DELETE CASCADE,
        document_id INTEGER NOT NULL,
        is_twin INTEGER NOT NULL,
        PRIMARY KEY (source_id, document_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX source_documents_by_document ON source_documents (document_id);

    CREATE TRIGGER documents_removed AFTER DELETE ON documents BEGIN
        DELETE FROM sources WHERE source_id IN (
            SELECT source_id FROM source_documents WHERE document_id = old.document_id
        );
    END;

    CREATE TABLE common_terms (term TEXT PRIMARY KEY, passages INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    ALTER TABLE shelf_state ADD COLUMN counted INTEGER NOT NULL DEFAULT 0;

    CREATE TABLE incoming (
        incoming_id INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        kind TEXT,
        shelf TEXT NOT NULL,
        size INTEGER NOT NULL,
        whole INTEGER NOT NULL DEFAULT 0
    ) STRICT;

    CREATE TABLE incoming_pieces (
        incoming_id INTEGER NOT NULL REFERENCES incoming (incoming_id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        body BLOB NOT NULL,
        PRIMARY KEY (incoming_id, position)
    ) STRICT;
    """,
    """
    CREATE TABLE grades (
        session_id TEXT NOT NULL,
        attempt INTEGER NOT NULL,
        grade INTEGER NOT NULL CHECK (grade BETWEEN 1 AND 4),
        PRIMARY KEY (session_id, attempt),
        FOREIGN KEY (session_id, attempt) REFERENCES answers (session_id, attempt) ON DELETE CASCADE
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE plan_wish (only INTEGER PRIMARY KEY CHECK (only = 1), body TEXT NOT NULL) STRICT;

    CREATE TABLE plan_done (
        day TEXT NOT NULL,
        item_id TEXT NOT NULL,
        done_at TEXT NOT NULL,
        body TEXT NOT NULL,
        UNIQUE (day, item_id)
    ) STRICT;

    CREATE TABLE proposals (
        proposal_id TEXT PRIMARY KEY,
        document_id INTEGER NOT NULL,
        state TEXT NOT NULL,
        made_at TEXT NOT NULL,
        body TEXT NOT NULL
    ) STRICT;

    CREATE TABLE stories (
        story_id TEXT PRIMARY KEY,
        changed_at TEXT NOT NULL,
        state TEXT NOT NULL
    ) STRICT;

    CREATE TABLE story_versions (
        story_id TEXT NOT NULL REFERENCES stories (story_id) ON DELETE CASCADE,
        version INTEGER NOT NULL,
        saved_at TEXT NOT NULL,
        body TEXT NOT NULL,
        PRIMARY KEY (story_id, version)
    ) STRICT, WITHOUT ROWID;
    """,
    """
    CREATE TABLE profiles (
        profile_id TEXT PRIMARY KEY,
        body TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    """,
    """
    CREATE VIRTUAL TABLE passages_postings USING fts5vocab ('passages_found', 'instance');
    """,
    """
    ALTER TABLE shelf_state ADD COLUMN last_document INTEGER NOT NULL DEFAULT 0;
    UPDATE shelf_state SET last_document = (SELECT coalesce(max(document_id), 0) FROM documents);
    """,
)

SCHEMA = len(STEPS)


def migrate(connection: apsw.Connection) -> None:
    """Brings the file to `SCHEMA`, each step in a transaction of its own; `Unsupported` if it is newer."""
    while (found := _version(connection)) != SCHEMA:
        if found > SCHEMA:
            raise Unsupported(
                f"The store was written by a newer extrabrain (schema {found}, this one knows {SCHEMA}).",
                next_step="Update extrabrain.",
            )
        _take_step(connection)


def _take_step(connection: apsw.Connection) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        found = _version(connection)  # again: another process may have been here first
        if found < SCHEMA:
            connection.execute(STEPS[found])
            connection.execute(f"PRAGMA user_version = {found + 1}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _version(connection: apsw.Connection) -> int:
    ((found,),) = rows(connection, "PRAGMA user_version")
    return int(found)
