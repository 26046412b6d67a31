"""Room: findings come in, alerts go out."""
