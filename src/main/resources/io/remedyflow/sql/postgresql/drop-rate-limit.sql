-- Only what was reserved ahead is lost with it: the nodes go on as if no call had been made yet.
drop table if exists remedyflow_rate_limit;
