-- An installation of our authenticator, bound to a person: a factor of method 'device'. Its seed lies in
-- totp_secret, as any authenticator app's; this is what it signs with.
CREATE TABLE device (
  factor_id TEXT PRIMARY KEY REFERENCES factor (id) ON DELETE CASCADE,
  -- An uncompressed P-256 point.
  signing_key BLOB NOT NULL,
  -- A code that was sent to the phone vouched for it.
  sms_proved INTEGER NOT NULL DEFAULT 0 CHECK (sms_proved IN (0, 1))
) STRICT, WITHOUT ROWID;

-- A code on its way to a phone: for one person, in one sign-in, and for a few tries.
CREATE TABLE sms_code (
  -- Of the session or pending login that asked for it.
  caller_hash BLOB PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES user (id) ON DELETE CASCADE,
  -- Keyed: a million codes are tried in no time.
  code_hash BLOB NOT NULL,
  tries INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sms_code_by_expiry ON sms_code (expires_at);
CREATE INDEX sms_code_by_user ON sms_code (user_id);

-- Each message that was asked for: only so many in a while, for one person and from one network.
CREATE TABLE sms_send (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES user (id) ON DELETE CASCADE,
  network TEXT NOT NULL,
  sent_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sms_send_by_user ON sms_send (user_id, sent_at);
CREATE INDEX sms_send_by_network ON sms_send (network, sent_at);
CREATE INDEX sms_send_by_age ON sms_send (sent_at);

-- What a local server would have sent to phones; nothing where a gateway does.
CREATE TABLE outbox (
  id TEXT PRIMARY KEY,
  recipient TEXT NOT NULL,
  text TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX outbox_by_age ON outbox (created_at);

-- A code for registering is as it was when it was read: neither used nor retired since.
ALTER TABLE assertion ADD COLUMN sms_code_counts INTEGER
  CONSTRAINT sms_code_counts CHECK (sms_code_counts = 1);

-- Whether a code of an app that counts no more opened the enrollment: of a device, and of nothing else.
ALTER TABLE pending_login ADD COLUMN proved INTEGER NOT NULL DEFAULT 0 CHECK (proved IN (0, 1));

-- `allow_totp_2fa` speaks of our authenticator too; `accepts_totp` of other apps alone. Where these count
-- no more, a super admin who may not register ours either goes on with what they have.
DROP VIEW accepted_factor;
DROP VIEW waiting_key;
DROP VIEW user_policy;
CREATE VIEW user_policy AS
  SELECT user_id, required, allow_totp_2fa, allow_webauthn_2fa, allow_hardware_2fa, self_enrollment,
    external_apps,
    CASE WHEN role = 'super_admin' THEN max(external_apps, 1 - allow_totp_2fa)
      ELSE min(external_apps, allow_totp_2fa) END AS accepts_totp
  FROM (
    SELECT user.id AS user_id, user.role AS role,
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
        ORDER BY everyone, priority, id LIMIT 1), 1) AS self_enrollment,
      coalesce((SELECT value FROM setting WHERE name = 'totp.external_apps'), 'true') <> 'false'
        AS external_apps
    FROM user);
CREATE VIEW accepted_factor AS
  SELECT real_factor.id, real_factor.user_id
  FROM real_factor JOIN factor ON factor.id = real_factor.id
  JOIN user ON user.id = real_factor.user_id
  JOIN user_policy ON user_policy.user_id = real_factor.user_id
  WHERE CASE WHEN factor.method = 'totp' THEN accepts_totp WHEN user.role = 'super_admin' THEN 1
    ELSE CASE factor.method WHEN 'device' THEN allow_totp_2fa WHEN 'passkey' THEN allow_webauthn_2fa
         WHEN 'hardware' THEN allow_hardware_2fa ELSE 1 END END = 1;
CREATE VIEW waiting_key AS
  SELECT factor.id, factor.user_id
  FROM factor JOIN user ON user.id = factor.user_id
  JOIN user_policy ON user_policy.user_id = factor.user_id
  WHERE handed_over = 1 AND confirmed_at IS NULL
    AND (factor.method = 'hardware' OR external_apps = 1)
    AND (CASE factor.method WHEN 'hardware' THEN allow_hardware_2fa ELSE allow_totp_2fa END = 1
      OR (user.role = 'super_admin'
        AND allow_totp_2fa + allow_webauthn_2fa + allow_hardware_2fa = 0));
