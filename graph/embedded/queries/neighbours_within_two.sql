-- 两步以内的关联方 / Parties two steps away, through at most so many nodes
-- id: text, through: int = 50, as_of: date = today, limit: int = 100
WITH followed (kind) AS (VALUES
    ('holds'), ('serves_as'), ('legal_rep_of'), ('branch_of'), ('located_at'), ('reachable_at'),
    ('filed_by'), ('guarantees'), ('supplies'), ('pays'), ('kin_of'),
    ('acts_in_concert_with'), ('nominee_for'), ('controls_by_agreement'), ('partner_of'), ('related_to')),
middle AS (
    SELECT r."end" AS id FROM relation r
    WHERE r.start = :id AND r."end" <> :id AND r.kind IN followed AND r.live
      AND coalesce(r.valid_from, :as_of) <= :as_of AND :as_of <= coalesce(r.valid_to, :as_of)
    UNION
    SELECT r.start FROM relation r
    WHERE r."end" = :id AND r.start <> :id AND r.kind IN followed AND r.live
      AND coalesce(r.valid_from, :as_of) <= :as_of AND :as_of <= coalesce(r.valid_to, :as_of)
    ORDER BY 1 LIMIT :through)
SELECT DISTINCT o.id, json_extract(o.properties, '$.name') AS name, o.kind, s.kind AS relation, m.id AS through_id,
       json_extract(m.properties, '$.name') AS through_name
FROM middle JOIN node m ON m.id = middle.id JOIN relation s ON s.start = m.id OR s."end" = m.id
JOIN node o ON o.id = CASE s.start WHEN m.id THEN s."end" ELSE s.start END
WHERE o.id NOT IN (:id, m.id) AND s.kind IN followed AND s.live AND coalesce(s.valid_from, :as_of) <= :as_of
  AND :as_of <= coalesce(s.valid_to, :as_of)
ORDER BY o.id, m.id, s.kind LIMIT :limit
