"""The style sheet of the page: light or dark as the system says, black on white on paper."""

from __future__ import annotations

STYLE = """
:root { color-scheme: light dark; --page: #ffffff; --text: #1b2430; --muted: #5a6675; --line: #d5dbe3; --tile: #f3f6f9;
  --bar: #2f6fb0; --whisker: #1b2430; --mark: #9c2f1f; }
@media (prefers-color-scheme: dark) {
  :root { --page: #14181d; --text: #e6eaef; --muted: #9aa6b4; --line: #36404b; --tile: #1e252d; --bar: #6ba6e0;
    --whisker: #e6eaef; --mark: #f0907f; }
}
@media print {
  :root { color-scheme: light; --page: #ffffff; --text: #000000; --muted: #444444; --line: #bbbbbb; --tile: #ffffff;
    --bar: #777777; --whisker: #000000; --mark: #000000; }
  main { max-width: none; padding: 0; }
  .tile { border: 1px solid var(--line); }
  figure, tr, .tile { break-inside: avoid; }
  h2 { break-after: avoid; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 15px/1.5 system-ui, "Segoe UI", sans-serif; }
main { max-width: 62rem; margin: 0 auto; padding: 1.5rem; }
h1 { font-size: 1.6rem; margin: 0 0 .3rem; }
h2 { font-size: 1.15rem; margin: 2rem 0 .6rem; }
p { margin: .2rem 0; }
.muted, figcaption { color: var(--muted); }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: .7rem; margin-bottom: 1rem; }
.tile { background: var(--tile); border-radius: 6px; padding: .7rem .8rem; display: flex; flex-direction: column; }
.tile b { font-size: 1.5rem; font-variant-numeric: tabular-nums; }
.tile .muted { font-size: .85rem; }
table { border-collapse: collapse; width: 100%; margin: .8rem 0; font-variant-numeric: tabular-nums; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid var(--line);
  overflow-wrap: anywhere; }
.numbers td, .numbers th { white-space: nowrap; }
th { color: var(--muted); font-weight: 600; overflow-wrap: normal; }
td ol { margin: 0; padding-left: 1.2rem; }
ul { padding-left: 1.2rem; }
.mark { color: var(--mark); border: 1px solid; border-radius: 3px; padding: 0 .25rem; font-size: .8rem;
  white-space: nowrap; }
figure { margin: 1rem 0; }
figcaption { margin-bottom: .4rem; }
@media (max-width: 32rem) { body { font-size: 13px; } main { padding: 1rem; } }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(19rem, 1fr)); gap: 1rem; }
svg { width: 100%; height: auto; display: block; }
svg text { fill: var(--text); font-size: 12px; }
svg text.muted { fill: var(--muted); }
svg .end { text-anchor: end; }
svg .middle { text-anchor: middle; }
svg .bar, svg circle { fill: var(--bar); }
svg .whisker { stroke: var(--whisker); stroke-width: 1.5; }
svg .grid { stroke: var(--line); }
svg .ideal { stroke: var(--muted); stroke-dasharray: 5 4; }
svg .curve { fill: none; stroke: var(--bar); stroke-width: 2; }
"""
