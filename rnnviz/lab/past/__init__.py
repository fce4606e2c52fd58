"""What a run was at earlier steps: kept while it trains, shown again, and gone on from."""
