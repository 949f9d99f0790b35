// Nothing; new claims are written.
UNWIND $rows AS row
CREATE (c:Claim)
SET c = row
