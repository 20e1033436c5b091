-- What proves a factor of method 'passkey' (WebAuthn Level 3). Identifiers are unique over all people
-- (section 7.1, step 26): one that came twice could speak for two.
CREATE TABLE passkey (
  factor_id TEXT PRIMARY KEY REFERENCES factor (id) ON DELETE CASCADE,
  credential_id BLOB NOT NULL UNIQUE,
  public_key BLOB NOT NULL,
  sign_count INTEGER NOT NULL,
  -- JSON list of hints for the browser: usb, nfc, ble, hybrid, internal, ...
  transports TEXT NOT NULL CHECK (json_valid(transports)),
  aaguid TEXT NOT NULL,
  -- May leave its device; never changes over its life. Whether it has, may.
  backup_eligible INTEGER NOT NULL CHECK (backup_eligible IN (0, 1)),
  backed_up INTEGER NOT NULL CHECK (backed_up IN (0, 1)),
  -- Whether it has checked its user beside another proof: who finds a key without a PIN may set one (WebAuthn
  -- Level 3, section 7.2, step 25). Only then is it the whole sign-in.
  uv_initialized INTEGER NOT NULL CHECK (uv_initialized IN (0, 1))
) STRICT, WITHOUT ROWID;

-- What a browser was asked to sign: for one purpose, in one browser, and, where anybody is known, for
-- one person. Used once (store/single-use.ts), within minutes.
CREATE TABLE challenge (
  id TEXT PRIMARY KEY,
  -- Of the cookie that names the browser; its tabs may each have been asked something.
  token_hash BLOB NOT NULL,
  challenge BLOB NOT NULL UNIQUE,
  purpose TEXT NOT NULL CHECK (purpose IN ('enrollment', 'sign-in', 'factor', 'step-up')),
  user_id TEXT REFERENCES user (id) ON DELETE CASCADE,
  -- Who may not have too many of them open: a session, a pending login, a browser, or strangers' network.
  asker TEXT NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX challenge_by_expiry ON challenge (expires_at);
CREATE INDEX challenge_by_asker ON challenge (asker, expires_at);
CREATE INDEX challenge_by_user ON challenge (user_id) WHERE user_id IS NOT NULL;

-- Copies of a passkey are looked for among all lines whenever the dashboard is opened.
CREATE INDEX audit_by_clone ON audit (actor_id, at) WHERE outcome = 'passkey:cloned';

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
       ELSE 1 END = 1;

-- Keys that were handed over and are the way in: not where codes are accepted no more and passkeys are.
CREATE VIEW waiting_key AS
  SELECT factor.id, factor.user_id
  FROM factor JOIN user ON user.id = factor.user_id
  JOIN user_policy ON user_policy.user_id = factor.user_id
  WHERE handed_over = 1 AND confirmed_at IS NULL
    AND (allow_totp_2fa = 1 OR (allow_webauthn_2fa = 0 AND user.role = 'super_admin'));

-- Two assertions of one credential at once: the one that counts less is a copy's (worker/store/passkey.ts).
ALTER TABLE assertion ADD COLUMN passkey_counts INTEGER
  CONSTRAINT passkey_counts CHECK (passkey_counts = 1);
