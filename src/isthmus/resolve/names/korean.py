"""Korean family names: how those who bear them usually spell them in Latin letters.

By the official rules 이 is I; in nearly all papers it is Lee, Yi or Ri. A line is a name, with its
northern form, and its usual spellings in the order of use.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

_SURNAMES: Final = """
김: kim gim
이 리: lee yi ri rhee rhie li i ree
박: park pak bak
최: choi choe choy
정: jung chung jeong jong chong cheong
강: kang gang
조: cho jo joh choh
윤: yoon yun youn
장: jang chang
임 림: lim im rim yim
한: han hahn
오: oh o
서: seo suh so sur
신: shin sin
권: kwon gwon kwun
황: hwang whang
안: ahn an
송: song
전: jeon jun chun chon jon
홍: hong
유 류: yoo yu ryu you lyu
고: ko go koh goh
문: moon mun
양 량: yang ryang
손: son sohn
배: bae pae bai pai
백: baek paek paik baik
허: hur heo huh ho
남: nam
심: shim sim
노 로: roh noh no ro rho
하: ha hah
곽: kwak gwak
성: sung seong song
차: cha
주: joo ju chu
우: woo u wu
구: koo ku gu goo
민: min
나 라: na ra rah nah
진: jin chin
지: ji jee chi
엄: um eom uhm
채: chae
원: won
천: cheon chun chon
방: bang pang
공: kong gong
현: hyun hyon hyeon
함: ham hahm
변: byun byeon pyon byon
염 렴: yeom yum ryom yom
여 려: yeo yuh ryo
추: choo chu
도: do to doh
소: so soh
석: seok suk sok
선: sun seon son
설: seol sul sol
마: ma mah
길: gil kil
연 련: yeon yun ryon yon
위: wi wie
표: pyo
명: myung myeong myong
기: ki gi kee
반: ban pan bahn
왕: wang
금: keum geum kum
옥: ok
육: yook yuk
인: in
맹: maeng
제: je jae che
모: mo moh
탁: tak
국: kook kuk guk
어: eo uh
은: eun
편: pyun pyeon pyon
용 룡: yong ryong
남궁: namkoong namgung namkung
황보: hwangbo whangbo
선우: sunwoo seonu sonu
독고: dokgo tokko
제갈: jegal chegal
사공: sagong sakong
서문: seomun suhmoon
"""

_LONGEST: Final = 4


def _lines() -> Iterator[tuple[str, tuple[str, ...]]]:
    for line in _SURNAMES.strip().splitlines():
        names, _, spellings = line.partition(": ")
        for name in names.split():
            yield name, tuple(spellings.split())


SURNAMES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(dict(_lines()))
"""A family name in Hangul to its usual spellings in small Latin letters, the most usual first."""


def parted(word: str) -> Iterator[tuple[str, str]]:
    """Give the ways to part a word of Hangul into a family name and a given name."""
    if len(word) <= _LONGEST:
        for size in (1, 2):
            if word[:size] in SURNAMES and len(word) > size:
                yield word[:size], word[size:]


def are_of_north_and_south(a: str, b: str) -> bool:
    """Tell whether two names differ in how north and south write the family name alone: 리, 이."""
    return a[1:] == b[1:] and SURNAMES.get(a[:1], a) == SURNAMES.get(b[:1], b)
