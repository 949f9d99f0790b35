CREATE TABLE IF NOT EXISTS version (number INTEGER PRIMARY KEY, loaded_at TEXT NOT NULL, what TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS touched (version INTEGER PRIMARY KEY, elements TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS record (
    seq INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, source TEXT NOT NULL, observed_at TEXT NOT NULL,
    version INTEGER NOT NULL, active INTEGER NOT NULL, payload TEXT NOT NULL, received TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS node (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, properties TEXT NOT NULL, known_from TEXT NOT NULL, live INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS relation (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, start TEXT NOT NULL, "end" TEXT NOT NULL, discriminator TEXT NOT NULL, properties TEXT NOT NULL,
    valid_from TEXT, valid_to TEXT, known_from TEXT NOT NULL, live INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS evidence (element TEXT NOT NULL, record INTEGER NOT NULL, PRIMARY KEY (element, record)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS claim (lookup TEXT NOT NULL, node TEXT NOT NULL, region TEXT NOT NULL, PRIMARY KEY (lookup, node)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS rest (element TEXT NOT NULL, record TEXT NOT NULL, PRIMARY KEY (element, record)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS rest_record ON rest (record, element);
CREATE VIRTUAL TABLE IF NOT EXISTS name_part USING fts5(parts, content='', detail=none, tokenize="unicode61 tokenchars '()·-&.'");
CREATE INDEX IF NOT EXISTS record_kind ON record (kind, uid);
CREATE INDEX IF NOT EXISTS relation_start ON relation (start, kind, id);
CREATE INDEX IF NOT EXISTS relation_end ON relation ("end", kind, id);
