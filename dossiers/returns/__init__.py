"""Form II.06 as agencies return it: entry, life, checks, sheets."""
