"""A site of extremes, to be looked at in a browser: long titles, long numbers, many acts, many events, every chart.

`python -m tests.browser.extremes` fills the empty database that DATABASE_URL names.
"""

import django

TITLE = "Agreement on the mutual recognition of diplomas, professional titles and periods of study between institutions of both"
QUALIFIERS = ("exactly", "about", "nearly", "more_than", "at_most")
ACTS = (
    "negotiations_opened", "negotiations_concluded", "announced", "signed", "approved", "provisional_begins",
    "entered_into_force", "suspended", "terminated",
)  # fmt: skip


def fill() -> None:
    from tests import factories as make

    source = make.make_source(slug="book", published_earliest="2026", published_latest="2026")
    locators = ("¶1", "p. 12", "art. 12, paragraph 4 of the annex")
    passages = [make.make_passage(source=source, locator=locator, order=n) for n, locator in enumerate(locators)]
    told = {"passages": passages, "as_of": "2026"}
    home = make.make_party(slug="home", name_en="Northland", colour="#D91023")
    partner = make.make_party(slug="partner", name_en="Southern Archipelago", colour="#0047A0")
    _indicators(make, home, told)
    headlines = ["five-2025", "fourteen-2024", "rank-2025"]
    make.make_relationship(home_party=home, partner_party=partner, headline_figures=headlines, **told)
    for number in (1, 2, 4, 9):
        agreement = make.make_agreement(slug=f"acts-{number}", title_en=TITLE if number == 9 else "Agreement", **told)
        for n, act in enumerate(ACTS[2:] if number < 9 else ACTS):
            if n < number:
                common = {"agreement": agreement, "party": (None, home, partner)[n % 3], **told}
                make.make_action(slug=f"act-{number}-{n}", act=act, date=f"{2001 + n}-05-{n + 10}", **common)
    for n in range(60):
        date = (f"{1821 + 3 * n}", f"{1821 + 3 * n}-12-05", f"{1821 + 3 * n}-09")[n % 3]
        party = (None, home, partner)[n % 3]
        make.make_milestone(
            slug=f"event-{n}", title_en=f"Event {n}", date=date, party=party, observed_yearly=True, **told
        )


def _indicators(make, home, told) -> None:
    def indicator(slug, values, **options):
        made = make.make_indicator(slug=slug, title_en=f"Indicator {slug}", reporter=home, **options)
        for n, (period, value) in enumerate(values):
            make.make_figure(indicator=made, period=str(period), value=value, qualifier=QUALIFIERS[n % 5], **told)

    indicator("one", [(2025, "4000000000")])
    indicator("two", [(2022, "3100000000"), (2025, "2600000000")])
    indicator("five", [(2021 + n, f"{29 + 3 * n}00000000") for n in range(5)])
    indicator("twelve", [(2014 + n, str(1012400000 + n * n * 21370000)) for n in range(12)])
    indicator("deficit", [(2021 + n, f"{value}0000000") for n, value in enumerate((24, -12, 9, -21))])
    indicator("fourteen", [(2023, "9345678901234.55"), (2024, "123456789012.34")])
    indicator("rank", [(2021, "7"), (2025, "5")], unit="rank", measure="rank")


if __name__ == "__main__":
    django.setup()
    fill()
