-- A relying application: an OpenID Connect client, a site behind a proxy, or a program with an API key.
CREATE TABLE application (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('oidc', 'site', 'api')),
  name TEXT NOT NULL,
  -- Where people open it; '' where they cannot.
  home_url TEXT NOT NULL,
  -- Who may use it. Of 'groups' whose groups are gone: nobody.
  audience TEXT NOT NULL CHECK (audience IN ('everyone', 'groups')),
  -- What it asks for beyond what policy asked for at the door, and in seconds how fresh that must be.
  factor TEXT NOT NULL CHECK (factor IN ('policy', 'second-factor', 'phishing-resistant')),
  max_age INTEGER,
  -- Whether a trusted browser stands in for the second factor.
  accept_trust INTEGER NOT NULL CHECK (accept_trust IN (0, 1)),
  -- What its kind has to say (schema/api/application.ts).
  details TEXT NOT NULL CHECK (json_valid(details)),
  -- Counts its changes: one must not undo another.
  version INTEGER NOT NULL DEFAULT 1,
  created_at INTEGER NOT NULL,
  disabled_at INTEGER
) STRICT;
CREATE INDEX application_by_name ON application (name, id);

CREATE TABLE application_group (
  application_id TEXT NOT NULL REFERENCES application (id) ON DELETE CASCADE,
  group_id TEXT NOT NULL REFERENCES user_group (id) ON DELETE CASCADE,
  PRIMARY KEY (application_id, group_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX application_group_by_group ON application_group (group_id);

-- A client secret or an API key: its hash. Two may be valid at a time, so that one can follow the other.
CREATE TABLE application_key (
  id TEXT PRIMARY KEY,
  application_id TEXT NOT NULL REFERENCES application (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  -- Its last four characters, to tell them apart.
  hint TEXT NOT NULL,
  secret_hash BLOB NOT NULL UNIQUE,
  scopes TEXT NOT NULL CHECK (json_valid(scopes)),
  created_at INTEGER NOT NULL,
  expires_at INTEGER,
  last_used_at INTEGER
) STRICT;
CREATE INDEX application_key_by_application ON application_key (application_id);

-- The origins of a site: each belongs to one.
CREATE TABLE site_origin (
  origin TEXT PRIMARY KEY,
  application_id TEXT NOT NULL REFERENCES application (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX site_origin_by_application ON site_origin (application_id);

-- `sid` stays when a session is replaced within one sign-in: what rests on the sign-in holds on to it.
ALTER TABLE session ADD COLUMN sid TEXT NOT NULL DEFAULT '';
UPDATE session SET sid = id;
CREATE INDEX session_by_sid ON session (sid);
-- Whether a trusted browser spared the factor.
ALTER TABLE session ADD COLUMN trusted INTEGER NOT NULL DEFAULT 0 CHECK (trusted IN (0, 1));
-- When a passkey was last proved in it: no name of RFC 8176 says that a factor resists phishing.
ALTER TABLE session ADD COLUMN phishing_resistant_at INTEGER;

-- Trust that a person gave a browser at an application; NULL: at our own door.
ALTER TABLE trusted_browser ADD COLUMN application_id TEXT REFERENCES application (id) ON DELETE CASCADE;
CREATE INDEX trusted_browser_by_application ON trusted_browser (application_id);

-- Somebody in a browser let an OpenID Connect client in: from its code to its last refresh token.
CREATE TABLE access_grant (
  id TEXT PRIMARY KEY,
  application_id TEXT NOT NULL REFERENCES application (id) ON DELETE CASCADE,
  user_id TEXT NOT NULL REFERENCES user (id) ON DELETE CASCADE,
  sid TEXT NOT NULL,
  security_stamp INTEGER NOT NULL,
  scopes TEXT NOT NULL CHECK (json_valid(scopes)),
  nonce TEXT,
  amr TEXT NOT NULL CHECK (json_valid(amr)),
  acr TEXT NOT NULL,
  auth_time INTEGER NOT NULL,
  -- Whether a trusted browser spared the factor, for no level says so.
  trusted INTEGER NOT NULL CHECK (trusted IN (0, 1)),
  -- Whether it outlives the session (OpenID Connect Core, section 11).
  offline INTEGER NOT NULL CHECK (offline IN (0, 1)),
  created_at INTEGER NOT NULL,
  code_hash BLOB NOT NULL UNIQUE,
  code_expires_at INTEGER NOT NULL,
  code_challenge TEXT NOT NULL,
  redirect_uri TEXT NOT NULL,
  -- Who redeemed the code: the request that won.
  redeemed_by TEXT,
  ended_at INTEGER,
  -- Whether its client has been told, or is about to be, that the session is over.
  notified_at INTEGER
) STRICT;
CREATE INDEX access_grant_by_user ON access_grant (user_id, application_id);
CREATE INDEX access_grant_by_application ON access_grant (application_id, created_at);
CREATE INDEX access_grant_by_age ON access_grant (created_at);
CREATE INDEX access_grant_unnotified ON access_grant (user_id, sid) WHERE notified_at IS NULL;

-- Former ones stay known: one that comes back tells of a theft (RFC 9700, section 4.14.2).
CREATE TABLE refresh_token (
  token_hash BLOB PRIMARY KEY,
  grant_id TEXT NOT NULL REFERENCES access_grant (id) ON DELETE CASCADE,
  expires_at INTEGER NOT NULL,
  used_by TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX refresh_token_by_grant ON refresh_token (grant_id);
CREATE INDEX refresh_token_by_expiry ON refresh_token (expires_at);

-- RFC 9126: what a client asks for, once it has said who it is.
CREATE TABLE pushed_request (
  token_hash BLOB PRIMARY KEY,
  application_id TEXT NOT NULL REFERENCES application (id) ON DELETE CASCADE,
  parameters TEXT NOT NULL CHECK (json_valid(parameters)),
  expires_at INTEGER NOT NULL,
  -- The network of whoever speaks for a public client, which has nothing to prove: NULL for all others.
  asker TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX pushed_request_by_expiry ON pushed_request (expires_at);
CREATE INDEX pushed_request_by_asker ON pushed_request (asker, expires_at) WHERE asker IS NOT NULL;

-- What a person lets a third party's client know.
CREATE TABLE consent (
  user_id TEXT NOT NULL REFERENCES user (id) ON DELETE CASCADE,
  application_id TEXT NOT NULL REFERENCES application (id) ON DELETE CASCADE,
  scopes TEXT NOT NULL CHECK (json_valid(scopes)),
  given_at INTEGER NOT NULL,
  PRIMARY KEY (user_id, application_id)
) STRICT, WITHOUT ROWID;

-- A client that must be told that a session is over (OpenID Connect Back-Channel Logout). The person may
-- be gone by then.
CREATE TABLE logout_notice (
  id TEXT PRIMARY KEY,
  application_id TEXT NOT NULL REFERENCES application (id) ON DELETE CASCADE,
  user_id TEXT NOT NULL,
  sid TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  not_before INTEGER NOT NULL
) STRICT;
CREATE INDEX logout_notice_by_time ON logout_notice (not_before);

-- Somebody signed in to a site: by a code that travels in an address once, then by a cookie there.
CREATE TABLE site_session (
  id TEXT PRIMARY KEY,
  application_id TEXT NOT NULL REFERENCES application (id) ON DELETE CASCADE,
  user_id TEXT NOT NULL REFERENCES user (id) ON DELETE CASCADE,
  sid TEXT NOT NULL,
  origin TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  code_hash BLOB NOT NULL UNIQUE,
  code_expires_at INTEGER NOT NULL,
  -- Of the cookie that the browser got when it was sent to us: nobody signs somebody else in.
  state_hash BLOB NOT NULL,
  return_path TEXT NOT NULL,
  -- Of the cookie; NULL until the code is redeemed.
  token_hash BLOB UNIQUE
) STRICT;
CREATE INDEX site_session_by_user ON site_session (user_id);
CREATE INDEX site_session_by_application ON site_session (application_id, created_at);
CREATE INDEX site_session_by_age ON site_session (created_at);

-- What a program was told of somebody: the password is right and a code is due (`challenge`), or a factor
-- was proved just now (`receipt`). Used once, by that program.
CREATE TABLE validation (
  token_hash BLOB PRIMARY KEY,
  application_id TEXT NOT NULL REFERENCES application (id) ON DELETE CASCADE,
  user_id TEXT NOT NULL REFERENCES user (id) ON DELETE CASCADE,
  security_stamp INTEGER NOT NULL,
  purpose TEXT NOT NULL CHECK (purpose IN ('challenge', 'receipt')),
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX validation_by_expiry ON validation (expires_at);

-- What we sign with: one after the other for each purpose and algorithm. A key is published a day before
-- it signs, and until the last that it signed has run out.
CREATE TABLE signing_key (
  kid TEXT PRIMARY KEY,
  purpose TEXT NOT NULL CHECK (purpose IN ('oidc', 'assertion')),
  algorithm TEXT NOT NULL CHECK (algorithm IN ('ES256', 'RS256')),
  public_jwk TEXT NOT NULL CHECK (json_valid(public_jwk)),
  sealed BLOB NOT NULL,
  created_at INTEGER NOT NULL,
  active_from INTEGER NOT NULL,
  -- From then on it is not published any more.
  withdrawn_at INTEGER
) STRICT;
CREATE INDEX signing_key_by_purpose ON signing_key (purpose, algorithm, active_from);

-- An application is as it was read: else one change of it would undo another's.
ALTER TABLE assertion ADD COLUMN application_is_unchanged INTEGER
  CONSTRAINT application_is_unchanged CHECK (application_is_unchanged = 1);
ALTER TABLE assertion ADD COLUMN application_fits INTEGER
  CONSTRAINT application_fits CHECK (application_fits = 1);
ALTER TABLE assertion ADD COLUMN application_key_fits INTEGER
  CONSTRAINT application_key_fits CHECK (application_key_fits = 1);

-- An application speaks for somebody by what they let it have: it proves nothing to our own pages, for
-- these ask for the row of a session or of a pending login beside it. (A view of its own, for D1 takes five
-- terms in one.)
CREATE VIEW application_caller (key, user_id) AS
  SELECT token_hash, user_id FROM site_session
  UNION ALL SELECT code_hash, user_id FROM access_grant
  UNION ALL SELECT refresh_token.token_hash, access_grant.user_id
    FROM refresh_token JOIN access_grant ON access_grant.id = refresh_token.grant_id
  UNION ALL SELECT token_hash, user_id FROM validation;
DROP VIEW caller;
CREATE VIEW caller (key, user_id) AS
  SELECT canonical_username, id FROM user
  UNION ALL SELECT token_hash, user_id FROM pending_login
  UNION ALL SELECT token_hash, user_id FROM session
  UNION ALL SELECT key, user_id FROM application_caller;

-- `oidc@<application>` counts as `oidc`: else each application had rows of its own for each day.
DROP TRIGGER audit_is_tallied;
CREATE TRIGGER audit_is_tallied AFTER INSERT ON audit
BEGIN
  INSERT INTO audit_tally (action, day, outcome, n)
  VALUES (new.action, new.at / 86400, CASE
    WHEN new.action IN ('token-assigned', 'token-unassigned', 'token-deleted') THEN 'done'
    WHEN instr(new.outcome, '@') > 0 THEN substr(new.outcome, 1, instr(new.outcome, '@') - 1)
    ELSE new.outcome END, 1)
  ON CONFLICT (action, day, outcome) DO UPDATE SET n = n + 1;
END;

-- What people let a browser do at an application ends when it is taken out of use: coming back, it asks anew.
CREATE TRIGGER application_disabled AFTER UPDATE OF disabled_at ON application
WHEN new.disabled_at IS NOT NULL
BEGIN
  DELETE FROM trusted_browser WHERE application_id = new.id;
  DELETE FROM validation WHERE application_id = new.id;
END;
