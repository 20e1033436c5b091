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
  -- How fast, as one of a few classes (worker/domain/drift.ts); NULL: not enough codes yet to tell.
  speed INTEGER,
  -- When a code of it will no longer be found, if it is not used before; NULL: not to be foreseen.
  leaves_at INTEGER,
  assigned INTEGER NOT NULL GENERATED ALWAYS AS (factor_id IS NOT NULL) VIRTUAL
) STRICT;
-- Of a series, or of all: those that wait and those that are held are two runs in the order of serials.
CREATE INDEX hardware_token_by_series ON hardware_token (series_id, assigned, canonical_serial);
CREATE INDEX hardware_token_by_state ON hardware_token (assigned, canonical_serial);
CREATE INDEX hardware_token_by_departure ON hardware_token (leaves_at) WHERE leaves_at IS NOT NULL;
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
  -- Without what proves it a factor proves nothing.
  DELETE FROM factor WHERE id = OLD.factor_id;
END;

-- How many used tokens are how far off ('drift'), and in which class of speed ('speed'): counting reads all.
CREATE TABLE token_clock (
  what TEXT NOT NULL CHECK (what IN ('drift', 'speed')),
  value INTEGER NOT NULL,
  tokens INTEGER NOT NULL,
  PRIMARY KEY (what, value)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER token_clock_moved AFTER UPDATE OF drift, uses, speed ON hardware_token
WHEN OLD.drift <> NEW.drift OR (OLD.uses > 0) <> (NEW.uses > 0) OR OLD.speed IS NOT NEW.speed
BEGIN
  UPDATE token_clock SET tokens = tokens - 1
  WHERE (what = 'drift' AND value = OLD.drift AND OLD.uses > 0) OR (what = 'speed' AND value = OLD.speed);
  INSERT INTO token_clock (what, value, tokens)
  SELECT 'drift', NEW.drift, 1 WHERE NEW.uses > 0
  UNION ALL SELECT 'speed', NEW.speed, 1 WHERE NEW.speed IS NOT NULL
  ON CONFLICT (what, value) DO UPDATE SET tokens = tokens + 1;
END;
CREATE TRIGGER token_clock_gone AFTER DELETE ON hardware_token WHEN OLD.uses > 0
BEGIN
  UPDATE token_clock SET tokens = tokens - 1
  WHERE (what = 'drift' AND value = OLD.drift) OR (what = 'speed' AND value = OLD.speed);
END;

-- One import: its rows are staged chunk by chunk, seen by nobody, and become tokens in one batch.
CREATE TABLE token_import (
  -- Chosen by whoever imports: who asks again with the same one gets the same import.
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES user (id) ON DELETE CASCADE,
  -- Of the file and of what was said with it: nothing else is the same import.
  request_hash BLOB NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('running', 'done', 'failed')),
  -- Rows that are tokens, and how many of them are staged.
  total INTEGER NOT NULL,
  staged INTEGER NOT NULL DEFAULT 0,
  series_id TEXT REFERENCES token_series (id) ON DELETE SET NULL,
  -- Once done, what it answered: a lost answer is given again.
  report TEXT CHECK (report IS NULL OR json_valid(report)),
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX token_import_by_age ON token_import (created_at);
CREATE INDEX token_import_by_user ON token_import (user_id);
CREATE INDEX token_import_by_series ON token_import (series_id);
-- Rows on their way, many in one, as JSON; their secrets are sealed. Each run of one import stages its own.
CREATE TABLE staged_token (
  import_id TEXT NOT NULL REFERENCES token_import (id) ON DELETE CASCADE,
  run TEXT NOT NULL,
  -- The running number of its first row, and how many there are.
  first INTEGER NOT NULL,
  count INTEGER NOT NULL,
  tokens TEXT NOT NULL,
  PRIMARY KEY (import_id, run, first)
) STRICT;
-- Whom the file gives a token to, as a username in canonical form and as an address; and by which factor.
CREATE TABLE staged_owner (
  import_id TEXT NOT NULL REFERENCES token_import (id) ON DELETE CASCADE,
  run TEXT NOT NULL,
  token_id TEXT NOT NULL,
  owner_name TEXT,
  owner_email TEXT NOT NULL,
  factor_id TEXT NOT NULL,
  PRIMARY KEY (import_id, run, token_id)
) STRICT, WITHOUT ROWID;

-- An address is somebody's who is the only one to have it.
CREATE INDEX user_by_email ON user (lower(email)) WHERE email <> '';
-- Many factors go with a series: each looks for codes that fetch its key.
CREATE INDEX one_time_code_by_factor ON one_time_code (factor_id) WHERE factor_id IS NOT NULL;

-- An import becomes tokens while it runs and all of its rows are staged (worker/store/token-import.ts).
ALTER TABLE assertion ADD COLUMN import_is_whole INTEGER
  CONSTRAINT import_is_whole CHECK (import_is_whole = 1);

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
      ORDER BY everyone, priority, id LIMIT 1), 1) AS allow_hardware_2fa,
    coalesce((
      SELECT allow_2fa_self_enrollment FROM user_group WHERE allow_2fa_self_enrollment IS NOT NULL
        AND (everyone = 1 OR id IN (SELECT group_id FROM group_member WHERE user_id = user.id))
      ORDER BY everyone, priority, id LIMIT 1), 1) AS self_enrollment
  FROM user;
CREATE VIEW accepted_factor AS
  SELECT real_factor.id, real_factor.user_id
  FROM real_factor JOIN factor ON factor.id = real_factor.id
  JOIN user ON user.id = real_factor.user_id
  JOIN user_policy ON user_policy.user_id = real_factor.user_id
  WHERE user.role = 'super_admin'
    OR CASE factor.method WHEN 'totp' THEN allow_totp_2fa WHEN 'passkey' THEN allow_webauthn_2fa
       WHEN 'hardware' THEN allow_hardware_2fa ELSE 1 END = 1;

-- What was handed over and is the way in: not where its kind is accepted no more and another is.
DROP VIEW waiting_key;
CREATE VIEW waiting_key AS
  SELECT factor.id, factor.user_id
  FROM factor JOIN user ON user.id = factor.user_id
  JOIN user_policy ON user_policy.user_id = factor.user_id
  WHERE handed_over = 1 AND confirmed_at IS NULL
    AND (CASE factor.method WHEN 'hardware' THEN allow_hardware_2fa ELSE allow_totp_2fa END = 1
      OR (user.role = 'super_admin'
        AND allow_totp_2fa + allow_webauthn_2fa + allow_hardware_2fa = 0));

-- Two administrators at once: a token is still in the hands in which it was read.
ALTER TABLE assertion ADD COLUMN token_is_unchanged INTEGER
  CONSTRAINT token_is_unchanged CHECK (token_is_unchanged = 1);

-- The outcome of what is done to a token is its serial: a hundred thousand of them are one count.
DROP TRIGGER audit_is_tallied;
CREATE TRIGGER audit_is_tallied AFTER INSERT ON audit
BEGIN
  INSERT INTO audit_tally (action, day, outcome, n)
  VALUES (new.action, new.at / 86400,
    iif(new.action IN ('token-assigned', 'token-unassigned', 'token-deleted'), 'done', new.outcome), 1)
  ON CONFLICT (action, day, outcome) DO UPDATE SET n = n + 1;
END;
