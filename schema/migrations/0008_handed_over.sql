-- What an administrator hands to a person, or a person to their own authenticator: each used once,
-- kept as a keyed hash. A new one of its purpose retires the former.
CREATE TABLE one_time_code (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES user (id) ON DELETE CASCADE,
  -- ticket: may enroll at sign-in; pass: stands in for a second factor; password: sets a new password;
  -- activation: fetches the key of `factor_id` into an authenticator.
  purpose TEXT NOT NULL CHECK (purpose IN ('ticket', 'pass', 'password', 'activation')),
  code_hash BLOB NOT NULL,
  factor_id TEXT REFERENCES factor (id) ON DELETE CASCADE,
  -- The administrator who made it: with their authority it ends. NULL: its owner.
  made_by TEXT,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX one_time_code_by_user ON one_time_code (user_id, purpose);
CREATE INDEX one_time_code_by_expiry ON one_time_code (expires_at);

-- A key that an administrator handed over waits for its first code at a sign-in, as long as it takes.
ALTER TABLE factor ADD COLUMN handed_over INTEGER NOT NULL DEFAULT 0 CHECK (handed_over IN (0, 1));
-- 'My token': confirming one retires the former.
ALTER TABLE factor ADD COLUMN provisioned INTEGER NOT NULL DEFAULT 0 CHECK (provisioned IN (0, 1));
-- How many steps the key's clock was off when its last code came.
ALTER TABLE totp_secret ADD COLUMN drift INTEGER NOT NULL DEFAULT 0;

-- A third purpose: `ticket` waits for an enrollment ticket, and opens nothing else.
DROP VIEW caller;
DROP TABLE pending_login;
CREATE TABLE pending_login (
  id TEXT PRIMARY KEY,
  token_hash BLOB NOT NULL UNIQUE,
  user_id TEXT NOT NULL REFERENCES user (id) ON DELETE CASCADE,
  security_stamp INTEGER NOT NULL,
  purpose TEXT NOT NULL CHECK (purpose IN ('factor', 'enrollment', 'ticket')),
  -- Whether a ticket opened the enrollment.
  ticketed INTEGER NOT NULL DEFAULT 0 CHECK (ticketed IN (0, 1)),
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX pending_login_by_expiry ON pending_login (expires_at);
CREATE INDEX pending_login_by_user ON pending_login (user_id);
CREATE VIEW caller (key, user_id) AS
  SELECT canonical_username, id FROM user
  UNION ALL SELECT token_hash, user_id FROM pending_login
  UNION ALL SELECT token_hash, user_id FROM session;
