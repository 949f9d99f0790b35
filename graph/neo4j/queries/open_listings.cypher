// 未移出的经营异常与严重违法 / Abnormal and serious listings not yet removed
// as_of: date = today, limit: int = 100
MATCH (n)-[r:SUBJECT_TO]->(p:RiskEvent)
WHERE p.measure IN ['abnormal', 'serious'] AND r.live AND coalesce(r.valid_from, $as_of) <= $as_of
  AND $as_of <= coalesce(r.valid_to, $as_of)
RETURN n.id AS id, n.name AS name, p.measure AS measure, p.name AS reason, p.authority AS authority,
       p.decided AS decided
ORDER BY coalesce(decided, ''), id, p.id LIMIT $limit
