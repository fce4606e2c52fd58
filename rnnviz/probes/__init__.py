"""What can be measured: pure functions of a network and a sequence."""
