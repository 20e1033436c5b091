-- How often what happened on which unix day (UTC): kept as lines are written, so that a chart of a month
-- does not read the month.
CREATE TABLE audit_tally (
  action TEXT NOT NULL,
  day INTEGER NOT NULL,
  outcome TEXT NOT NULL,
  n INTEGER NOT NULL,
  PRIMARY KEY (action, day, outcome)
) STRICT, WITHOUT ROWID;
INSERT INTO audit_tally (action, day, outcome, n)
SELECT action, at / 86400, outcome, count(*) FROM audit GROUP BY action, at / 86400, outcome;

CREATE TRIGGER audit_is_tallied AFTER INSERT ON audit
BEGIN
  INSERT INTO audit_tally (action, day, outcome, n)
  VALUES (new.action, new.at / 86400, new.outcome, 1)
  ON CONFLICT (action, day, outcome) DO UPDATE SET n = n + 1;
END;
