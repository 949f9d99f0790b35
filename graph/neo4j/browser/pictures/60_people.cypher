// 人员与亲属 / The people of a firm, their kin and their other firms
// 股东、任职人员、法定代表人，以及他们在别处的身份。 / Holders, officers and legal representatives, and what they are elsewhere.
WITH '91990106MA0MN5R838' AS code, '2025-06-30' AS day
MATCH p = (e:Organisation {uscc: code})<-[r:HOLDS|SERVES_AS|LEGAL_REP_OF]-(:Person)
WHERE r.live AND coalesce(r.valid_from, day) <= day AND day <= coalesce(r.valid_to, day)
OPTIONAL MATCH q = (n:Person)-[s:HOLDS|SERVES_AS|LEGAL_REP_OF|KIN_OF]-()
WHERE n IN nodes(p) AND s.live AND coalesce(s.valid_from, day) <= day AND day <= coalesce(s.valid_to, day)
RETURN p, q LIMIT 200
