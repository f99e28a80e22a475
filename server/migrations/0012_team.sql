-- Whose the files of leave and months are: what the feed of a team leaves out for colleagues.

CREATE TABLE days_index (
  id TEXT NOT NULL PRIMARY KEY,
  team TEXT NOT NULL,
  staff TEXT NOT NULL
) STRICT;
CREATE INDEX days_index_team ON days_index (team);
