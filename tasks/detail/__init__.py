"""The page of a task: ``page`` has its core, every other module one section."""

from tasks.detail.hidden import hidden
from tasks.detail.page import Page

__all__ = ["Page", "hidden"]
