"""The first content: what each row of the letter says is on a public page, in each language, citing its paragraph."""

import json
import re
from pathlib import Path

import pytest
from django.core.management import call_command

from relations.models import Passage, Relationship, Statement
from relations.models.record import count_words
from tests.reading import page

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parent.parent
SET = ROOT / "fixtures" / "peru-korea"
LANGUAGES = ("en", "es", "ko")

# Where each statement of the letter stands: paragraph, page, and a word or figure on it that no language changes.
STATEMENTS = [
    ("¶1", "milestones/independence-of-peru/", "1821"),
    ("¶1", "about/", ""),
    ("¶7", "about/", ""),
    ("¶2", "", "2012"),
    ("¶2", "milestones/comprehensive-strategic-partnership/", "2012"),
    ("¶2", "agreements/air-services/", "2022"),
    ("¶2", "agreements/climate-change/", "2022"),
    ("¶3", "agreements/free-trade-agreement/", "2011"),
    ("¶3", "trade/total-trade/", "2021"),
    ("¶3", "trade/trading-partner-rank/", "5"),
    ("¶3", "trade/export-destination-rank/", "3"),
    ("¶3", "cooperation/agriculture/", ""),
    ("¶3", "cooperation/fisheries/", ""),
    ("¶3", "commitments/diversify-exports/", ""),
    ("¶3", "commitments/pacific-alliance-associated-state/", ""),
    ("¶3", "commitments/oecd-membership/", ""),
    ("¶4", "cooperation/investment-and-infrastructure/", ""),
    ("¶4", "trade/infrastructure-projects/", "40"),
    ("¶4", "initiatives/chinchero-airport/", ""),
    ("¶5", "cooperation/defence/", ""),
    ("¶5", "cooperation/climate-change/", ""),
    ("¶5", "cooperation/oceans/", ""),
    ("¶5", "cooperation/education/", ""),
    ("¶5", "cooperation/state-modernisation/", ""),
    ("¶5", "cooperation/development-cooperation/", ""),
    ("¶6", "initiatives/pandemic-medical-supplies/", ""),
    ("¶6", "initiatives/medical-capacity-jungle/", ""),
    ("¶7", "initiatives/apec/", "APEC"),
    ("¶7", "initiatives/fealac/", ""),
    ("¶7", "initiatives/oecd/", ""),
    ("¶7", "milestones/apec-2024/", "2024"),
    ("¶8", "milestones/diplomatic-relations/", "1963"),
    ("¶8", "commitments/more-exchange/", ""),
]


@pytest.fixture
def site():
    call_command("reload_fixtures", str(SET), verbosity=0)
    return Relationship.objects.get()


def rows():
    return [row for path in sorted(SET.glob("*.json")) for row in json.loads(path.read_text())]


def test_every_statement_is_on_a_public_page_in_each_language_and_leads_to_its_paragraph(client, site):
    for paragraph, address, word in STATEMENTS:
        for language in LANGUAGES:
            tree = page(client, f"/{language}/{address}")
            marks = tree.xpath(f"//a[normalize-space()='{paragraph}' or contains(., '{paragraph}')]")
            passage = paragraph.replace("¶", "#letter-p")
            assert any(passage in mark.get("href") for mark in marks), (paragraph, language, address)
            assert word in tree.text_content(), (word, language, address)
            assert "fallback" not in [note.get("class") for note in tree.xpath("//p")], (language, address)


def test_every_text_is_given_in_every_language():
    for row in rows():
        bases = {name.rsplit("_", 1)[0] for name in row["fields"] if name.endswith(("_en", "_es", "_ko"))}
        for base in bases:
            texts = {row["fields"].get(f"{base}_{language}", "") for language in LANGUAGES}
            assert "" not in texts, (row["fields"]["slug"], base)


def test_the_three_texts_say_the_same_numbers():
    """Full years and other figures of three digits or more; smaller ones may be words in one language."""
    for row in rows():
        if row["model"] == "relations.relationship":
            continue
        for name, text in row["fields"].items():
            if name.endswith("_en") and isinstance(text, str):
                for language in ("es", "ko"):
                    other = row["fields"][f"{name[:-3]}_{language}"]
                    assert set(re.findall(r"\d{3,}", text)) == set(re.findall(r"\d{3,}", other)), (
                        row["fields"]["slug"],
                        name,
                    )


def test_quotations_are_short_and_every_passage_is_used(site):
    cited = {
        passage.pk
        for model in Statement.__subclasses__()
        for row in model._default_manager.all()
        for passage in row.passages.all()
    }
    for passage in Passage.objects.all():
        assert 1 <= count_words(passage.fragment) <= 8
        assert passage.pk in cited or passage.locator == "byline", passage.slug


def test_nothing_of_the_future_reads_as_news(client, site):
    for language, words in (
        ("en", "announced in 2022 for 2024"),
        ("es", "anunciado en 2022 para 2024"),
        ("ko", "2022년 발표, 2024년 예정"),
    ):
        content = " ".join(client.get(f"/{language}/milestones/apec-2024/").content.decode().split())
        assert words.lower() in content.lower()
