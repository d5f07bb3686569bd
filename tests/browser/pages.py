#!/usr/bin/env python3
"""Drives `pkosim explore` and a report in headless Chromium, over WebDriver, with nothing but Python's own library.

    python3 tests/browser/pages.py target/release/pkosim [FOLDER FOR SCREENSHOTS]

Needs `chromium` and `chromedriver` (Debian: chromium, chromium-driver); says so and ends with 0 where they are missing.
The program must be built with `--features explore`.
"""

import base64, json, os, re, shutil, signal, subprocess, sys, tempfile, time, urllib.request

BROWSER = next((p for p in map(shutil.which, ["chromium", "chromium-browser", "google-chrome"]) if p), None)
DRIVER = shutil.which("chromedriver")
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"


class Browser:
    """A WebDriver session."""

    def __init__(self, downloads):
        self.process = subprocess.Popen([DRIVER, "--port=0"], stdout=subprocess.PIPE, text=True)
        for line in self.process.stdout:
            if found := re.search(r"started successfully on port (\d+)", line):
                self.root = f"http://127.0.0.1:{found[1]}"
                break
        flags = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
                 "--disable-dev-shm-usage", "--window-size=1280,1000"]
        options = {"binary": BROWSER, "args": flags, "prefs": {
            "download.default_directory": downloads, "profile.default_content_setting_values.automatic_downloads": 1}}
        wanted = {"browserName": "chrome", "goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL"}}
        self.session = self.call("POST", "/session", {"capabilities": {"alwaysMatch": wanted}})["sessionId"]

    def call(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.root + path, data, {"Content-Type": "application/json"}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise RuntimeError(error.read().decode()[:2000]) from None

    def do(self, method, path, body=None):
        return self.call(method, f"/session/{self.session}{path}", body)

    def go(self, url):
        self.do("POST", "/url", {"url": url})

    def run(self, script, *arguments):
        return self.do("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    def keys(self, *keys):
        presses = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        self.do("POST", "/actions", {"actions": [{"type": "key", "id": "keyboard", "actions": presses}]})

    def shot(self, path, height=None):
        if height:
            self.do("POST", "/window/rect", {"width": 1280, "height": height})
        with open(path, "wb") as file:
            file.write(base64.b64decode(self.do("GET", "/screenshot")))

    def pdf(self, path):
        """The page as it prints. The driver gives it ten seconds, which a busy machine may not keep."""
        try:
            printed = base64.b64decode(self.do("POST", "/print", {"background": True}))
        except RuntimeError as error:
            assert "timeout" in str(error), error
            return print("skipped: the browser was too slow to print")
        with open(path, "wb") as file:
            file.write(printed)

    def wait(self, script, what, seconds=90):
        end = time.time() + seconds
        while time.time() < end:
            if value := self.run(script):
                return value
            time.sleep(0.02)
        raise AssertionError(f"waited {seconds} s for {what}; status: " + str(self.run("return document.body.innerText.slice(0, 400)")))

    def complaints(self):
        """What the console complained of: a breach of the page's own policy, an error of a script."""
        return [e["message"] for e in self.do("POST", "/se/log", {"type": "browser"}) if e["level"] == "SEVERE"]

    def close(self):
        self.do("DELETE", "")
        self.process.terminate()
        self.process.wait()


TAB, RIGHT, DOWN, ENTER, SPACE = "\ue004", "\ue014", "\ue015", "\ue007", " "
SUCCESS = "return document.querySelector('#cards .card .value')?.textContent"
QUICK = "return Number(document.getElementById('status').dataset.replicates) >= 2000 && document.querySelector('#cards .card .value') !== null"
STILL = "return document.getElementById('status').dataset.replicates === '20000'"


def explore(browser, program, shots, downloads):
    server = subprocess.Popen([program, "explore", "--no-open"], stdout=subprocess.PIPE, text=True)
    try:
        address = server.stdout.readline().strip()
        browser.go(address)
        browser.wait(QUICK, "the first answer")
        browser.wait(STILL, "the closer look")
        before = browser.run(SUCCESS)
        browser.shot(f"{shots}/explore-en.png", 2300)

        # By keyboard alone: to the first lever, and up.
        browser.run("document.getElementById('lever-consent').focus(); delete document.getElementById('status').dataset.replicates")
        browser.keys(*[RIGHT] * 10)
        browser.wait(QUICK, "an answer after the lever moved")
        assert browser.run(SUCCESS) != before, "the numbers did not change"
        assert "→ 0.7" in browser.run("return document.getElementById('changed').textContent"), "what changed is not told"
        # The first stop of the keyboard is the link past the levers.
        browser.run("document.activeElement.blur()")
        browser.go(address)
        browser.wait(STILL, "the closer look")
        browser.keys(TAB)
        assert browser.run("return document.activeElement.className") == "skip"

        # From slider to chart, as often as it takes to know the slow ones.
        times = []
        for step in range(20):
            browser.run("delete document.getElementById('status').dataset.replicates; window.begun = performance.now();"
                        "const i = document.getElementById('lever-troops'); i.value = arguments[0];"
                        "i.dispatchEvent(new Event('input', {bubbles: true}));"
                        "window.seen = null; new MutationObserver((_, o) => { if (document.getElementById('status').dataset.replicates)"
                        " { window.seen = performance.now() - window.begun; o.disconnect(); } }).observe(document.getElementById('status'),"
                        " {attributes: true});", 3000 + 500 * step)
            times.append(browser.wait("return window.seen", "a chart"))
        times.sort()
        print(f"slider to chart: median {times[10]:.0f} ms, 95th percentile {times[18]:.0f} ms")

        # A flood of moves: only the last one counts.
        browser.run("const i = document.getElementById('lever-unity'); for (let k = 0; k <= 300; k++) { i.value = (k % 100) / 100;"
                    "i.dispatchEvent(new Event('input', {bubbles: true})); } delete document.getElementById('status').dataset.replicates;")
        browser.wait(STILL, "an answer after the flood")

        browser.run("const s = document.getElementById('lang'); s.value = 'ja'; s.dispatchEvent(new Event('change'))")
        browser.wait("return document.documentElement.lang === 'ja' && document.querySelector('h1').textContent.includes('平和維持')", "Japanese")
        browser.wait("return document.querySelector('#outcomes tbody th')?.textContent.includes('戦闘関連')", "Japanese outcomes")
        browser.wait(STILL, "the closer look")
        browser.shot(f"{shots}/explore-ja.png", 2300)

        for what, file in [("scenario", "scenario.toml"), ("summary.csv", "summary.csv"), ("overview.svg", "overview.svg")]:
            browser.run(f"document.querySelector('[data-save=\"{what}\"]').click()")
            path = os.path.join(downloads, file)
            end = time.time() + 30
            while not os.path.exists(path) and time.time() < end:
                time.sleep(0.05)
            assert os.path.getsize(path) > 0, file
        text = open(os.path.join(downloads, "scenario.toml"), encoding="utf-8").read()
        assert 'extends = "baseline.toml"' in text and "unity" in text, text

        # A link opens the same scenario.
        browser.run("document.getElementById('link').click()")
        browser.wait("return location.hash.length > 10", "the link")
        link = browser.run("return location.href")
        browser.go("about:blank")
        browser.go(link)
        browser.wait(STILL, "the linked scenario")
        assert browser.run("return document.getElementById('lever-unity').value") == "0", "the link holds the lever"

        # Small and by touch: nothing is wider than the screen.
        browser.do("POST", "/window/rect", {"width": 500, "height": 900})
        time.sleep(0.5)
        assert browser.run("return document.documentElement.scrollWidth <= innerWidth + 1"), "wider than a narrow screen"
        browser.shot(f"{shots}/explore-narrow.png", 1800)
        complaints = browser.complaints()
        assert not complaints, complaints
    finally:
        server.send_signal(signal.SIGINT)
        assert server.wait(timeout=20) == 0


def report(browser, program, shots, folder):
    result = os.path.join(folder, "result")
    subprocess.run([program, "run", "-n", "2000", "--no-charts", "--quiet", "--out", result], check=True)
    for lang in ["en", "ja"]:
        page = os.path.join(folder, f"{lang}.html")
        subprocess.run([program, "report", result, "--lang", lang, "--out", page, "--quiet"], check=True)
        browser.go("file://" + page)
        images = browser.run("return [...document.images].every((i) => i.complete && i.naturalWidth > 0 && i.alt)")
        assert images, "a chart does not show"
        first = "return document.querySelector('#outcomes tbody tr th').textContent"
        before = browser.run(first)
        # The keyboard sorts: the second column's button, twice.
        browser.run("document.querySelectorAll('#outcomes thead button')[1].focus()")
        browser.keys(ENTER)
        assert browser.run("return document.querySelectorAll('#outcomes thead th')[1].getAttribute('aria-sort')") == "ascending"
        browser.keys(ENTER)
        assert browser.run(first) != before or browser.run("return document.querySelectorAll('#outcomes thead th')[1].getAttribute('aria-sort')") == "descending"
        found = browser.run(
            "const i = document.querySelector('#evidence input'); i.value = 'battle'; i.dispatchEvent(new Event('input'));"
            "return [...document.querySelectorAll('#evidence details tbody tr')].filter((r) => !r.hidden).length")
        assert 0 < found < 60, found
        browser.shot(f"{shots}/report-{lang}.png", 3200)
        browser.pdf(f"{shots}/report-{lang}.pdf")
        narrow = browser.do("POST", "/window/rect", {"width": 500, "height": 900})
        assert narrow and browser.run("return document.documentElement.scrollWidth <= innerWidth + 1"), "wider than a narrow screen"
        complaints = browser.complaints()
        assert not complaints, complaints


def main():
    if not BROWSER or not DRIVER:
        print("skipped: chromium and chromedriver are not here")
        return
    program = os.path.abspath(sys.argv[1])
    shots = os.path.abspath(sys.argv[2]) if len(sys.argv) > 2 else tempfile.mkdtemp()
    os.makedirs(shots, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        browser = Browser(folder)
        try:
            report(browser, program, shots, folder)
            explore(browser, program, shots, folder)
        finally:
            browser.close()
    print(f"done; screenshots in {shots}")


if __name__ == "__main__":
    main()
