"""The bodies of a risk officer's answers, the same for HTTP and for the command line's --json."""
