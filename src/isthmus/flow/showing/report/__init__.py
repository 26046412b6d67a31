"""The quality report as one HTML file: text, tables and drawings, and nothing that is fetched.

A QualityReport comes in, the page goes out. It works without a network and without scripts.
"""
