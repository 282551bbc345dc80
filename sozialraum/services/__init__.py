"""Acts on territories, Träger and responsibilities."""
