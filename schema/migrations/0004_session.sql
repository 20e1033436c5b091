-- Password proved, second factor not yet. Opens nothing but factor, enrollment and logout routes.
CREATE TABLE pending_login (
  id TEXT PRIMARY KEY,
  token_hash BLOB NOT NULL UNIQUE,
  user_id TEXT NOT NULL REFERENCES user (id) ON DELETE CASCADE,
  security_stamp INTEGER NOT NULL,
  purpose TEXT NOT NULL CHECK (purpose IN ('factor', 'enrollment')),
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX pending_login_by_expiry ON pending_login (expires_at);

CREATE TABLE session (
  id TEXT PRIMARY KEY,
  token_hash BLOB NOT NULL UNIQUE,
  user_id TEXT NOT NULL REFERENCES user (id) ON DELETE CASCADE,
  security_stamp INTEGER NOT NULL,
  -- JSON list of RFC 8176 method names: what was proved, and nothing that was not.
  amr TEXT NOT NULL CHECK (json_valid(amr)),
  auth_time INTEGER NOT NULL,
  -- When a second factor was last proved in this session; a trusted browser proves none.
  factor_at INTEGER,
  created_at INTEGER NOT NULL,
  last_seen_at INTEGER NOT NULL,
  browser TEXT NOT NULL,
  place TEXT NOT NULL
) STRICT;
CREATE INDEX session_by_user ON session (user_id, last_seen_at);
CREATE INDEX session_by_age ON session (created_at);

-- Whoever a request speaks for, by the one thing it brought: a username, a pending login or a session.
CREATE VIEW caller (key, user_id) AS
  SELECT canonical_username, id FROM user
  UNION ALL SELECT token_hash, user_id FROM pending_login
  UNION ALL SELECT token_hash, user_id FROM session;
