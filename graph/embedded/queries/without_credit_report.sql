-- 没有征信报告的客户 / Clients without a credit report: unknown, not clean
-- as_of: date = today, limit: int = 100
SELECT e.id, json_extract(e.properties, '$.name') AS name
FROM node e
WHERE EXISTS (
    SELECT 1 FROM relation c
    WHERE c.start = e.id AND c.kind = 'client_as' AND c.live AND coalesce(c.valid_from, :as_of) <= :as_of
      AND :as_of <= coalesce(c.valid_to, :as_of))
  AND NOT EXISTS (
    SELECT 1 FROM relation r
    WHERE r.start = e.id AND r.kind = 'reported_in' AND r.live AND coalesce(r.valid_from, :as_of) <= :as_of
      AND :as_of <= coalesce(r.valid_to, :as_of))
ORDER BY e.id LIMIT :limit
