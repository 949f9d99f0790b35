// Nothing; new nodes are written.
UNWIND $rows AS row
CREATE (n:KeyLabel:KindLabel)
SET n = row
