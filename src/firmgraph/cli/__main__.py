"""Run the command line as `python -m firmgraph.cli`."""

from firmgraph.cli import main

main()
