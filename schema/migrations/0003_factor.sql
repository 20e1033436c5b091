-- One enrolled second factor of one person; its kind's own table holds what proves it.
-- It counts only once confirmed. A person's recovery codes are one factor, never shown in the list.
CREATE TABLE factor (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES user (id) ON DELETE CASCADE,
  method TEXT NOT NULL,
  name TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  confirmed_at INTEGER,
  last_used_at INTEGER
) STRICT;
CREATE INDEX factor_by_user ON factor (user_id, method);

-- What proves a person beyond the password. Recovery codes stand in for one that is lost.
CREATE VIEW real_factor AS
  SELECT id, user_id FROM factor WHERE confirmed_at IS NOT NULL AND method <> 'recovery';

CREATE TABLE totp_secret (
  factor_id TEXT PRIMARY KEY REFERENCES factor (id) ON DELETE CASCADE,
  sealed BLOB NOT NULL,
  algorithm TEXT NOT NULL CHECK (algorithm IN ('SHA1', 'SHA256', 'SHA512')),
  digits INTEGER NOT NULL CHECK (digits BETWEEN 6 AND 8),
  period INTEGER NOT NULL CHECK (period BETWEEN 1 AND 300)
) STRICT, WITHOUT ROWID;

CREATE TABLE recovery_code (
  id TEXT PRIMARY KEY,
  factor_id TEXT NOT NULL REFERENCES factor (id) ON DELETE CASCADE,
  code_hash BLOB NOT NULL
) STRICT;
CREATE INDEX recovery_code_by_factor ON recovery_code (factor_id, code_hash);

-- Everything that may be used once is spent here, by one conditional statement (store/single-use.ts).
-- `event_id` says who won: what follows in the same batch asks for it.
CREATE TABLE single_use (
  subject TEXT PRIMARY KEY,
  counter INTEGER NOT NULL,
  event_id TEXT NOT NULL,
  spent_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX single_use_by_age ON single_use (spent_at);
