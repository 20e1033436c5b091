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
  superseded_at INTEGER,
  -- Where it was superseded from: an answer lost on the way is asked again from the same network.
  superseded_from TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX trust_token_by_browser ON trust_token (browser_id);
