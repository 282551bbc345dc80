"""Acts on partners."""
