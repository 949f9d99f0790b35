-- 只作为原告的企业 / Enterprises that only sue and are not sued
-- as_of: date = today, limit: int = 100
SELECT n.id, json_extract(n.properties, '$.name') AS name, count(DISTINCT r."end") AS cases
FROM relation r JOIN node n ON n.id = r.start AND n.id LIKE 'ent:%'
WHERE r.kind = 'party_to' AND r.live AND coalesce(r.valid_from, :as_of) <= :as_of
  AND :as_of <= coalesce(r.valid_to, :as_of)
GROUP BY n.id HAVING sum(json_extract(r.properties, '$.role') NOT IN ('plaintiff', 'applicant')) = 0
ORDER BY cases DESC, n.id LIMIT :limit
