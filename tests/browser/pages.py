#!/usr/bin/env python3
"""Drives `pkosim explore` and reports in headless Chromium, as a reader with a mouse, a keyboard or a telephone would.

    python3 tests/browser/pages.py PKOSIM [FOLDER FOR SCREENSHOTS]

Called by `tests/browser.sh`, which says so where something that it needs is missing. The program must be built with
`--features explore`.
"""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time

from driver import DOWN, ENTER, RIGHT, SPACE, TAB, Browser
from moves import moves

SUCCESS = "return document.querySelector('#cards .card .value')?.textContent"
QUICK = ("return Number(document.getElementById('status').dataset.replicates) >= 2000"
         " && document.querySelector('#cards .card .value') !== null")
STILL = "return document.getElementById('status').dataset.replicates === '20000'"
FORGET = "delete document.getElementById('status').dataset.replicates"
# Moves a lever as a hand does, and notes when the first answer and when 2,000 replicates of it are drawn.
MOVE = """
const status = document.getElementById('status'), lever = document.getElementById(arguments[0]);
delete status.dataset.replicates;
const begun = performance.now();
window.seen = {};
new MutationObserver((_, o) => {
  const n = Number(status.dataset.replicates || 0), ms = performance.now() - begun;
  if (n > 0) window.seen.first ??= ms;
  if (n >= 2000) { window.seen.quick = ms; o.disconnect(); }
}).observe(status, {attributes: true});
lever.value = arguments[1];
lever.dispatchEvent(new Event('input', {bubbles: true}));
"""
FOCUSED = """
const n = document.activeElement, s = getComputedStyle(n);
return {id: n.id || n.dataset.save || n.className || n.tagName, ring: s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2};
"""


def quantile(times, share):
    return sorted(times)[min(len(times) - 1, int(share * len(times)))]


def file_of(folder, name):
    """A file that was saved, once it is whole."""
    path, end = os.path.join(folder, name), time.time() + 30
    while not (os.path.exists(path) and os.path.getsize(path) > 0) and time.time() < end:
        time.sleep(0.05)
    assert os.path.getsize(path) > 0, name
    with open(path, encoding="utf-8") as file:
        return file.read()


def by_keyboard(browser, address, downloads):
    """Everything without a mouse: past the levers, a lever, a menu, a model, the language, a download."""
    browser.go("about:blank")
    browser.go(address)
    browser.wait(STILL, "the closer look")
    browser.keys(TAB)
    assert browser.run("return document.activeElement.className") == "skip", "the first stop is the way past the levers"
    reached = []
    for _ in range(60):
        browser.keys(TAB)
        here = browser.run(FOCUSED)
        assert here["ring"], f"no ring shows that {here['id']} has the focus"
        reached.append(here["id"])
        if here["id"] == "overview.svg":
            break
    for wanted in ["scenario", "stance", "lang", "reset", "lever-consent", "lever-troops", "form", "link",
                   "summary.csv", "overview.svg"]:
        assert wanted in reached, f"{wanted} cannot be reached: {reached}"

    browser.run("document.getElementById('lang').focus()")
    before = browser.run(SUCCESS)
    browser.run("document.getElementById('lever-consent').focus();" + FORGET)
    browser.keys(*[RIGHT] * 10)
    browser.wait(QUICK, "an answer after the lever moved")
    assert browser.run(SUCCESS) != before, "the numbers did not change"
    assert "→ 0.7" in browser.run("return document.getElementById('changed').textContent"), "what changed is not told"
    browser.run("document.querySelector('#levers summary').focus()")
    browser.keys(ENTER, TAB, SPACE)
    browser.wait("return document.querySelector('#models input').checked", "a model chosen with the space bar")
    browser.run(FORGET)
    browser.wait(QUICK, "an answer with the model")
    browser.run("document.getElementById('stance').focus();" + FORGET)
    browser.keys(DOWN)
    browser.wait(QUICK, "an answer of the other stance")
    assert browser.run("return document.getElementById('stance').value") == "sceptical"
    browser.run("document.getElementById('lang').focus()")
    browser.keys(DOWN)
    browser.wait("return document.documentElement.lang === 'ja'", "Japanese by the keyboard")
    browser.run("document.querySelector('[data-save=\"summary.csv\"]').focus()")
    browser.keys(ENTER)
    assert file_of(downloads, "summary.csv").startswith("outcome,theatre,world")
    browser.sound("explore by keyboard")


