-- What truly happened, exact where answers are dull. Never a secret, a code or a typed username.
CREATE TABLE audit (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  event_id TEXT NOT NULL,
  action TEXT NOT NULL,
  outcome TEXT NOT NULL,
  -- Who did it and to whom; no foreign keys, for the log outlives the people in it.
  actor_id TEXT,
  subject_id TEXT,
  network TEXT NOT NULL,
  browser TEXT NOT NULL
) STRICT;
CREATE INDEX audit_by_subject ON audit (subject_id, id);
