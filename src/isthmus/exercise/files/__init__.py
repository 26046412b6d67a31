"""Writers: the invented world in, one delivery per format out, as bytes."""
