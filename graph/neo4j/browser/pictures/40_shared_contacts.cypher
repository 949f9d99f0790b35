// 隐性关联 / What two firms share
// 共用的地址、电话、邮箱域名与代办机构；共用者多的只是中介。 / Addresses, phones, e-mail domains and agents in common; one that many share is a service, not a link.
WITH '91990106MA0GMRWY78' AS code, '2025-06-30' AS day
MATCH p = (e:Organisation {uscc: code})-[r:LOCATED_AT|REACHABLE_AT|FILED_BY]->()
  <-[s:LOCATED_AT|REACHABLE_AT|FILED_BY]-(:Organisation)
WHERE r.live AND coalesce(r.valid_from, day) <= day AND day <= coalesce(r.valid_to, day)
  AND s.live AND coalesce(s.valid_from, day) <= day AND day <= coalesce(s.valid_to, day)
RETURN p LIMIT 100
