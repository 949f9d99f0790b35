-- 经过企业的担保圈 / Guarantee circles of two to six parties through one
-- id: text, as_of: date = today, limit: int = 100
WITH RECURSIVE back (node, steps) AS (
    SELECT :id, 0
    UNION
    SELECT r.start, steps + 1
    FROM back JOIN relation r ON r."end" = back.node AND r.kind = 'guarantees'
    WHERE steps < 5 AND r.live AND coalesce(r.valid_from, :as_of) <= :as_of AND :as_of <= coalesce(r.valid_to, :as_of)),
near AS MATERIALIZED (
    SELECT n.id, coalesce(json_extract(n.properties, '$.name'), n.id) AS name, min(steps) AS steps
    FROM back JOIN node n ON n.id = back.node GROUP BY n.id),
given AS MATERIALIZED (
    SELECT DISTINCT r.start, n.id, n.name, n.steps
    FROM near JOIN relation r ON r.start = near.id AND r.kind = 'guarantees' JOIN near n ON n.id = r."end"
    WHERE r.live AND coalesce(r.valid_from, :as_of) <= :as_of AND :as_of <= coalesce(r.valid_to, :as_of)),
walk (node, parties, members, names) AS (
    SELECT id, 1, id, name FROM near WHERE id = :id
    UNION ALL
    SELECT g.id, parties + 1, members || ' > ' || g.id, names || ' > ' || g.name
    FROM walk JOIN given g ON g.start = walk.node
    WHERE g.steps < 7 - parties AND instr(' > ' || members || ' > ', ' > ' || g.id || ' > ') = 0
    LIMIT 20000)
SELECT parties, members, names
FROM walk JOIN given g ON g.start = walk.node AND g.id = :id
WHERE parties > 1
ORDER BY parties, members LIMIT :limit
