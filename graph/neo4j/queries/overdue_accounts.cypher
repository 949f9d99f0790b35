// 逾期信贷账户 / Open credit accounts that are overdue, longest first
// as_of: date = today, limit: int = 100
MATCH (e:Organisation)-[r:HAS_ACCOUNT]->(a:CreditAccount)
WHERE a.overdue_days > 0 AND r.live AND coalesce(r.valid_from, $as_of) <= $as_of
  AND $as_of <= coalesce(r.valid_to, $as_of)
RETURN e.id AS id, e.name AS name, a.name AS account, a.lender AS lender, a.five_tier AS five_tier,
       a.overdue_days AS overdue_days, a.overdue_amount AS overdue_amount, a.balance AS balance
ORDER BY overdue_days DESC, id, a.id LIMIT $limit
