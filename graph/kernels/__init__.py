"""Array kernels: compiled loops over graphs in compressed sparse row form, each behind a small safe function."""
