"""Acts that span all floors."""
