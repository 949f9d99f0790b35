-- 持股合计不等于100%的企业 / Enterprises whose stakes do not sum to 100 %, unknown stakes counted apart
-- as_of: date = today, limit: int = 100
SELECT e.id, json_extract(e.properties, '$.name') AS name,
       coalesce(sum(json_extract(r.properties, '$.ratio')), 0) AS share,
       count(*) AS holders, count(*) - count(json_extract(r.properties, '$.ratio')) AS unknown_stakes
FROM relation r JOIN node e ON e.id = r."end"
WHERE r.kind = 'holds' AND r.live AND coalesce(r.valid_from, :as_of) <= :as_of
  AND :as_of <= coalesce(r.valid_to, :as_of)
GROUP BY e.id HAVING share > 100000000 OR (share < 100000000 AND unknown_stakes = 0)
ORDER BY share DESC, e.id LIMIT :limit
