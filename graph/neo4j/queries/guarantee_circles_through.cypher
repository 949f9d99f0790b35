// 经过企业的担保圈 / Guarantee circles of two to six parties through one
// id: text, as_of: date = today, limit: int = 100
MATCH p = (e:Organisation|Person {id: $id})
  -[r:GUARANTEES
      WHERE r.live AND coalesce(r.valid_from, $as_of) <= $as_of AND $as_of <= coalesce(r.valid_to, $as_of)]->{2,6}(e)
WITH p LIMIT 10000
WITH [n IN nodes(p)[..-1] | n.id] AS ids, [n IN nodes(p)[..-1] | coalesce(n.name, n.id)] AS names
WHERE all(i IN range(1, size(ids) - 1) WHERE NOT ids[i] IN ids[..i])
WITH DISTINCT ids, names
RETURN size(ids) AS parties, reduce(told = ids[0], id IN ids[1..] | told + ' > ' + id) AS members,
       reduce(told = names[0], name IN names[1..] | told + ' > ' + name) AS names
ORDER BY parties, members LIMIT $limit
