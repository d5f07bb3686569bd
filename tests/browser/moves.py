"""What `pkosim explore` says after levers, scenarios, stances and models were moved, and what it does not save."""

import os
import time
import urllib.parse

QUICK = ("return Number(document.getElementById('status').dataset.replicates) >= 2000"
         " && document.querySelector('#cards .card .value') !== null")
FORGET = "delete document.getElementById('status').dataset.replicates;"
# Chooses or moves something as a hand does.
SET = """
const node = document.getElementById(arguments[0]);
node.value = arguments[1];
node.dispatchEvent(new Event(arguments[2], {bubbles: true}));
"""
CHANGED = "return document.getElementById('changed').innerText"
WRONG = "const w = document.getElementById('wrong'); return w.hidden ? '' : w.textContent"
SINCE = "return [...document.querySelectorAll('#outcomes tbody tr')].map((r) => r.children[4].textContent)"
SAVES = "return [...document.querySelectorAll('[data-save]')].filter((b) => b.disabled).map((b) => b.dataset.save)"
READOUT = "return document.querySelectorAll('figure')[arguments[0]].querySelector('.readout').textContent"
LIVES = ("return [...document.querySelectorAll('figure')].findIndex((f) =>"
         " f.querySelector('figcaption').textContent.startsWith('Lives saved'))")


def at(address, toml):
    return f"{address}#toml={urllib.parse.quote(toml)}"


def opened(browser, url):
    browser.go("about:blank")
    browser.go(url)
    browser.wait(QUICK, "the first answer")


def answered(browser, *steps):
    """Takes steps one after another at once, and waits for the answer to the last."""
    browser.run(FORGET)
    for node, value, event in steps:
        browser.run(SET, node, value, event)
    browser.wait(QUICK, f"an answer after {steps}")


def lever(name, value):
    return (f"lever-{name}", value, "input")


def lever_of(browser, name):
    return browser.run("const l = document.getElementById('lever-' + arguments[0]);"
                       "return [l.closest('label').querySelector('output').textContent, l.disabled]", name)


def pointed(browser, chart, along):
    """What is told under a chart where the pointer rests, so far along its width."""
    left, top, width, height = browser.run(
        "const r = document.querySelectorAll('figure')[arguments[0]].querySelector('.u-over'); r.scrollIntoView({block: 'center'});"
        "const b = r.getBoundingClientRect(); return [b.left, b.top, b.width, b.height]", chart)
    browser.tool("Input.dispatchMouseEvent", type="mouseMoved", x=left + along * width, y=top + height / 2)
    browser.wait(READOUT.replace("arguments[0]", str(chart)), "a readout")
    return browser.run(READOUT, chart)


def number(text):
    scale = 1e6 if text.endswith("M") else 1
    return float(text.removesuffix("M").strip().replace(",", "")) * scale


def readouts(browser, address):
    """The readout tells the data that is drawn now, after a lever and after another horizon."""
    opened(browser, address)
    lives = browser.run(LIVES)
    before = pointed(browser, lives, 0.5)
    answered(browser, lever("consent", 0.1))
    resting = browser.wait(f"const r = (() => {{ {READOUT.replace('arguments[0]', str(lives))} }})(); return r !== arguments[0] && r"
                           .replace("arguments[0]", repr(before)), "another readout under a pointer at rest")
    after = pointed(browser, lives, 0.501)
    # The middle of the axis is the middle of what is drawn now.
    low, high = (number(pointed(browser, lives, x).split(":")[0]) for x in (0.002, 0.998))
    for told in (resting, after):
        value = number(told.split(":")[0])
        assert abs(value - (low + high) / 2) < 0.1 * (high - low), (told, low, high)
    answered(browser, ("scenario", "preventive-deployment.toml", "change"))
    short = number(pointed(browser, 0, 0.998).split(":")[0])
    opened(browser, at(address, 'extends = "baseline.toml"\nhorizon_months = 48\n'))
    pointed(browser, 0, 0.998)
    answered(browser, ("scenario", "baseline.toml", "change"))
    long = number(pointed(browser, 0, 0.998).split(":")[0])
    assert long > 14.5 and short > 1, f"the readout ends after {long} years"


def steps(browser, address):
    """Where most histories save nobody, the curve says so."""
    quiet = 'extends = "history/unpredep.toml"\n[mission]\nmodels = [5]\n[host]\nphase = "peace"\n'
    opened(browser, at(address, quiet))
    told = pointed(browser, browser.run(LIVES), 0.5)
    assert told.startswith("0:") and float(told.split("≤")[1].split("%")[0]) >= 98.5, told


def scenarios(browser, address):
    """A lever moved on a scenario that is not there yet is none of its levers."""
    opened(browser, address)
    was = lever_of(browser, "troops")
    browser.run(FORGET + "const s = document.getElementById('scenario'), l = document.getElementById('lever-consent');"
                "s.value = 'history/unamid.toml'; s.dispatchEvent(new Event('change'));"
                "window.waited = l.disabled; l.value = 0.3; l.dispatchEvent(new Event('input', {bubbles: true}))")
    assert browser.run("return window.waited"), "levers wait for the scenario"
    browser.wait(QUICK, "the other scenario")
    assert lever_of(browser, "troops") != was and browser.run(CHANGED).startswith("Nothing"), browser.run(CHANGED)
    # A lever moved before the first answer, and then the other stance: what has moved since the start is told.
    browser.run(FORGET + "const s = document.getElementById('scenario'), l = document.getElementById('lever-consent');"
                "s.value = 'baseline.toml'; s.dispatchEvent(new Event('change'));"
                "const wait = () => { if (l.disabled) return setTimeout(wait); l.value = 0.3;"
                "l.dispatchEvent(new Event('input', {bubbles: true})); }; wait()")
    browser.wait(QUICK, "an answer")
    assert "0.30" in browser.run(CHANGED) and all(browser.run(SINCE)[:4]), (browser.run(CHANGED), browser.run(SINCE))
    answered(browser, ("stance", "sceptical", "change"))
    assert all(browser.run(SINCE)[:4]), browser.run(SINCE)
    answered(browser, ("stance", "study", "change"))
    assert all(browser.run(SINCE)[:4]), browser.run(SINCE)


