-- The village or township of people who work for a place and not in a team.

CREATE TABLE staff_place (
  staff TEXT NOT NULL PRIMARY KEY REFERENCES staff (id),
  township TEXT NOT NULL,
  village TEXT NOT NULL -- '' for the whole township
) STRICT;
