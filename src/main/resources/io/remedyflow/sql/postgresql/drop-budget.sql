-- Nothing is lost with it but what was reserved ahead: the nodes go on as if nobody had called yet.
drop table if exists remedyflow_budget;
