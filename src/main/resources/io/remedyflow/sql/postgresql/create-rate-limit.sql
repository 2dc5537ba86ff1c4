-- The rate limits that the nodes on this database share: a few rows, one for each app and urgency, written about twice a call.
create table if not exists remedyflow_rate_limit (
  id varchar(512) primary key,
  state bytea,
  expires_at bigint
);
