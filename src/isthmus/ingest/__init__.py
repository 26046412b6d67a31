"""Room: bytes come in, admitted statements go out.

Mappings are data. A record that breaks gets a verdict and goes to quarantine byte for byte.
"""
