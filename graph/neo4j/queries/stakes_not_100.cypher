// 持股合计不等于100%的企业 / Enterprises whose stakes do not sum to 100 %, unknown stakes counted apart
// as_of: date = today, limit: int = 100
MATCH (e:Organisation)<-[r:HOLDS]-()
WHERE r.live AND coalesce(r.valid_from, $as_of) <= $as_of AND $as_of <= coalesce(r.valid_to, $as_of)
WITH e, sum(r.ratio) AS share, count(*) AS holders, count(*) - count(r.ratio) AS unknown_stakes
WHERE share > 100000000 OR (share < 100000000 AND unknown_stakes = 0)
RETURN e.id AS id, e.name AS name, share, holders, unknown_stakes
ORDER BY share DESC, id LIMIT $limit
