-- A browser in which this person has fully signed in before. It spares nothing; its failures are only
-- counted apart from strangers', so that they cannot lock the owner out (ASVS 6.1.1).
CREATE TABLE known_browser (
  id TEXT PRIMARY KEY,
  token_hash BLOB NOT NULL UNIQUE,
  user_id TEXT NOT NULL REFERENCES user (id) ON DELETE CASCADE,
  security_stamp INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX known_browser_by_expiry ON known_browser (expires_at);

-- A browser that spares one person the second factor: a family of tokens, each used once.
CREATE TABLE trusted_browser (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES user (id) ON DELETE CASCADE,
  security_stamp INTEGER NOT NULL,
  name TEXT NOT NULL,
  place TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  last_used_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX trusted_browser_by_user ON trusted_browser (user_id);
CREATE INDEX trusted_browser_by_expiry ON trusted_browser (expires_at);

-- Former tokens stay known until the family ends: one that comes back tells of a theft.
CREATE TABLE trust_token (
  token_hash BLOB PRIMARY KEY,
  browser_id TEXT NOT NULL REFERENCES trusted_browser (id) ON DELETE CASCADE,
  -- The token that was used to get this one: two of one parent are one answer and its repetition.
  parent_hash BLOB,
  superseded_at INTEGER,
  -- Where it was superseded from: an answer lost on the way is asked again from the same network.
  superseded_from TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX trust_token_by_browser ON trust_token (browser_id);
