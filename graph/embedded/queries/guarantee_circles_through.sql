-- 经过企业的担保圈 / Guarantee circles of two to six parties through one
-- id: text, as_of: date = today, limit: int = 100
WITH RECURSIVE walk (node, parties, members, names, closed) AS (
    SELECT id, 1, id, coalesce(json_extract(node.properties, '$.name'), id), 0 FROM node WHERE id = :id
    UNION
    SELECT n.id, parties + (n.id <> :id), CASE n.id WHEN :id THEN members ELSE members || ' > ' || n.id END,
           CASE n.id WHEN :id THEN names
                     ELSE names || ' > ' || coalesce(json_extract(n.properties, '$.name'), n.id) END,
           n.id = :id
    FROM walk JOIN relation r ON r.start = walk.node AND r.kind = 'guarantees' JOIN node n ON n.id = r."end"
    WHERE NOT closed AND (n.id = :id OR (parties < 6 AND instr(' > ' || members || ' > ', ' > ' || n.id || ' > ') = 0))
      AND r.live AND coalesce(r.valid_from, :as_of) <= :as_of AND :as_of <= coalesce(r.valid_to, :as_of))
SELECT parties, members, names FROM walk WHERE closed AND parties > 1 ORDER BY parties, members LIMIT :limit
