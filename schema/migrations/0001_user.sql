-- A person. `canonical_username` decides identity: D1's NOCASE knows ASCII only.
CREATE TABLE user (
  id TEXT PRIMARY KEY,
  username TEXT NOT NULL,
  canonical_username TEXT NOT NULL UNIQUE,
  display_name TEXT NOT NULL,
  email TEXT NOT NULL,
  phone TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('user', 'admin', 'super_admin')),
  mfa_required INTEGER NOT NULL CHECK (mfa_required IN (0, 1)),
  may_trust INTEGER NOT NULL CHECK (may_trust IN (0, 1)),
  password_hash TEXT NOT NULL,
  -- Sessions and trusted browsers carry the stamp they were made under; bumping it ends them all.
  security_stamp INTEGER NOT NULL DEFAULT 1,
  disabled_at INTEGER,
  created_at INTEGER NOT NULL
) STRICT;

-- What a super admin changed; a setting without a row has its default (schema/policy.ts).
CREATE TABLE setting (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL CHECK (json_valid(value)),
  updated_at INTEGER NOT NULL,
  updated_by TEXT REFERENCES user (id) ON DELETE SET NULL
) STRICT, WITHOUT ROWID;
