"""The style sheet of the quality report, for a light and a dark theme."""

from __future__ import annotations

from typing import Final

STYLE: Final = """
:root { color-scheme: light dark; --ground: #ffffff; --panel: #f4f7f8; --line: #d6dfe4;
  --text: #13202a; --dim: #3f505b; --for: #0a6b66; --against: #b04a00; --sum: #1d62a3;
  --bar: #c2153a; }
@media (prefers-color-scheme: dark) { :root { --ground: #0b1115; --panel: #121a20;
  --line: #25333d; --text: #ecf1f4; --dim: #b4c2ca; --for: #56c9bd; --against: #ff9f52;
  --sum: #73b0e6; --bar: #ff6478; } }
body { margin: 0 auto; max-width: 1000px; padding: 16px; background: var(--ground);
  color: var(--text); font: 14px/1.5 system-ui, sans-serif; }
h1 { font-size: 22px; } h2 { font-size: 18px; } h3 { font-size: 14px; margin-block-end: 4px; }
section { margin-block: 24px; padding: 4px 16px 16px; background: var(--panel);
  border: 1px solid var(--line); border-radius: 8px; }
p { color: var(--dim); max-width: 80ch; }
.mark { color: var(--text); border: 1px solid var(--line); padding: 4px 8px; text-align: center;
  max-width: none; font-family: ui-monospace, monospace; }
.wide { overflow-x: auto; }
.beside { display: flex; flex-wrap: wrap; gap: 16px; align-items: start; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; margin-block: 8px; }
th, td { text-align: start; padding: 3px 10px 3px 0; border-block-end: 1px solid var(--line);
  vertical-align: top; }
th { color: var(--dim); font-weight: 600; }
svg { max-width: 100%; height: auto; display: block; direction: ltr; }
svg text { fill: var(--text); font: 12px system-ui, sans-serif; }
svg text.small { fill: var(--dim); font-size: 11px; } svg text.strong { font-weight: 600; }
svg text.name:not(.strong) { fill: var(--dim); }
.for { fill: var(--for); } .against { fill: var(--against); } .sum, .point { fill: var(--sum); }
line { stroke-width: 1; } .zero { stroke: var(--dim); } .grid { stroke: var(--line); }
.bar { stroke: var(--bar); stroke-dasharray: 5 4; stroke-width: 1.5; }
.notch { stroke: var(--ground); stroke-width: 4; stroke-dasharray: 4 3; }
.interval { stroke: var(--sum); stroke-width: 2; }
@media print { section { break-inside: avoid-page; } }
"""
