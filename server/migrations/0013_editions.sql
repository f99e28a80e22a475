-- The editions of the dated configuration: appended, never changed.

CREATE TABLE edition (
  number INTEGER NOT NULL PRIMARY KEY, -- 1 for the first, without gaps
  id TEXT NOT NULL UNIQUE,             -- made at the desk: the same draft is adopted once
  adopted_ms INTEGER NOT NULL,
  body TEXT NOT NULL
) STRICT;
