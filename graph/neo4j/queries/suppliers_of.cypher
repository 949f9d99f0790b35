// 企业的供应商 / Suppliers of a party, as invoices and statements tell
// id: text, as_of: date = today, limit: int = 100
MATCH (n:Organisation|Person {id: $id})<-[r:SUPPLIES]-(s)
WHERE r.live AND coalesce(r.valid_from, $as_of) <= $as_of AND $as_of <= coalesce(r.valid_to, $as_of)
RETURN s.id AS id, s.name AS name, s.kind AS kind, r.valid_from AS valid_from, r.last AS last
ORDER BY coalesce(last, '') DESC, id, r.key LIMIT $limit
