-- Consecutive failures against one subject: an account's password, a factor, a network.
-- Nothing is tried against a subject before `not_before`.
CREATE TABLE attempt (
  subject TEXT PRIMARY KEY,
  failures INTEGER NOT NULL,
  not_before INTEGER NOT NULL,
  -- With a window: when the counting began, for it starts anew after it. Without: the last failure.
  since INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
