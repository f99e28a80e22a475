-- Typed columns of the requests of households: what follows a household, and what desks list.

CREATE TABLE request_index (
  id TEXT NOT NULL PRIMARY KEY,
  village TEXT NOT NULL,
  household TEXT NOT NULL,
  due_on TEXT NOT NULL,
  open INTEGER NOT NULL -- 1 until the household was told the answer
) STRICT;
CREATE INDEX request_index_household ON request_index (household);
CREATE INDEX request_index_open ON request_index (village, open);
