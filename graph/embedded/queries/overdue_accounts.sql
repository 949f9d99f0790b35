-- 逾期信贷账户 / Open credit accounts that are overdue, longest first
-- as_of: date = today, limit: int = 100
SELECT e.id, json_extract(e.properties, '$.name') AS name, json_extract(a.properties, '$.name') AS account,
       json_extract(a.properties, '$.lender') AS lender,
       json_extract(a.properties, '$.five_tier') AS five_tier,
       json_extract(a.properties, '$.overdue_days') AS overdue_days,
       json_extract(a.properties, '$.overdue_amount') AS overdue_amount,
       json_extract(a.properties, '$.balance') AS balance
FROM relation r JOIN node e ON e.id = r.start JOIN node a ON a.id = r."end"
WHERE r.kind = 'has_account' AND json_extract(a.properties, '$.overdue_days') > 0 AND r.live
  AND coalesce(r.valid_from, :as_of) <= :as_of AND :as_of <= coalesce(r.valid_to, :as_of)
ORDER BY json_extract(a.properties, '$.overdue_days') DESC, e.id, a.id LIMIT :limit
