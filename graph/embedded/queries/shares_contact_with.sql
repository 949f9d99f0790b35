-- 与企业共用电话、邮箱、地址或代办机构的企业 / Enterprises at the same phone, e-mail domain, address or filing agent
-- id: text, as_of: date = today, limit: int = 100
WITH sharing AS (
    SELECT DISTINCT r."end" AS contact, s.start AS enterprise
    FROM relation r JOIN relation s ON s."end" = r."end" AND s.kind IN ('reachable_at', 'located_at', 'filed_by')
    WHERE r.kind IN ('reachable_at', 'located_at', 'filed_by') AND r.start = :id AND s.start LIKE 'ent:%'
      AND r.live AND coalesce(r.valid_from, :as_of) <= :as_of AND :as_of <= coalesce(r.valid_to, :as_of)
      AND s.live AND coalesce(s.valid_from, :as_of) <= :as_of AND :as_of <= coalesce(s.valid_to, :as_of)),
counted AS (SELECT contact, enterprise, count(*) OVER (PARTITION BY contact) AS shared_by FROM sharing)
SELECT o.id, json_extract(o.properties, '$.name') AS name, c.kind AS contact_kind, c.id AS contact_id,
       json_extract(c.properties, '$.name') AS contact_name, shared_by
FROM counted JOIN node o ON o.id = enterprise JOIN node c ON c.id = contact
WHERE enterprise <> :id
ORDER BY shared_by, c.id, o.id LIMIT :limit
