-- Every change of a setting: of the system (`scope` is 'system') or of the group with that id.
-- Values are JSON; NULL stands for 'not set': the default, or a group that says nothing.
CREATE TABLE setting_change (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  by_user TEXT,
  scope TEXT NOT NULL,
  name TEXT NOT NULL,
  former TEXT CHECK (json_valid(former)),
  value TEXT CHECK (json_valid(value))
) STRICT;
CREATE INDEX setting_change_by_scope ON setting_change (scope, name, id);
