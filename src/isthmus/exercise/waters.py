"""Real waters: points in the fairways of the Baltic and the North Sea, and what joins them.

Degrees, WGS 84, lat before lon; written down for this table from general knowledge of the routes.
Every leg keeps clear of land, which a test shows with the boxes of `SEAS`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

Point = tuple[float, float]
Box = tuple[float, float, float, float]
"""South, west, north, east."""

_POINTS = """
primorsk 60.26 28.50; sommers 60.15 27.60; gogland-n 60.14 26.80; ust-luga 59.85 28.20
gogland-e 59.95 27.45; gogland-s 59.93 26.90; tallinn-e 59.85 25.90; tallinn-n 59.75 24.90
helsinki 60.03 24.95; tallinn 59.58 24.65; osmussaar 59.45 23.20; hiiumaa 59.20 21.70
gotland-ne 58.20 20.20; gotland-se 56.90 19.20; gotland-n 58.50 19.00; landsort 58.55 18.00
ventspils 57.43 21.35; irbe 57.76 21.75; irbe-e 57.90 22.55; riga-gulf 57.65 23.25
riga 57.15 23.90; klaipeda 55.72 20.95; hel-n 54.95 18.95; gdansk 54.52 18.90
baltiysk 54.65 19.65; bornholm-ne 55.70 16.30; bornholmsgat 55.38 14.55; arkona 54.90 13.20
gedser 54.47 12.20; rostock 54.27 12.05; fehmarn 54.58 11.25; kiel-bay 54.62 10.85
kiel 54.50 10.30; langeland 54.90 10.93; agerso 55.15 11.03; great-belt 55.34 11.04
romso 55.55 10.90; rosnaes 55.75 10.80; samso-ne 55.98 10.85; aarhus-bay 56.04 10.60
aarhus 56.07 10.40; schultz 56.15 11.20; anholt-w 56.60 11.25; laeso-e 57.25 11.45
gothenburg 57.60 11.55; skagen 57.82 10.85; skagerrak 57.90 9.60; lindesnes 57.60 7.50
kristiansand 58.03 8.10; fisher 56.80 5.50; german-bight 54.30 6.30; elbe 54.02 7.95
texel 53.40 4.00; maas 52.02 3.75; dover-n 51.45 2.00; dover 51.05 1.50; wash-e 53.60 2.20
humber 53.60 0.50; drogden-s 55.25 12.65; drogden 55.54 12.71; copenhagen 55.75 12.68
ven-w 55.90 12.64; helsingor 56.03 12.655; kronborg 56.055 12.645; sound-n 56.14 12.47
kullen 56.30 12.25; gilleleje 56.30 11.70
"""

_LEGS = """
primorsk sommers gogland-n tallinn-e; ust-luga gogland-e gogland-s tallinn-e tallinn-n osmussaar
hiiumaa osmussaar; hiiumaa gotland-ne gotland-se bornholm-ne bornholmsgat arkona gedser fehmarn
fehmarn kiel-bay langeland agerso great-belt romso rosnaes samso-ne schultz anholt-w laeso-e
laeso-e skagen skagerrak lindesnes fisher german-bight texel maas dover-n dover
german-bight elbe; texel wash-e humber; lindesnes kristiansand; laeso-e gothenburg
arkona drogden-s drogden copenhagen ven-w helsingor kronborg sound-n kullen gilleleje anholt-w
samso-ne aarhus-bay aarhus; gedser rostock; kiel-bay kiel; bornholm-ne hel-n gdansk
gotland-se hel-n baltiysk; gotland-se klaipeda; gotland-ne ventspils; gotland-ne irbe irbe-e
irbe-e riga-gulf riga; tallinn tallinn-n helsinki; gotland-ne gotland-n landsort
"""

POINTS: Mapping[str, Point] = MappingProxyType(
    {
        name: (float(lat), float(lon))
        for entry in _POINTS.replace("\n", ";").split(";")
        if entry.strip()
        for name, lat, lon in [entry.split()]
    }
)
"""Points of the fairways by name."""

LEGS: tuple[tuple[str, str], ...] = tuple(
    (a, b)
    for chain in _LEGS.replace("\n", ";").split(";")
    for a, b in zip(chain.split(), chain.split()[1:], strict=False)
)
"""Which points a ship may sail between in a straight line, either way."""

PORTS: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "primorsk": ("Primorsk", "RU", "RUPRI"),
        "ust-luga": ("Ust-Luga", "RU", "RUULU"),
        "helsinki": ("Helsinki", "FI", "FIHEL"),
        "tallinn": ("Tallinn", "EE", "EETLL"),
        "riga": ("Riga", "LV", "LVRIX"),
        "ventspils": ("Ventspils", "LV", "LVVNT"),
        "klaipeda": ("Klaipeda", "LT", "LTKLJ"),
        "baltiysk": ("Kaliningrad", "RU", "RUKGD"),
        "gdansk": ("Gdansk", "PL", "PLGDN"),
        "landsort": ("Nynashamn", "SE", "SENYN"),
        "rostock": ("Rostock", "DE", "DERSK"),
        "kiel": ("Kiel", "DE", "DEKEL"),
        "copenhagen": ("Copenhagen", "DK", "DKCPH"),
        "aarhus": ("Aarhus", "DK", "DKAAR"),
        "gothenburg": ("Gothenburg", "SE", "SEGOT"),
        "kristiansand": ("Kristiansand", "NO", "NOKRS"),
        "elbe": ("Hamburg", "DE", "DEHAM"),
        "maas": ("Rotterdam", "NL", "NLRTM"),
        "humber": ("Immingham", "GB", "GBIMM"),
        "dover": ("Dover", "GB", "GBDVR"),
    }
)
"""The port that lies behind a point: its name, country and UN/LOCODE."""

SEAS: Mapping[str, Box] = MappingProxyType(
    {
        "Gulf_of_Finland": (59.15, 21.60, 60.35, 28.60),
        "Gulf_of_Riga": (57.05, 21.60, 58.00, 24.05),
        "Gotland_East": (56.50, 18.90, 59.40, 21.80),
        "Gotland_North": (58.15, 17.95, 58.70, 20.25),
        "Gdansk_Bight": (54.45, 16.20, 57.00, 21.00),
        "Bornholm_North": (55.30, 14.40, 57.00, 19.30),
        "Arkona": (54.20, 11.90, 55.45, 14.60),
        "Fehmarn_Belt": (54.40, 10.25, 54.80, 12.25),
        "Great_Belt": (54.60, 10.75, 55.80, 11.30),
        "Kattegat": (55.70, 10.35, 57.90, 12.30),
        "Oresund": (55.20, 12.20, 56.40, 12.80),
        "Skagen": (57.20, 9.50, 58.00, 11.60),
        "Skagerrak": (57.50, 7.40, 58.10, 9.70),
        "North_Sea": (50.95, 0.40, 57.70, 8.20),
    }
)
"""The waters that a receiver's report names, as boxes."""

COVERED: frozenset[str] = frozenset(
    {"Bornholm_North", "Arkona", "Great_Belt", "Kattegat", "Oresund", "Skagen"}
)
"""The waters in which the receivers of the story hear every ship."""
