"""Vietnamese order (a ă â b … d đ e) without ICU: a stored sort key."""

from vn_collate import collate_key


def sort_key(text: str) -> str:
    """A string whose byte order is the Vietnamese order of ``text``."""
    return collate_key(text)
