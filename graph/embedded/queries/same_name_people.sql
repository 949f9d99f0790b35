-- 同名自然人 / Natural persons who share a name
-- name: text, limit: int = 100
SELECT p.id, json_extract(p.properties, '$.name') AS name, json_extract(p.properties, '$.masked_id') AS masked_id
FROM node p WHERE p.kind = 'person' AND p.live AND json_extract(p.properties, '$.name') = :name
ORDER BY p.id LIMIT :limit
