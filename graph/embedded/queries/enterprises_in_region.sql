-- 地区内的企业 / Enterprises of a region
-- region: text, limit: int = 50
SELECT n.id, json_extract(n.properties, '$.name') AS name, json_extract(n.properties, '$.status') AS status
FROM relation r JOIN node n ON n.id = r.start JOIN node p ON p.id = r."end"
WHERE r.kind = 'in_region' AND r.live AND json_extract(p.properties, '$.name') = :region
ORDER BY n.id LIMIT :limit
