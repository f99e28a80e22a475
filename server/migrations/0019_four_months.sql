-- The worst state of each village in each pillar of the four not-removes, month by month, as it was counted then:
-- records do not keep all history, so that a month that is over cannot be computed again.

CREATE TABLE four_month (
  month TEXT NOT NULL, -- its first day
  village TEXT NOT NULL REFERENCES village (id),
  pillar TEXT NOT NULL,
  worst TEXT NOT NULL,
  counted_on TEXT NOT NULL, -- the day for which it was computed
  PRIMARY KEY (month, village, pillar)
) STRICT;
