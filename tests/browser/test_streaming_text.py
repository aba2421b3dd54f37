"""The growing transcript: nothing jumps while words come, also behind thousands of turns; the meter moves."""

import pytest
from app_process import App
from playwright.sync_api import Browser, expect
from shown import shown
from streaming import WATCH, Told, until

pytestmark = [pytest.mark.weights, pytest.mark.browser]
SENTENCE = (
    "we measured the gap on held out prompts and wrote down what would stop the launch before we trained"
)
MANY = 3_000
ASLEEP = """[...document.querySelectorAll('.paper p span:first-child')]
  .filter(run => !run.checkVisibility({ contentVisibilityAuto: true })).length"""


def test_nothing_shifts_while_words_stream(browser: Browser, app: App) -> None:
    with shown(browser, app) as page:
        told = Told(page)
        told.open()
        page.wait_for_timeout(700)  # a click excuses shifts for half a second
        page.evaluate(WATCH)
        words = SENTENCE.split()
        for turn in range(14):
            for n in range(3, len(words) + 1, 3):
                told.say(turn, " ".join([*words[: n - 1], words[n - 1][:3]]), revision=n)
                page.wait_for_timeout(8)
            told.say(turn, SENTENCE + ".", revision=99, final=True)
        expect(page.get_by_role("region", name="Transcript so far")).to_contain_text(SENTENCE + ".")
        page.wait_for_timeout(300)
        assert page.evaluate("shifts.filter(([inside, , recent]) => inside && !recent)") == []
        scroll = (
            "(([p]) => p.scrollHeight - p.scrollTop - p.clientHeight)(document.querySelectorAll('.paper'))"
        )
        assert page.evaluate(scroll) < 2, "the newest words are in view"


def test_thousands_of_turns_cost_only_what_is_in_view(browser: Browser, app: App) -> None:
    with shown(browser, app) as page:
        told = Told(page)
        told.open()
        for turn in range(MANY):
            told.say(turn, f"turn {turn} we measured it", final=True)
        region = page.get_by_role("region", name="Transcript so far")
        expect(region).to_contain_text(f"turn {MANY - 1} we", timeout=30_000)
        expect(region).to_contain_text("turn 0 we")
        assert page.evaluate(ASLEEP) > MANY / 8 * 0.9, "blocks out of view are not laid out"
        page.evaluate("window.first = document.querySelector('.paper p')")
        told.say(MANY, "and now the last words")
        expect(region).to_contain_text("and now the last words")
        assert page.evaluate("first === document.querySelector('.paper p')"), "old blocks stay what they are"


def test_settled_and_tentative_words_look_different(browser: Browser, app: App) -> None:
    with shown(browser, app) as page:
        told = Told(page)
        told.open()
        told.say(0, "we measure the")
        told.say(0, "we measure the gap", revision=1)
        settled = page.locator(".paper span", has_text="we measure the").first
        tentative = page.locator(".paper span", has_text="gap").first
        expect(tentative).to_be_visible()
        colour = "found => getComputedStyle(found).color"
        assert settled.evaluate(colour) != tentative.evaluate(colour)


def test_the_meter_moves_while_a_sample_plays(browser: Browser, app: App) -> None:
    with shown(browser, app) as page:
        page.goto("/practice/rlhf-limits")
        page.get_by_role("button", name="Weak sample").click()
        lit = page.locator(".meter .lit")
        until(page, lambda: lit.count() > 4)
        page.get_by_role("button", name="Stop").click()
        expect(page.get_by_role("heading", name="Your words").or_(page.get_by_role("alert"))).to_be_visible(
            timeout=60_000
        )
