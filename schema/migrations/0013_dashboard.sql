-- What the dashboard shows of everybody, as it was counted last: counting reads everybody.
CREATE TABLE coverage (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  at INTEGER NOT NULL,
  counted TEXT NOT NULL CHECK (json_valid(counted))
) STRICT;

-- Keys whose last code came from beside the Worker's step.
CREATE INDEX totp_secret_by_drift ON totp_secret (abs(drift)) WHERE drift <> 0;
