"""Every sentence about what was measured: pure functions from results to text."""
