"""Trainings asked over HTTP: each in a process of its own, told from what it leaves in its folder."""
