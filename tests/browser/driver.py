"""A headless Chromium over WebDriver, with nothing but Python's own library.

The browser has no network but this machine's own loopback: every other name is unknown to it, and what it asked for is
written down.
"""

import base64
import json
import re
import shutil
import subprocess
import time
import urllib.error
import urllib.request

BROWSER = next((p for p in map(shutil.which, ["chromium", "chromium-browser", "google-chrome"]) if p), None)
DRIVER = shutil.which("chromedriver")

TAB, LEFT, RIGHT, DOWN, ENTER, SPACE = "\ue004", "\ue012", "\ue014", "\ue015", "\ue007", " "

# Texts whose contrast with what is behind them is below WCAG AA: 4.5, or 3 for large ones.
CONTRAST = """
const parse = (c) => (c.match(/[\\d.]+/g) || []).map(Number);
const light = ([r, g, b]) => [r, g, b].map((v) => v / 255).map((v) => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
  .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
const behind = (node) => {
  for (let n = node; n; n = n.parentElement) {
    const c = parse(getComputedStyle(n).backgroundColor);
    if (c.length === 3 || c[3] === 1) return c;
  }
  return [255, 255, 255];
};
const poor = [];
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walker.nextNode()) {
  const node = walker.currentNode.parentElement, text = walker.currentNode.data.trim();
  if (!text || !node.checkVisibility({visibilityProperty: true}) || ["SCRIPT", "STYLE"].includes(node.tagName)) continue;
  if (node.closest(":disabled")) continue;
  const style = getComputedStyle(node), pair = [light(parse(style.color)), light(behind(node))].sort((a, b) => b - a);
  const ratio = (pair[0] + .05) / (pair[1] + .05), size = parseFloat(style.fontSize);
  const large = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
  if (ratio < (large ? 3 : 4.5)) poor.push(`${ratio.toFixed(2)}: ${text.slice(0, 60)}`);
}
return poor;
"""

# What can be operated but has no name that a screen reader could say.
NAMELESS = """
return [...document.querySelectorAll("a[href], button, input, select, summary, [role=img], img")].filter((n) =>
  n.checkVisibility() && !(n.labels && [...n.labels].some((l) => l.textContent.trim())) && !n.textContent.trim() &&
  !n.getAttribute("aria-label") && !n.getAttribute("aria-labelledby") && !n.alt && !n.placeholder).map((n) => n.outerHTML.slice(0, 120));
"""


class Browser:
    """A WebDriver session."""

    def __init__(self, downloads):
        self.process = subprocess.Popen([DRIVER, "--port=0"], stdout=subprocess.PIPE, text=True)
        for line in self.process.stdout:
            if found := re.search(r"started successfully on port (\d+)", line):
                self.root = f"http://127.0.0.1:{found[1]}"
                break
        else:
            raise RuntimeError("chromedriver does not start")
        flags = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
                 "--disable-dev-shm-usage", "--window-size=1280,1000",
                 "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]
        options = {"binary": BROWSER, "args": flags, "prefs": {
            "download.default_directory": downloads, "profile.default_content_setting_values.automatic_downloads": 1}}
        wanted = {"browserName": "chrome", "goog:chromeOptions": options,
                  "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"}}
        try:
            self.session = self.call("POST", "/session", {"capabilities": {"alwaysMatch": wanted}})["sessionId"]
        except Exception:
            self.process.terminate()
            raise

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

    def tool(self, name, **parameters):
        """A command of the browser's own tools for developers."""
        return self.do("POST", "/goog/cdp/execute", {"cmd": name, "params": parameters})

    def go(self, url):
        self.do("POST", "/url", {"url": url})

    def run(self, script, *arguments):
        return self.do("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    def keys(self, *keys):
        presses = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        self.do("POST", "/actions", {"actions": [{"type": "key", "id": "keyboard", "actions": presses}]})

    def desktop(self):
        """A window of a desk's screen, moved by keys and a mouse."""
        self.tool("Emulation.clearDeviceMetricsOverride")
        self.tool("Emulation.setTouchEmulationEnabled", enabled=False)
        self.do("POST", "/window/rect", {"width": 1280, "height": 1000})

    def phone(self, width=360, height=780):
        """The screen of a small telephone, moved by touch."""
        self.tool("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=2, mobile=True)
        self.tool("Emulation.setTouchEmulationEnabled", enabled=True)
        time.sleep(0.5)

    def tap(self, script, x=0.5):
        """Touches the node that a script returns, so far along its width."""
        left, top, width, height = self.run(
            f"const n = (() => {{ {script} }})(); n.scrollIntoView({{block: 'center'}}); const r = n.getBoundingClientRect();"
            "return [r.left, r.top, r.width, r.height]")
        point = {"x": left + x * width, "y": top + height / 2}
        self.tool("Input.dispatchTouchEvent", type="touchStart", touchPoints=[point])
        self.tool("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])

    def shot(self, path):
        """The whole page, however long."""
        size = self.tool("Page.getLayoutMetrics")["cssContentSize"]
        clip = {"x": 0, "y": 0, "width": size["width"], "height": min(size["height"], 12_000), "scale": 1}
        made = self.tool("Page.captureScreenshot", format="png", captureBeyondViewport=True, clip=clip)
        with open(path, "wb") as file:
            file.write(base64.b64decode(made["data"]))

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
        told = self.run("return document.body.innerText.slice(0, 400)")
        raise AssertionError(f"waited {seconds} s for {what}; the page: {told}")

    def sound(self, what):
        """Nothing is wider than the screen, hard to read or without a name, and the console has nothing to complain of."""
        assert self.run("return document.documentElement.scrollWidth <= innerWidth + 1"), f"{what}: wider than the screen"
        for name, script in [("contrast below WCAG AA", CONTRAST), ("without a name", NAMELESS)]:
            found = self.run(script)
            assert not found, f"{what}: {name}: {found}"
        complaints = [e["message"] for e in self.do("POST", "/se/log", {"type": "browser"}) if e["level"] == "SEVERE"]
        assert not complaints, f"{what}: {complaints}"

    def asked(self):
        """Addresses that were asked for since the last call."""
        entries = [json.loads(e["message"])["message"] for e in self.do("POST", "/se/log", {"type": "performance"})]
        return [e["params"]["request"]["url"] for e in entries if e["method"] == "Network.requestWillBeSent"]

    def close(self):
        try:
            self.do("DELETE", "")
        finally:
            self.process.terminate()
            self.process.wait()
