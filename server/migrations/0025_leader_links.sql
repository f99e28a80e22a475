-- Since when which leader is linked with which village (R2): each stretch stays, the one without an end lasts. `leader_village`
-- goes on saying who is linked now, by the roster.

CREATE TABLE leader_link (
  village TEXT NOT NULL REFERENCES village (id),
  leader TEXT NOT NULL REFERENCES staff (id),
  n INTEGER NOT NULL, -- the leader's stretches in the village, counted from 1
  from_day TEXT,      -- the day on which the office told; none for who was there when it first told
  to_day TEXT,        -- the last day
  PRIMARY KEY (village, leader, n)
) STRICT;
CREATE INDEX leader_link_leader ON leader_link (leader);

INSERT INTO leader_link (village, leader, n)
  SELECT l.village, l.leader, 1 FROM leader_village l JOIN account a ON a.staff = l.leader WHERE a.closed = 0;
