// 与企业共用电话、邮箱、地址或代办机构的企业 / Enterprises at the same phone, e-mail domain, address or filing agent
// id: text, as_of: date = today, limit: int = 100
MATCH (e:Organisation {id: $id})-[r:REACHABLE_AT|LOCATED_AT|FILED_BY]->(c)
WHERE r.live AND coalesce(r.valid_from, $as_of) <= $as_of AND $as_of <= coalesce(r.valid_to, $as_of)
WITH DISTINCT e, c
MATCH (c)<-[s:REACHABLE_AT|LOCATED_AT|FILED_BY]-(o:Organisation)
WHERE s.live AND coalesce(s.valid_from, $as_of) <= $as_of AND $as_of <= coalesce(s.valid_to, $as_of)
WITH e, c, collect(DISTINCT o) AS sharing
UNWIND sharing AS o
WITH e, c, o, size(sharing) AS shared_by
WHERE o <> e
RETURN o.id AS id, o.name AS name, c.kind AS contact_kind, c.id AS contact_id, c.name AS contact_name, shared_by
ORDER BY shared_by, contact_id, id LIMIT $limit
