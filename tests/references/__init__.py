"""What every registered part is compared with: one file a kind, one entry a part."""
