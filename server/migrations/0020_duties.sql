-- The duty list: what the district's list says of each item, and what happened to it, appended and never changed.

CREATE TABLE duty (
  code TEXT NOT NULL PRIMARY KEY,
  terms TEXT NOT NULL
) STRICT;

CREATE TABLE duty_entry (
  code TEXT NOT NULL REFERENCES duty (code),
  n INTEGER NOT NULL,      -- 1 for the first of its item, without gaps
  id TEXT NOT NULL UNIQUE, -- made at the desk: the same change is taken once
  body TEXT NOT NULL,
  PRIMARY KEY (code, n)
) STRICT;