def timed(browser):
    """From lever to chart: levers of the mission, of the world and of money in turn, 50 moves."""
    browser.run("document.getElementById('lang').value = 'en'; document.getElementById('lang').dispatchEvent(new Event('change'));"
                "document.getElementById('reset').click()")
    first, quick = [], []
    for step in range(50):
        lever, value = [("lever-troops", 3000 + 250 * step), ("lever-consent", 0.2 + 0.01 * step),
                        ("lever-funding", 0.4 + 0.01 * step)][step % 3]
        browser.run(MOVE, lever, value)
        seen = browser.wait("return window.seen.quick && window.seen", "a chart")
        first.append(seen["first"])
        quick.append(seen["quick"])
    told = [f"{quantile(t, 0.5):.0f} ms, 95th percentile {quantile(t, 0.95):.0f} ms" for t in (first, quick)]
    print(f"lever to chart: first answer median {told[0]}; 2,000 replicates median {told[1]}")


def explore(browser, program, shots, downloads):
    server = subprocess.Popen([program, "explore", "--no-open"], stdout=subprocess.PIPE, text=True)
    try:
        address = server.stdout.readline().strip()
        browser.desktop()
        browser.asked()
        browser.go(address)
        browser.wait(QUICK, "the first answer")
        browser.wait(STILL, "the closer look")
        browser.shot(f"{shots}/explore-en.png")
        browser.sound("explore")
        moves(browser, address, downloads, shots)
        by_keyboard(browser, address, downloads)
        timed(browser)

        # A flood of moves: only the last one counts.
        browser.run("const i = document.getElementById('lever-unity'); for (let k = 0; k <= 300; k++) { i.value = (k % 100) / 100;"
                    "i.dispatchEvent(new Event('input', {bubbles: true})); }" + FORGET)
        browser.wait(STILL, "an answer after the flood")

        browser.run("const s = document.getElementById('lang'); s.value = 'ja'; s.dispatchEvent(new Event('change'))")
        browser.wait("return document.documentElement.lang === 'ja' && document.querySelector('h1').textContent.includes('平和維持')", "Japanese")
        browser.wait("return document.querySelector('#outcomes tbody th')?.textContent.includes('戦闘関連')", "Japanese outcomes")
        browser.wait(STILL, "the closer look")
        browser.shot(f"{shots}/explore-ja.png")
        browser.sound("explore in Japanese")

        for what, file in [("scenario", "scenario.toml"), ("series.csv", "series.csv"), ("overview.svg", "overview.svg")]:
            browser.run(f"document.querySelector('[data-save=\"{what}\"]').click()")
            saved = file_of(downloads, file)
            if what == "scenario":
                assert "extends" not in saved and "unity" in saved, saved
            if what == "overview.svg":
                assert saved.startswith("<svg") and "ミッション" in saved, saved[:300]
        # What was saved runs on the command line.
        subprocess.run([program, "check", os.path.join(downloads, "scenario.toml")], check=True, stdout=subprocess.DEVNULL)

        # A link opens the same scenario.
        browser.run("document.getElementById('link').click()")
        browser.wait("return location.hash.length > 10", "the link")
        link = browser.run("return location.href")
        browser.go("about:blank")
        browser.go(link)
        browser.wait(STILL, "the linked scenario")
        assert browser.run("return document.getElementById('lever-unity').value") == "0", "the link holds the lever"

        # On a telephone, by touch.
        browser.phone()
        browser.go("about:blank")
        browser.go(address)
        browser.wait(STILL, "the answer on a telephone")
        browser.run(FORGET)
        before = browser.run(SUCCESS)
        browser.tap("return document.getElementById('lever-consent')", 0.9)
        browser.wait(QUICK, "an answer after a touch")
        assert browser.run(SUCCESS) != before, "the numbers did not change by touch"
        browser.wait(STILL, "the closer look")
        for lang in ["en", "ja"]:
            browser.run("const s = document.getElementById('lang'); s.value = arguments[0]; s.dispatchEvent(new Event('change'));" + FORGET, lang)
            browser.wait(STILL, "the closer look")
            browser.shot(f"{shots}/explore-phone-{lang}.png")
            browser.sound("explore on a telephone")

        # A scenario whose name is markup is text, and nothing else.
        browser.desktop()
        browser.go("about:blank")
        browser.go(address + "#toml=" + 'extends%20%3D%20%22baseline.toml%22%0Atitle%20%3D%20%22%3Cimg%20src%3Dx%20onerror%3Dwindow.hit%3D1%3E%22%0A')
        browser.wait(QUICK, "an answer")
        assert "<img" in browser.run("return document.getElementById('what').textContent")
        assert not browser.run("return window.hit || document.querySelector('main img') !== null"), "a name became markup"

        elsewhere = [url for url in browser.asked() if not re.match(re.escape(address) + r"|blob:|about:|data:", url)]
        assert not elsewhere, f"explore asked elsewhere: {elsewhere}"
    finally:
        server.send_signal(signal.SIGINT)
        assert server.wait(timeout=20) == 0
    # The program is gone: the page says so and stays.
    browser.run("const i = document.getElementById('lever-unity'); i.value = 0.9; i.dispatchEvent(new Event('input', {bubbles: true}))")
    said = browser.run("return document.querySelector('#status').textContent")
    browser.wait("return /does not answer|応答しない/.test(document.getElementById('status').textContent)", f"word that the program is gone ({said})")
    browser.run("document.getElementById('link').click()")
    browser.wait("return /does not answer|応答しない/.test(document.getElementById('wrong').textContent)", "word that nothing was copied")


