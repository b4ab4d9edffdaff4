"""Who owes form II.06, who has sent it, who is silent."""
