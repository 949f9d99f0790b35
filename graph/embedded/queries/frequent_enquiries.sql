-- 征信查询频繁的主体 / Parties enquired about often in the days before a date
-- at_least: int = 3, days: int = 183, as_of: date = today, limit: int = 100
SELECT n.id, json_extract(n.properties, '$.name') AS name, count(DISTINCT q.id) AS enquiries,
       max(json_extract(q.properties, '$.date')) AS last
FROM relation r JOIN node n ON n.id = r.start JOIN node q ON q.id = r."end"
WHERE r.kind = 'enquired' AND r.live AND json_extract(q.properties, '$.date') > date(:as_of, '-' || :days || ' days')
  AND json_extract(q.properties, '$.date') <= :as_of
GROUP BY n.id HAVING enquiries >= :at_least
ORDER BY enquiries DESC, n.id LIMIT :limit
