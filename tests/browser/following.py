"""Acting and then being on the page that opens, since Playwright's clicks return before the next page has come."""


def follow(locator, key=None):
    """Click a link or a button, or press a key on it, and wait until the page that it opens has loaded.

    It waits for the event and not by `expect_navigation`: a tab that notes itself in the address navigates too,
    within the page, and may be told of late.
    """
    with locator.page.expect_event("load"):
        if key:
            locator.press(key)
        else:
            locator.click()
