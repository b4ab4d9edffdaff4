"""The two ledgers as tables: kept by triggers, read as sums, proved and remade."""
