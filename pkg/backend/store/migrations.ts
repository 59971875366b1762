/** Schema of the store's own tables. Times are Unix milliseconds, JSON is text. */
export const storeMigrations: readonly string[] = [
  `
  CREATE TABLE heartbeat (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    beats INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE documents (
    org TEXT NOT NULL,
    source TEXT NOT NULL,
    collection TEXT NOT NULL,
    id TEXT NOT NULL,
    value TEXT NOT NULL,
    version INTEGER NOT NULL,
    updated_ms INTEGER NOT NULL,
    crc32 INTEGER NOT NULL,
    PRIMARY KEY (org, source, collection, id)
  ) STRICT;

  CREATE TABLE blobs (
    org TEXT NOT NULL,
    source TEXT NOT NULL,
    key TEXT NOT NULL,
    size INTEGER NOT NULL,
    sha256 BLOB NOT NULL,
    expires_ms INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (org, source, key)
  ) STRICT;
  CREATE INDEX blobs_by_expiry ON blobs (expires_ms);
  CREATE INDEX blobs_by_size ON blobs (org, source, size);

  -- Kept for whoever looks into the damage; the newest few only.
  CREATE TABLE damaged_blobs (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    org TEXT NOT NULL,
    source TEXT NOT NULL,
    key TEXT NOT NULL,
    sha256 BLOB NOT NULL,
    found_ms INTEGER NOT NULL,
    bytes BLOB NOT NULL
  ) STRICT;

  CREATE TABLE leases (
    name TEXT PRIMARY KEY,
    holder TEXT NOT NULL,
    until_ms INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE audit_log (
    sequence INTEGER PRIMARY KEY,
    at_ms INTEGER NOT NULL,
    org TEXT NOT NULL,
    source TEXT NOT NULL,
    principal TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail TEXT NOT NULL,
    hash BLOB NOT NULL
  ) STRICT;
  CREATE INDEX audit_log_by_org ON audit_log (org, sequence);
  CREATE TRIGGER audit_log_no_update BEFORE UPDATE ON audit_log
    BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
  CREATE TRIGGER audit_log_no_delete BEFORE DELETE ON audit_log
    BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
  -- INSERT OR REPLACE would remove a row without firing the trigger on deletion.
  CREATE TRIGGER audit_log_append_only BEFORE INSERT ON audit_log
    WHEN NEW.sequence <> (SELECT coalesce(max(sequence), 0) + 1 FROM audit_log)
    BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
  `,
  // The place of the database among its own changes, by which it is compared with its copy.
  `
  CREATE TABLE state_position (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    lineage TEXT NOT NULL,
    sequence INTEGER NOT NULL
  ) STRICT;
  INSERT INTO state_position (id, lineage, sequence) VALUES (1, lower(hex(randomblob(16))), 0);
  `,
];
