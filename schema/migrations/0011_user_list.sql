-- What the console lists people by, so that no page reads more than it shows at 100,000 of them.

-- Whether a second factor is confirmed; the triggers below keep it.
ALTER TABLE user ADD COLUMN enrolled INTEGER NOT NULL DEFAULT 0 CHECK (enrolled IN (0, 1));
ALTER TABLE user ADD COLUMN last_sign_in_at INTEGER;
-- What this person's password attempts are counted under: from a lock to whom it shuts out. NULL for
-- people from before there was this column.
ALTER TABLE user ADD COLUMN attempt_subject TEXT;
ALTER TABLE user ADD COLUMN disabled INTEGER AS (disabled_at IS NOT NULL) VIRTUAL;
-- Who never signed in comes before everybody who did.
ALTER TABLE user ADD COLUMN signed_in INTEGER AS (coalesce(last_sign_in_at, 0)) VIRTUAL;

UPDATE user SET
  enrolled = EXISTS (SELECT 1 FROM real_factor WHERE real_factor.user_id = user.id),
  last_sign_in_at = (SELECT max(auth_time) FROM session WHERE session.user_id = user.id);

-- Three roles, enrolled or not, disabled or not: at most twelve ordered runs, of which a filter picks
-- some, and a page merges them.
CREATE INDEX user_by_username ON user (role, enrolled, disabled, canonical_username, id);
CREATE INDEX user_by_creation ON user (role, enrolled, disabled, created_at, id);
CREATE INDEX user_by_sign_in ON user (role, enrolled, disabled, signed_in, id);
CREATE INDEX user_by_attempt_subject ON user (attempt_subject);

CREATE TRIGGER factor_added AFTER INSERT ON factor WHEN NEW.confirmed_at IS NOT NULL
BEGIN
  UPDATE user SET enrolled = EXISTS (SELECT 1 FROM real_factor WHERE user_id = NEW.user_id)
  WHERE id = NEW.user_id;
END;
CREATE TRIGGER factor_confirmed AFTER UPDATE OF confirmed_at, method, user_id ON factor
WHEN NEW.confirmed_at IS NOT OLD.confirmed_at OR NEW.method <> OLD.method OR NEW.user_id <> OLD.user_id
BEGIN
  UPDATE user SET enrolled = EXISTS (SELECT 1 FROM real_factor WHERE real_factor.user_id = user.id)
  WHERE id IN (NEW.user_id, OLD.user_id);
END;
CREATE TRIGGER factor_gone AFTER DELETE ON factor WHEN OLD.confirmed_at IS NOT NULL
BEGIN
  UPDATE user SET enrolled = EXISTS (SELECT 1 FROM real_factor WHERE user_id = OLD.user_id)
  WHERE id = OLD.user_id;
END;

-- What a search finds a person by: the beginning of any of these (worker/domain/search-terms.ts).
CREATE TABLE user_term (
  term TEXT NOT NULL,
  user_id TEXT NOT NULL REFERENCES user (id) ON DELETE CASCADE,
  PRIMARY KEY (term, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX user_term_by_user ON user_term (user_id, term);
INSERT INTO user_term (term, user_id)
  SELECT canonical_username, id FROM user
  UNION SELECT substr(lower(email), 1, 64), id FROM user WHERE email <> ''
  UNION SELECT substr(lower(display_name), 1, 64), id FROM user WHERE display_name <> '';

-- Whoever is shut out, by when that ends. A row without a delay is in no index, so that a sign-in that
-- succeeds writes none; networks are not people.
CREATE INDEX attempt_by_end ON attempt (not_before, subject)
  WHERE not_before > since AND subject NOT BETWEEN 'network:' AND 'network;';
