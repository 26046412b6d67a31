"""Public warnings as CAP 1.2 in English, French and Arabic, with the status of an exercise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType

from isthmus.exercise.files.markup import element, text
from isthmus.exercise.story import Story

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"


@dataclass(frozen=True, slots=True)
class Warned:
    """One warning. `words`: language -> event, headline, description, instruction, area."""

    day: int
    category: str
    urgency: str
    severity: str
    certainty: str
    circle: str
    words: Mapping[str, tuple[str, str, str, str, str]]


WARNINGS: tuple[Warned, ...] = (
    Warned(
        day=6,
        category="Env",
        urgency="Immediate",
        severity="Severe",
        certainty="Observed",
        circle="55.38,14.55 20",
        words=MappingProxyType(
            {
                "en": (
                    "Oil on the water",
                    "Exercise: oil slick north of Bornholm",
                    "A slick was reported in the fairway north of Bornholm.",
                    "Keep clear of the area and report birds that are covered with oil.",
                    "Waters north of Bornholm",
                ),
                "fr": (
                    "Nappe d'hydrocarbures",
                    "Exercice : nappe d'hydrocarbures au nord de Bornholm",
                    "Une nappe a été signalée dans le chenal au nord de Bornholm.",
                    "Évitez la zone et signalez les oiseaux mazoutés.",
                    "Eaux au nord de Bornholm",
                ),
                "ar": (
                    "تلوث نفطي في البحر",
                    "تمرين: بقعة نفط شمال بورنهولم",
                    "أُبلغ عن بقعة نفط في الممر الملاحي شمال بورنهولم.",
                    "ابتعدوا عن المنطقة وأبلغوا عن الطيور الملوثة بالنفط.",
                    "المياه شمال بورنهولم",
                ),
            }
        ),
    ),
    Warned(
        day=13,
        category="Transport",
        urgency="Expected",
        severity="Moderate",
        certainty="Likely",
        circle="57.82,10.85 40",
        words=MappingProxyType(
            {
                "en": (
                    "Navigation signals disturbed",
                    "Exercise: satellite navigation unreliable off Skagen",
                    "Ships report wrong positions between Skagen and Laeso.",
                    "Check your position by radar and landmarks.",
                    "Skagen and northern Kattegat",
                ),
                "fr": (
                    "Signaux de navigation perturbés",
                    "Exercice : navigation par satellite peu fiable au large de Skagen",
                    "Des navires signalent de fausses positions entre Skagen et Laeso.",
                    "Vérifiez votre position au radar et par des amers.",
                    "Skagen et nord du Kattegat",
                ),
                "ar": (
                    "اضطراب إشارات الملاحة",
                    "تمرين: الملاحة بالأقمار الصناعية غير موثوقة قبالة سكاغن",
                    "تبلغ السفن عن مواقع خاطئة بين سكاغن وليسو.",
                    "تحققوا من موقعكم بالرادار والمعالم الساحلية.",
                    "سكاغن وشمال كاتيغات",
                ),
            }
        ),
    ),
    Warned(
        day=18,
        category="Met",
        urgency="Future",
        severity="Moderate",
        certainty="Possible",
        circle="57.40,20.20 120",
        words=MappingProxyType(
            {
                "en": (
                    "Storm",
                    "Exercise: storm east of Gotland",
                    "Winds of force 9 are possible tonight.",
                    "Small craft should stay in port.",
                    "Baltic Sea east of Gotland",
                ),
                "fr": (
                    "Tempête",
                    "Exercice : tempête à l'est de Gotland",
                    "Des vents de force 9 sont possibles cette nuit.",
                    "Les petites embarcations devraient rester au port.",
                    "Mer Baltique à l'est de Gotland",
                ),
                "ar": (
                    "عاصفة",
                    "تمرين: عاصفة شرق غوتلاند",
                    "قد تهب الليلة رياح بقوة ٩ درجات.",
                    "ينبغي أن تبقى القوارب الصغيرة في الميناء.",
                    "بحر البلطيق شرق غوتلاند",
                ),
            }
        ),
    ),
)


def cap(story: Story, number: int) -> bytes:
    """Write one of `WARNINGS`."""
    warned = WARNINGS[number]
    sent = story.begins + timedelta(days=warned.day, hours=9)
    stamp = f"{sent:%Y-%m-%dT%H:%M:%S}-00:00"
    expires = f"{sent + timedelta(hours=12):%Y-%m-%dT%H:%M:%S}-00:00"
    root = element(
        "alert",
        text("identifier", f"lantern.example.{sent:%Y%m%d}.{number + 1}"),
        text("sender", "warnings@lantern.example"),
        text("sent", stamp),
        text("status", "Exercise"),
        text("msgType", "Alert"),
        text("scope", "Public"),
        text("note", "Invented for the exercise Northern Lantern"),
        *(_in_language(warned, language, stamp, expires) for language in warned.words),
        xmlns=NAMESPACE,
    )
    return ('<?xml version="1.0" encoding="UTF-8"?>\n' + root).encode()


def _in_language(warned: Warned, language: str, stamp: str, expires: str) -> str:
    event, headline, description, instruction, area = warned.words[language]
    return element(
        "info",
        text("language", language),
        text("category", warned.category),
        text("event", event),
        text("responseType", "Monitor"),
        text("urgency", warned.urgency),
        text("severity", warned.severity),
        text("certainty", warned.certainty),
        text("effective", stamp),
        text("expires", expires),
        text("senderName", "Lantern Coast Guard"),
        text("headline", headline),
        text("description", description),
        text("instruction", instruction),
        element("area", text("areaDesc", area), text("circle", warned.circle)),
    )