def owners(browser, address, shots):
    """Levers of several owners, levels that vary, models of the scenario, and no operation at all."""
    opened(browser, at(address, 'extends = "portfolio.toml"\n'))
    assert lever_of(browser, "consent")[0] == "several", lever_of(browser, "consent")
    assert "differs" in browser.run("return document.getElementById('main-levers').innerText")
    browser.shot(f"{shots}/explore-several.png")
    browser.sound("explore with several theatres")
    answered(browser, lever("consent", 0.1))
    assert "several → 0.10" in browser.run(CHANGED), browser.run(CHANGED)
    opened(browser, at(address, "[host]\nconsent = { beta = { mean = 0.5, sd = 0.1 } }\n[mission]\ntroops = 5000\n"))
    assert "varies in the scenario" in browser.run("return document.getElementById('main-levers').innerText")
    answered(browser, lever("consent", 0.1))
    assert "varying around 0.50 → 0.10" in browser.run(CHANGED), browser.run(CHANGED)

    ticked = "return [...document.querySelectorAll('#models input:checked')].map((i) => i.value).join()"
    tick = FORGET + "document.querySelector('#models input[value=\"' + arguments[0] + '\"]').click()"
    opened(browser, at(address, 'extends = "models/12-ddr.toml"\n'))
    assert browser.run(ticked) == "12"
    for model, left, told in [(3, "3,12", "→ "), (12, "3", "→ "), (3, "", "→ none"), (12, "12", "Nothing")]:
        browser.run(tick, model)
        browser.wait(QUICK, "an answer with other models")
        assert browser.run(ticked) == left and told in browser.run(CHANGED), (model, browser.run(ticked), browser.run(CHANGED))

    opened(browser, at(address, 'extends = "reference-population.toml"\n'))
    assert browser.run("return document.getElementById('form').disabled && document.querySelector('#models input').disabled")
    assert browser.run("return document.getElementById('idle').checkVisibility()"), "it is said why"
    # Without a mission no lives are saved: the curve of another scenario goes.
    answered(browser, ("scenario", "baseline.toml", "change"))
    assert browser.run(LIVES) >= 0
    answered(browser, ("scenario", "reference-population.toml", "change"))
    assert browser.run(LIVES) == -1


def saves(browser, address, downloads, shots):
    """What cannot be said is not saved: neither after an error nor while an answer is out."""
    opened(browser, at(address, 'extends = "history/minurca.toml"\n'))
    assert browser.run(SAVES) == []
    browser.run(FORGET)
    browser.run(SET, "form", "hybrid", "change")
    browser.wait(WRONG, "what is wrong with a hybrid of one")
    assert browser.run(SAVES) == ["summary.csv", "series.csv", "overview.svg"], browser.run(SAVES)
    browser.wait("return getComputedStyle(document.getElementById('cards')).opacity < 0.9", "dimmed results")
    browser.shot(f"{shots}/explore-refused.png")
    before, here = sorted(os.listdir(downloads)), browser.run("return location.href")
    for button in ["document.querySelector('[data-save=scenario]')", "document.getElementById('link')"]:
        browser.run(f"{button}.click()")
        time.sleep(0.5)
        assert "error" in browser.run(WRONG) and browser.run("return document.getElementById('copied').textContent") == ""
    assert sorted(os.listdir(downloads)) == before and browser.run("return location.href") == here
    answered(browser, ("form", "", "change"))
    assert browser.run(SAVES) == [] and browser.run(WRONG) == ""
    assert browser.run("document.getElementById('lever-consent').value = 0.2;"
                       "document.getElementById('lever-consent').dispatchEvent(new Event('input', {bubbles: true}));" + SAVES)


def links(browser, address):
    """A link that is pasted into the open page opens."""
    opened(browser, address)
    browser.go(at(address, 'extends = "portfolio.toml"\n') + "&lang=ja")
    browser.wait("return document.documentElement.lang === 'ja' && document.querySelectorAll('#cards .card').length", "the link")
    assert browser.run("return document.getElementById('scenario').value") == "portfolio.toml"


def cards(browser, address):
    """The numbers of a card stay inside it."""
    over = ("return [...document.querySelectorAll('.card')].filter((c) => { const r = document.createRange();"
            "r.selectNodeContents(c.querySelector('.value'));"
            "return r.getBoundingClientRect().right > c.getBoundingClientRect().right; }).map((c) => c.innerText)")
    opened(browser, at(address, 'extends = "portfolio.toml"\n'))
    for width in (1280, 1100, 960, 640, 400):
        browser.do("POST", "/window/rect", {"width": width, "height": 900})
        time.sleep(0.3)
        assert not browser.run(over), (width, browser.run(over))
    browser.desktop()


def moves(browser, address, downloads, shots):
    browser.desktop()
    readouts(browser, address)
    steps(browser, address)
    scenarios(browser, address)
    owners(browser, address, shots)
    saves(browser, address, downloads, shots)
    links(browser, address)
    cards(browser, address)
    # The console tells of refusals that were provoked, and of nothing else.
    complaints = [e["message"] for e in browser.do("POST", "/se/log", {"type": "browser"}) if e["level"] == "SEVERE"]
    assert all("400" in c for c in complaints), complaints
