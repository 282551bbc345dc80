"""What leaves the directory in a form of somebody else's making."""
