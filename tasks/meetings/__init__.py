"""Meetings: the agenda from what is open, conclusions with their tasks, and the end of both."""