def read(browser, page, lang, shots, name):
    """A report as a reader meets it: from a file, without a network, on a screen, on a telephone and on paper."""
    browser.asked()
    browser.desktop()
    browser.go("file://" + page)
    images = browser.run("return document.images.length > 0 && [...document.images].every((i) => i.complete && i.naturalWidth > 0 && i.alt)")
    assert images, f"{name}: a chart does not show or has no words"
    assert browser.run("return document.documentElement.lang") == lang
    browser.shot(f"{shots}/{name}-{lang}.png")
    browser.sound(name)
    browser.pdf(f"{shots}/{name}-{lang}.pdf")
    browser.phone()
    browser.shot(f"{shots}/{name}-phone-{lang}.png")
    browser.sound(f"{name} on a telephone")
    browser.desktop()
    elsewhere = [url for url in browser.asked() if not re.match(r"file:|data:|about:", url)]
    assert not elsewhere, f"{name} asked the network: {elsewhere}"


def sort(browser):
    """The keyboard sorts a table, up and down, and finds a finding."""
    cells = "return [...document.querySelectorAll('#outcomes tbody tr')].map((r) => r.children[1].textContent)"
    state = "return document.querySelectorAll('#outcomes thead th')[1].getAttribute('aria-sort')"
    begun = browser.run(cells)
    browser.run("document.querySelectorAll('#outcomes thead button')[1].focus()")
    browser.keys(ENTER)
    up, told = browser.run(cells), browser.run(state)
    assert told == "ascending" and sorted(up) == sorted(begun) and up != begun, (told, begun, up)
    browser.keys(ENTER)
    down, told = browser.run(cells), browser.run(state)
    assert told == "descending" and down != up and sorted(down) == sorted(begun), (told, up, down)
    found = browser.run(
        "const i = document.querySelector('#evidence input'); i.value = 'battle'; i.dispatchEvent(new Event('input'));"
        "return [...document.querySelectorAll('#evidence details tbody tr')].filter((r) => !r.hidden).length")
    assert 0 < found < 60, found


def reports(browser, program, shots, folder):
    results = [os.path.join(folder, name) for name in ("result", "small")]
    for result, sets in zip(results, [[], ["--set", "mission.troops=3000"]]):
        subprocess.run([program, "run", "-n", "2000", "--no-charts", "--quiet", "--out", result, *sets], check=True)
    for lang in ["en", "ja"]:
        for name, of in [("report", results[:1]), ("comparison", results)]:
            page = os.path.join(folder, f"{name}-{lang}.html")
            subprocess.run([program, "report", *of, "--lang", lang, "--out", page, "--quiet"], check=True)
            read(browser, page, lang, shots, name)
            if name == "report":
                sort(browser)


def main():
    program = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        shots = os.path.abspath(sys.argv[2]) if len(sys.argv) > 2 else folder
        os.makedirs(shots, exist_ok=True)
        browser = Browser(folder)
        try:
            reports(browser, program, shots, folder)
            explore(browser, program, shots, folder)
        finally:
            browser.close()
    print("pages.py: all of it" + (f"; screenshots in {shots}" if len(sys.argv) > 2 else ""))


if __name__ == "__main__":
    main()
