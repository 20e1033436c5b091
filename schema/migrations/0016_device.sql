-- An installation of our authenticator, bound to a person: a factor of method 'device'. Its seed lies in
-- totp_secret, as any authenticator app's; this is what it signs with.
CREATE TABLE device (
  factor_id TEXT PRIMARY KEY REFERENCES factor (id) ON DELETE CASCADE,
  -- An uncompressed P-256 point.
  signing_key BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- A code on its way to a phone: for one person, in one sign-in, and for a few tries.
CREATE TABLE sms_code (
  -- Of the session or pending login that asked for it.
  caller_hash BLOB PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES user (id) ON DELETE CASCADE,
  -- Keyed: a million codes are tried in no time.
  code_hash BLOB NOT NULL,
  tries INTEGER NOT NULL DEFAULT 0,
  sent INTEGER NOT NULL DEFAULT 1,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sms_code_by_expiry ON sms_code (expires_at);
CREATE INDEX sms_code_by_user ON sms_code (user_id);

-- What a local server would have sent to phones; nothing where a gateway does.
CREATE TABLE outbox (
  id TEXT PRIMARY KEY,
  recipient TEXT NOT NULL,
  text TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX outbox_by_age ON outbox (created_at);
