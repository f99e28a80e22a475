-- Typed columns of the flags for a risk: what follows a household, and what lists and boards count.

CREATE TABLE flag_index (
  id TEXT NOT NULL PRIMARY KEY,
  village TEXT NOT NULL,
  household TEXT NOT NULL,
  seen_on TEXT NOT NULL,
  urgent INTEGER NOT NULL,
  open INTEGER NOT NULL -- 1 while it is not settled
) STRICT;
CREATE INDEX flag_index_household ON flag_index (household);
CREATE INDEX flag_index_open ON flag_index (village, open);
