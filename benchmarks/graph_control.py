"""Control by votes of every holder: the kernel and the peers' ways to the same pairs."""

from typing import Any

import duckdb
import networkx as nx
import numpy as np
import numpy.typing as npt
import pyarrow as pa
from scipy.sparse import csr_matrix

from benchmarks.graph_world import World
from firmgraph.graph.kernels.arrays import Longs
from firmgraph.graph.kernels.control import EveryControl
from firmgraph.graph.kernels.csr import Holdings

USING_KEY = """
WITH RECURSIVE votes(holder, firm, cast_now, cast_before) USING KEY (holder, firm) AS (
    SELECT holder, firm, stake, 0::BIGINT FROM holds
    WHERE holder IN (SELECT holder FROM holds JOIN firms USING (firm) WHERE 2 * stake > total)
  UNION
    SELECT fresh.holder, fresh.firm, coalesce(old.cast_now, 0) + fresh.more, coalesce(old.cast_now, 0)
    FROM (
        SELECT votes.holder, holds.firm, sum(holds.stake)::BIGINT AS more
        FROM votes JOIN firms USING (firm) JOIN holds ON holds.holder = votes.firm
        WHERE 2 * cast_now > total AND 2 * cast_before <= total AND votes.firm <> votes.holder
        GROUP BY ALL
    ) fresh LEFT JOIN recurring.votes old USING (holder, firm)
)
SELECT holder, firm FROM votes JOIN firms USING (firm) WHERE 2 * cast_now > total AND holder <> firm
"""


def keys_of(holder: npt.ArrayLike, firm: npt.ArrayLike, size: int) -> Longs:
    """Return pairs as sorted numbers, to compare the results of engines."""
    return np.sort(np.asarray(holder, np.int64) * size + np.asarray(firm, np.int64))


def kernel_pairs(found: EveryControl) -> Longs:
    """Return the pairs the kernel found."""
    size = found.ptr.size - 1
    return keys_of(np.repeat(np.arange(size), np.diff(found.ptr)), found.node, size)


def worklist(graph: Any, total: list[int]) -> dict[int, set[int]]:
    """Return what each node controls, by a worklist over a networkx graph."""
    found: dict[int, set[int]] = {}
    after = graph.succ
    for owner in graph:
        votes: dict[int, int] = {}
        controlled: set[int] = set()
        queue = [owner]
        while queue:
            for firm, edge in after[queue.pop()].items():
                if firm == owner or firm in controlled:
                    continue
                votes[firm] = now = votes.get(firm, 0) + edge["stake"]
                if 2 * now > total[firm]:
                    controlled.add(firm)
                    queue.append(firm)
        if controlled:
            found[owner] = controlled
    return found


def worklist_pairs(found: dict[int, set[int]], size: int) -> Longs:
    """Return the pairs of a worklist."""
    pairs = [(owner, firm) for owner, firms in found.items() for firm in firms]
    return keys_of([p[0] for p in pairs], [p[1] for p in pairs], size)


def products(stakes: Any, total: Longs) -> Any:
    """Return a sparse matrix of what each node controls, by products of sparse matrices over new control only."""
    votes, before = stakes, csr_matrix(stakes.shape, dtype=np.int64)
    fresh = True
    while fresh:
        enough = 2 * votes.data > total[votes.indices]
        control = csr_matrix((enough.astype(np.int64), votes.indices, votes.indptr), votes.shape)
        control.setdiag(0)
        control.eliminate_zeros()
        more = control - before
        more.eliminate_zeros()
        fresh, before = more.nnz > 0, control
        votes = (votes + more @ stakes).tocsr()
    return control


def joins(held: Holdings) -> Longs:
    """Return the pairs by semi-naive joins in numpy."""
    size, out = held.total.size, held.out
    degree = np.diff(out.ptr)
    base = np.repeat(np.arange(size), degree) * size + out.other
    owner, firm = np.divmod(base[(2 * out.stake.astype(np.int64) > held.total[out.other])], size)
    found = keys_of(owner, firm, size)
    extra, cast = np.empty(0, np.int64), np.empty(0, np.int64)
    while owner.size:
        count = degree[firm]
        edge = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count) + np.repeat(out.ptr[firm], count)
        fresh = np.repeat(owner, count) * size + out.other[edge]
        extra, place = np.unique(np.concatenate((extra, fresh)), return_inverse=True)
        cast = np.bincount(place, np.concatenate((cast, out.stake[edge])), extra.size).astype(np.int64)
        at = np.minimum(np.searchsorted(base, extra), base.size - 1)
        votes = cast + np.where(base[at] == extra, out.stake[at], 0)
        falls = (2 * votes > held.total[extra % size]) & (extra // size != extra % size)
        new = np.setdiff1d(extra[falls], found, assume_unique=True)
        owner, firm = np.divmod(new, size)
        found = np.sort(np.concatenate((found, new)))
    return found


def database(world: World, held: Holdings) -> duckdb.DuckDBPyConnection:
    """Return a database of one thread that holds the stakes."""
    connection = duckdb.connect(config={"threads": 1})
    holds = pa.table({"holder": world.holder, "firm": world.firm, "stake": world.stake.astype(np.int64)})
    firms = pa.table({"firm": np.arange(world.size, dtype=np.int32), "total": held.total})
    connection.register("holds_given", holds)
    connection.register("firms_given", firms)
    connection.execute("CREATE TABLE holds AS FROM holds_given; CREATE TABLE firms AS FROM firms_given")
    return connection


def using_key(connection: duckdb.DuckDBPyConnection) -> Any:
    """Return the pairs by a recursion of DuckDB that keeps one row of votes per pair."""
    return connection.execute(USING_KEY).fetchnumpy()


def digraph(world: World, share: Holdings) -> Any:
    """Return the world as a networkx graph with stakes and shares."""
    graph = nx.DiGraph()
    graph.add_nodes_from(range(world.size))
    shares = (world.stake / share.total[world.firm]).tolist()
    columns = zip(world.holder.tolist(), world.firm.tolist(), world.stake.tolist(), shares, strict=True)
    graph.add_edges_from((h, f, {"stake": stake, "share": part}) for h, f, stake, part in columns)
    return graph
