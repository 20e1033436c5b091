-- The tokens that came in one seed file. The counts are kept by triggers and by the import, for counting reads all.
CREATE TABLE token_series (
  id TEXT PRIMARY KEY,
  label TEXT NOT NULL,
  -- Of the file as it was uploaded.
  file_hash BLOB NOT NULL,
  format TEXT NOT NULL,
  tokens INTEGER NOT NULL,
  assigned INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX token_series_by_age ON token_series (created_at, id);
CREATE INDEX token_series_by_file ON token_series (file_hash);

-- A physical TOTP token (RFC 6238). A person holds it by a factor; without one it waits for its owner.
CREATE TABLE hardware_token (
  id TEXT PRIMARY KEY,
  series_id TEXT NOT NULL REFERENCES token_series (id) ON DELETE CASCADE,
  -- As it stands on the back; compared in its canonical form.
  serial TEXT NOT NULL,
  canonical_serial TEXT NOT NULL UNIQUE,
  sealed BLOB NOT NULL,
  -- Keyed hash of the secret: tells that two are the same without opening either.
  secret_mark BLOB NOT NULL UNIQUE,
  algorithm TEXT NOT NULL CHECK (algorithm IN ('SHA1', 'SHA256', 'SHA512')),
  digits INTEGER NOT NULL CHECK (digits IN (6, 8)),
  period INTEGER NOT NULL CHECK (period IN (30, 60)),
  model TEXT NOT NULL,
  factor_id TEXT UNIQUE REFERENCES factor (id) ON DELETE SET NULL,
  -- How many steps its clock was off when its last code came, and when that was.
  drift INTEGER NOT NULL DEFAULT 0 CHECK (drift BETWEEN -20 AND 20),
  last_used_at INTEGER,
  -- Sums of a straight line through (days since the first code, drift): how fast its clock goes wrong.
  first_used_at INTEGER,
  uses INTEGER NOT NULL DEFAULT 0,
  sum_day REAL NOT NULL DEFAULT 0,
  sum_drift REAL NOT NULL DEFAULT 0,
  sum_day_day REAL NOT NULL DEFAULT 0,
  sum_day_drift REAL NOT NULL DEFAULT 0,
  -- When a code of it will no longer be found, if it is not used before; NULL: not to be foreseen.
  leaves_at INTEGER
) STRICT;
CREATE INDEX hardware_token_by_series ON hardware_token (series_id, canonical_serial);
CREATE INDEX hardware_token_unassigned ON hardware_token (canonical_serial) WHERE factor_id IS NULL;
CREATE INDEX hardware_token_assigned ON hardware_token (canonical_serial) WHERE factor_id IS NOT NULL;
CREATE INDEX hardware_token_by_departure ON hardware_token (leaves_at) WHERE leaves_at IS NOT NULL;
CREATE INDEX hardware_token_by_drift ON hardware_token (drift) WHERE uses > 0;
CREATE TRIGGER hardware_token_changed_hands AFTER UPDATE OF factor_id ON hardware_token
WHEN (OLD.factor_id IS NULL) <> (NEW.factor_id IS NULL)
BEGIN
  UPDATE token_series SET assigned = assigned + (CASE WHEN NEW.factor_id IS NULL THEN -1 ELSE 1 END)
  WHERE id = NEW.series_id;
END;
CREATE TRIGGER hardware_token_deleted AFTER DELETE ON hardware_token
BEGIN
  UPDATE token_series SET tokens = tokens - 1, assigned = assigned - (OLD.factor_id IS NOT NULL)
  WHERE id = OLD.series_id;
END;

-- One import: its rows are staged chunk by chunk, seen by nobody, and become tokens in one batch.
CREATE TABLE token_import (
  -- Chosen by whoever imports: who asks again with the same one gets the same import.
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES user (id) ON DELETE CASCADE,
  file_hash BLOB NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('running', 'done', 'failed')),
  total INTEGER NOT NULL,
  staged INTEGER NOT NULL DEFAULT 0,
  series_id TEXT REFERENCES token_series (id) ON DELETE SET NULL,
  -- Once done, what it answered: a lost answer is given again.
  report TEXT CHECK (report IS NULL OR json_valid(report)),
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX token_import_by_age ON token_import (created_at);
CREATE TABLE staged_token (
  import_id TEXT NOT NULL REFERENCES token_import (id) ON DELETE CASCADE,
  line INTEGER NOT NULL,
  id TEXT NOT NULL,
  serial TEXT NOT NULL,
  canonical_serial TEXT NOT NULL,
  sealed BLOB NOT NULL,
  secret_mark BLOB NOT NULL,
  algorithm TEXT NOT NULL,
  digits INTEGER NOT NULL,
  period INTEGER NOT NULL,
  model TEXT NOT NULL,
  -- Whom the file gives it to.
  owner_name TEXT,
  PRIMARY KEY (import_id, line)
) STRICT, WITHOUT ROWID;

DROP VIEW accepted_factor;
DROP VIEW user_policy;
CREATE VIEW user_policy AS
  SELECT user.id AS user_id,
    max(user.mfa_required, coalesce((
      SELECT require_2fa FROM user_group WHERE require_2fa IS NOT NULL
        AND (everyone = 1 OR id IN (SELECT group_id FROM group_member WHERE user_id = user.id))
      ORDER BY everyone, priority, id LIMIT 1), 0)) AS required,
    coalesce((
      SELECT allow_totp_2fa FROM user_group WHERE allow_totp_2fa IS NOT NULL
        AND (everyone = 1 OR id IN (SELECT group_id FROM group_member WHERE user_id = user.id))
      ORDER BY everyone, priority, id LIMIT 1), 1) AS allow_totp_2fa,
    coalesce((
      SELECT allow_webauthn_2fa FROM user_group WHERE allow_webauthn_2fa IS NOT NULL
        AND (everyone = 1 OR id IN (SELECT group_id FROM group_member WHERE user_id = user.id))
      ORDER BY everyone, priority, id LIMIT 1), 1) AS allow_webauthn_2fa,
    coalesce((
      SELECT allow_hardware_2fa FROM user_group WHERE allow_hardware_2fa IS NOT NULL
        AND (everyone = 1 OR id IN (SELECT group_id FROM group_member WHERE user_id = user.id))
      ORDER BY everyone, priority, id LIMIT 1), 1) AS allow_hardware_2fa
  FROM user;
CREATE VIEW accepted_factor AS
  SELECT real_factor.id, real_factor.user_id
  FROM real_factor JOIN factor ON factor.id = real_factor.id
  JOIN user ON user.id = real_factor.user_id
  JOIN user_policy ON user_policy.user_id = real_factor.user_id
  WHERE user.role = 'super_admin'
    OR CASE factor.method WHEN 'totp' THEN allow_totp_2fa WHEN 'passkey' THEN allow_webauthn_2fa
       WHEN 'hardware' THEN allow_hardware_2fa ELSE 1 END = 1;
