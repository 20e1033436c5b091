-- The log is a chain: the hash of each line covers the line before it (schema/audit-chain.ts). NULL: not
-- chained yet, the cron job does it.
ALTER TABLE audit ADD COLUMN hash BLOB;

-- One row a batch: all lines up to `last_id` are `lines` many, and end in `hash`. Signed by a key that the
-- database does not hold, so that whoever can write here can break the chain, but not mend it.
CREATE TABLE audit_checkpoint (
  last_id INTEGER PRIMARY KEY,
  hash BLOB NOT NULL,
  lines INTEGER NOT NULL,
  at INTEGER NOT NULL,
  key_id TEXT NOT NULL,
  public_key BLOB NOT NULL,
  signature BLOB NOT NULL
) STRICT;

-- No code of ours changes or deletes a line; these say so to code that will be written.
CREATE TRIGGER audit_only_grows BEFORE DELETE ON audit
BEGIN
  SELECT RAISE(ABORT, 'a line of the audit log is never deleted');
END;
CREATE TRIGGER audit_is_final BEFORE UPDATE ON audit
WHEN old.hash IS NOT NULL
  OR (new.id, new.at, new.event_id, new.action, new.outcome, new.actor_id, new.subject_id,
      new.network, new.browser)
    IS NOT (old.id, old.at, old.event_id, old.action, old.outcome, old.actor_id, old.subject_id,
      old.network, old.browser)
BEGIN
  SELECT RAISE(ABORT, 'a line of the audit log is never changed');
END;

-- One index for each way to look into the log, so that a page reads a page. Most lines are about whoever
-- did it: those that are not have the actor's indexes to themselves.
CREATE INDEX audit_by_time ON audit (at);
CREATE INDEX audit_by_action ON audit (action, id);
CREATE INDEX audit_by_subject_action ON audit (subject_id, action, id);
CREATE INDEX audit_by_actor ON audit (actor_id, id) WHERE actor_id IS NOT subject_id;
CREATE INDEX audit_by_actor_action ON audit (actor_id, action, id) WHERE actor_id IS NOT subject_id;
