// 两日之间开始或结束的关系 / Relations of a party that began or ended between two days
// id: text, since: date, until: date, limit: int = 100
MATCH (n:Organisation|Person {id: $id})-[r]-(o)
WHERE r.live
UNWIND [['began', r.valid_from], ['ended', r.valid_to]] AS event
WITH DISTINCT r, o, event
WHERE $since <= event[1] AND event[1] <= $until
RETURN event[1] AS date, event[0] AS event, r.kind AS relation, o.id AS id, o.name AS name
ORDER BY date, event, relation, id, r.key LIMIT $limit
