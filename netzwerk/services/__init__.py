"""Acts of the network work."""
