-- A set of people with settings; a setting left NULL says nothing. Where groups disagree the lowest
-- priority wins. The one group of everybody comes last, whatever its number; it has no member rows.
CREATE TABLE user_group (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  canonical_name TEXT NOT NULL UNIQUE,
  description TEXT NOT NULL,
  priority INTEGER NOT NULL,
  everyone INTEGER NOT NULL DEFAULT 0 CHECK (everyone IN (0, 1)),
  require_2fa INTEGER CHECK (require_2fa IN (0, 1)),
  allow_totp_2fa INTEGER CHECK (allow_totp_2fa IN (0, 1)),
  allow_webauthn_2fa INTEGER CHECK (allow_webauthn_2fa IN (0, 1)),
  allow_hardware_2fa INTEGER CHECK (allow_hardware_2fa IN (0, 1)),
  allow_2fa_self_enrollment INTEGER CHECK (allow_2fa_self_enrollment IN (0, 1)),
  otp_enabled INTEGER CHECK (otp_enabled IN (0, 1)),
  -- How many members it has; the triggers below keep it, for counting them reads them.
  members INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX user_group_of_everyone ON user_group (everyone) WHERE everyone = 1;
CREATE INDEX user_group_by_priority ON user_group (everyone, priority, id);
INSERT INTO user_group (id, name, canonical_name, description, priority, everyone, created_at)
VALUES ('00000000-0000-4000-8000-000000000001', 'All users', 'all users',
        'Everybody belongs to it. Other groups come before it.', 1000000, 1, unixepoch());

-- The username rides along, so that a group's members come page by page in its order.
CREATE TABLE group_member (
  group_id TEXT NOT NULL REFERENCES user_group (id) ON DELETE CASCADE,
  user_id TEXT NOT NULL REFERENCES user (id) ON DELETE CASCADE,
  canonical_username TEXT NOT NULL,
  PRIMARY KEY (group_id, canonical_username, user_id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX group_member_by_user ON group_member (user_id, group_id);
CREATE TRIGGER group_joined AFTER INSERT ON group_member
BEGIN
  UPDATE user_group SET members = members + 1 WHERE id = NEW.group_id;
END;
CREATE TRIGGER group_left AFTER DELETE ON group_member
BEGIN
  UPDATE user_group SET members = members - 1 WHERE id = OLD.group_id;
END;

ALTER TABLE user ADD COLUMN trust_override INTEGER NOT NULL DEFAULT 0 CHECK (trust_override IN (0, 1));
ALTER TABLE user ADD COLUMN must_change_password INTEGER NOT NULL DEFAULT 0
  CHECK (must_change_password IN (0, 1));

-- The part of a person's policy that statements ask for as they write (worker/domain/policy.ts decides
-- the same, and a test holds the two together). One row a user; ask for one user.
CREATE VIEW user_policy AS
  SELECT user.id AS user_id,
    max(user.mfa_required, coalesce((
      SELECT require_2fa FROM user_group WHERE require_2fa IS NOT NULL
        AND (everyone = 1 OR id IN (SELECT group_id FROM group_member WHERE user_id = user.id))
      ORDER BY everyone, priority, id LIMIT 1), 0)) AS required,
    coalesce((
      SELECT allow_totp_2fa FROM user_group WHERE allow_totp_2fa IS NOT NULL
        AND (everyone = 1 OR id IN (SELECT group_id FROM group_member WHERE user_id = user.id))
      ORDER BY everyone, priority, id LIMIT 1), 1) AS allow_totp_2fa
  FROM user;

-- A person's second factors of kinds that are accepted of them; of a super admin all are, for somebody
-- must be able to undo a policy. Ask for one user.
CREATE VIEW accepted_factor AS
  SELECT real_factor.id, real_factor.user_id
  FROM real_factor JOIN factor ON factor.id = real_factor.id
  JOIN user ON user.id = real_factor.user_id
  JOIN user_policy ON user_policy.user_id = real_factor.user_id
  WHERE user.role = 'super_admin'
    OR CASE factor.method WHEN 'totp' THEN allow_totp_2fa ELSE 1 END = 1;

-- Holds no row ever. A statement that inserts a 0 here fails, and takes its whole batch with it: so a
-- batch says what must be true for any of it to happen (worker/store/assertion.ts).
CREATE TABLE assertion (
  actor_may INTEGER CONSTRAINT actor_may CHECK (actor_may = 1),
  super_admin_remains INTEGER CONSTRAINT super_admin_remains CHECK (super_admin_remains = 1),
  requirement_holds INTEGER CONSTRAINT requirement_holds CHECK (requirement_holds = 1),
  groups_exist INTEGER CONSTRAINT groups_exist CHECK (groups_exist = 1),
  group_is_unchanged INTEGER CONSTRAINT group_is_unchanged CHECK (group_is_unchanged = 1),
  group_fits INTEGER CONSTRAINT group_fits CHECK (group_fits = 1)
) STRICT;
