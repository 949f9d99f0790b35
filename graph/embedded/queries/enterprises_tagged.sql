-- 有某标签的企业 / Enterprises with a tag on the last day their tags were kept, the weightiest first
-- tag: text, limit: int = 100
SELECT n.id, json_extract(n.properties, '$.name') AS name, json_extract(t.properties, '$.name') AS tag,
       json_extract(r.properties, '$.weight') AS weight, json_extract(r.properties, '$.as_of') AS as_of
FROM node t JOIN relation r ON r."end" = t.id AND r.kind = 'tagged' JOIN node n ON n.id = r.start
WHERE t.kind = 'tag' AND (t.id IN (:tag, 'tag:' || :tag) OR json_extract(t.properties, '$.name') = :tag)
  AND NOT EXISTS (SELECT 1 FROM relation o WHERE o.start = r.start AND o.kind = 'tagged'
                  AND json_extract(o.properties, '$.as_of') > json_extract(r.properties, '$.as_of'))
ORDER BY weight DESC, n.id, t.id LIMIT :limit
