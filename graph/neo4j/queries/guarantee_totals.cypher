// 对外担保合计 / Sum of the guarantees each party has given, by currency, largest first
// as_of: date = today, limit: int = 100
MATCH (n)-[r:GUARANTEES]->()
WHERE r.live AND coalesce(r.valid_from, $as_of) <= $as_of AND $as_of <= coalesce(r.valid_to, $as_of)
WITH n, coalesce(split(r.amount, ' ')[1], 'CNY') AS currency, count(*) AS guarantees,
     sum(toInteger(round(toFloat(split(r.amount, ' ')[0]) * 100))) AS fen
RETURN n.id AS id, n.name AS name, guarantees, currency,
       toString(fen / 100) + CASE fen % 100 WHEN 0 THEN '' ELSE '.' + right('0' + toString(fen % 100), 2) END AS amount
ORDER BY fen DESC, id, currency LIMIT $limit
