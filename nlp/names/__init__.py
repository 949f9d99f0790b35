"""Firms' names taken apart and matched; persons compared."""
