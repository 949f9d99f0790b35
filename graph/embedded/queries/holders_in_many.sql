-- 在多家企业持股的股东 / Holders with stakes in several enterprises
-- at_least: int = 2, as_of: date = today, limit: int = 100
SELECT h.id, json_extract(h.properties, '$.name') AS name, h.kind, count(DISTINCT r."end") AS enterprises
FROM relation r JOIN node h ON h.id = r.start
WHERE r.kind = 'holds' AND r.live AND coalesce(r.valid_from, :as_of) <= :as_of
  AND :as_of <= coalesce(r.valid_to, :as_of)
GROUP BY h.id HAVING enterprises >= :at_least
ORDER BY enterprises DESC, h.id LIMIT :limit
