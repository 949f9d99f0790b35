-- 对外担保合计 / Sum of the guarantees each party has given, by currency, largest first
-- as_of: date = today, limit: int = 100
WITH given AS (
    SELECT r.start AS id, json_extract(r.properties, '$.amount') AS amount
    FROM relation r
    WHERE r.kind = 'guarantees' AND r.live AND coalesce(r.valid_from, :as_of) <= :as_of
      AND :as_of <= coalesce(r.valid_to, :as_of)),
summed AS (
    SELECT id, coalesce(nullif(substr(amount, instr(amount || ' ', ' ') + 1), ''), 'CNY') AS currency,
           count(*) AS guarantees, sum(CAST(round(CAST(amount AS REAL) * 100) AS INTEGER)) AS fen
    FROM given GROUP BY 1, 2)
SELECT n.id, json_extract(n.properties, '$.name') AS name, guarantees, currency,
       (fen / 100) || CASE fen % 100 WHEN 0 THEN '' ELSE printf('.%02d', fen % 100) END AS amount
FROM summed JOIN node n ON n.id = summed.id
ORDER BY fen DESC, n.id, currency LIMIT :limit
