-- Who holds the posts of a village that are in no team (R1): its Party secretary, the township's link. Each stretch stays;
-- the one without an end holds now.

CREATE TABLE village_post (
  village TEXT NOT NULL REFERENCES village (id),
  post TEXT NOT NULL,
  n INTEGER NOT NULL, -- the post's stretches, counted from 1
  name TEXT NOT NULL, -- '' while it is empty
  from_day TEXT,      -- as the office says, else the day on which it told of a change; none for who was there at first
  to_day TEXT,        -- the last day
  PRIMARY KEY (village, post, n)
) STRICT;
