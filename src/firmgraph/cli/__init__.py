"""The command line: one file for each group of commands; heavy libraries are imported by the commands that use them."""

from firmgraph.cli.entry import main

__all__ = ["main"]
