"""Speed and quality against peers; results are kept in docs/benchmarks.md."""
