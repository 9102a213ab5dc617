#!/usr/bin/env python3
"""Opens reports in a real browser, headless Chromium, and says what is wrong with them.

    make test-browser                                        every report of this repository
    /usr/bin/python3 Scripts/check_browser.py FOLDER… [--screenshots DIR]

Of each folder (by default Reports/demo, Reports/demo/certify and Reports/experiments) it checks
- every *.svg, in the folder and below it in pictures/, light and dark: no console message, axes, marks inside their
  plots, everything inside the picture, tick labels that do not overlap, letters of 11 pixels or more at a width of 600;
  pictures that Matplotlib has drawn are only opened;
- report.html from file://: no console message, nothing loaded, no sideways scrolling of the page at widths of 1200 and
  600, the same of the pictures inside, every header of every sortable table sorts both ways, a row opens its details;
- report.md: every picture that it names is there.

--screenshots writes what was seen as PNG files. Exit code 0 where all is well, 1 where something failed, each failure on
a line of its own, 2 where a folder has nothing to check. Needs Debian's chromium, chromium-driver and python3-selenium
(PATH is searched; CHROMIUM and CHROMEDRIVER name others). Takes some seconds for each file.
"""

import argparse
import base64
import json
import os
import re
import sys
from decimal import Decimal, InvalidOperation
from pathlib import Path
from urllib.parse import unquote

from selenium import webdriver
from selenium.common.exceptions import TimeoutException, WebDriverException
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.remote_connection import RemoteConnection
from selenium.webdriver.support.ui import WebDriverWait

ROOT = Path(__file__).resolve().parent.parent
DEFAULT = [ROOT / "Reports" / name for name in ("demo", "demo/certify", "experiments")]
FIGURE_CHECKS = (Path(__file__).parent / "check_browser_figure.js").read_text(encoding="utf-8")
HANG = 60  # seconds until a browser that does not answer ends the run
PATIENCE = 5  # seconds until something that should happen counts as missing


class Browser:
    """One Chromium for all files."""

    def __init__(self):
        RemoteConnection.set_timeout(HANG)
        options = Options()
        options.binary_location = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--hide-scrollbars"):
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        self.driver = webdriver.Chrome(
            service=Service(os.environ.get("CHROMEDRIVER", "/usr/bin/chromedriver")), options=options)

    def open(self, path, scheme="light", width=1000, height=900):
        """Loads a file; messages of the page before are forgotten."""
        self.messages()
        self.requests()
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": False})
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {
            "features": [{"name": "prefers-color-scheme", "value": scheme}]})
        self.driver.get(path.as_uri())
        self.wait(lambda d: d.execute_script("return document.readyState") == "complete")

    def run(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)

    def wait(self, condition):
        return WebDriverWait(self.driver, PATIENCE, poll_frequency=0.05).until(condition)

    def messages(self):
        """What the console says since the last call."""
        return [entry["message"] for entry in self.driver.get_log("browser") if entry["level"] != "DEBUG"]

    def requests(self):
        """Addresses outside the page asked for since the last call."""
        events = (json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance"))
        urls = [e["params"]["request"]["url"] for e in events if e["method"] == "Network.requestWillBeSent"]
        return [url for url in urls if url != self.driver.current_url and not url.startswith("data:")]

    def shoot(self, folder, name):
        if folder:
            image = self.driver.execute_cdp_cmd("Page.captureScreenshot", {"captureBeyondViewport": True})["data"]
            (folder / f"{name}.png").write_bytes(base64.b64decode(image))


def check_picture(browser, path, screenshots, name):
    """Failures of one SVG file."""
    failures = []
    is_ours = "Matplotlib" not in path.read_text(encoding="utf-8")[:2000]
    for scheme in ("light", "dark"):
        browser.open(path, scheme)
        failures += [f"{scheme}: console: {message}" for message in browser.messages()]
        failures += [f"{scheme}: loads {url}" for url in browser.requests()]
        if browser.run("return document.documentElement.localName") != "svg":
            failures.append(f"{scheme}: is not read as a picture")
        elif is_ours:
            failures += [f"{scheme}: {failure}" for failure in figure_failures(browser, "document.documentElement")]
        browser.shoot(screenshots, f"{name}-{scheme}")
    return failures, is_ours


def figure_failures(browser, expression):
    return browser.run(f"{FIGURE_CHECKS}\nreturn figureFailures({expression});")


def check_page(browser, path, screenshots, name):
    """Failures of one HTML report."""
    failures = []
    for width in (600, 1200):
        browser.open(path, width=width)
        overflow = browser.run("return document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if overflow > 0:
            failures.append(f"at a width of {width} the page is {overflow} wider than the window")
        browser.shoot(screenshots, f"{name}-{width}")
    browser.run("for (const fold of document.querySelectorAll('details')) fold.open = true")
    for index in range(browser.run("return document.querySelectorAll('figure svg').length")):
        expression = f"document.querySelectorAll('figure svg')[{index}]"
        title = browser.run(f"return {expression}.querySelector('title').textContent")
        failures += [f"picture “{title}”: {failure}" for failure in figure_failures(browser, expression)]
    tables = browser.driver.find_elements(By.CSS_SELECTOR, "table.sortable")
    if not tables:
        failures.append("has no sortable table")
    for table in tables:
        failures += table_failures(browser, table)
    failures += details_failures(browser)
    failures += [f"console: {message}" for message in browser.messages()]
    failures += [f"loads {url}" for url in browser.requests()]
    failures += [f"loads {url}" for url in browser.run(
        "return performance.getEntriesByType('resource').map(entry => entry.name)")]
    return failures


HEADERS = """
return [...arguments[0].querySelectorAll('thead th[aria-sort]')].map(header =>
  [header.querySelector('button'), header.cellIndex, header.textContent]);"""
CELLS = """
const [table, column] = arguments;
const header = [...table.querySelectorAll('thead th[aria-sort]')].find(header => header.cellIndex === column);
return [header?.getAttribute('aria-sort'), [...table.tBodies[0].rows].map(row => {
  const cell = row.cells[column];
  return [row.textContent, cell.hasAttribute('data-value') ? cell.dataset.value : null, cell.textContent];
})];"""
WORDS_IN_ORDER = """
const collator = new Intl.Collator(undefined, {numeric: true});
return arguments[0].slice(1).every((word, i) => arguments[1] * collator.compare(arguments[0][i], word) <= 0);"""


def table_failures(browser, table):
    """Clicks on every header twice and compares the order of the rows with the order of the column's values."""
    failures = []
    caption = browser.run("return arguments[0].caption?.textContent ?? ''", table)
    before = sorted(row for row, _, _ in browser.run(CELLS, table, 0)[1])
    for button, column, name in browser.run(HEADERS, table):
        place = f"table “{caption}”, column “{name}”"
        for direction, sign in (("ascending", 1), ("descending", -1)):
            try:
                browser.run("arguments[0].scrollIntoView({block: 'center', inline: 'center'})", button)
                button.click()
                browser.wait(lambda _: browser.run(CELLS, table, column)[0] == direction)
            except TimeoutException:
                # Its other columns would let us wait as long each.
                return failures + [f"{place}: a click does not sort {direction}"]
            except WebDriverException as error:
                failures.append(f"{place}: cannot be clicked: {error.msg.splitlines()[0]}")
                continue
            rows = browser.run(CELLS, table, column)[1]
            if sorted(row for row, _, _ in rows) != before:
                failures.append(f"{place}: sorting changes the rows")
            if not is_ordered(browser, rows, sign):
                failures.append(f"{place}: is not {direction} after the click")
    return failures


def is_ordered(browser, rows, sign):
    """Whether numbers, or else words, are in order; cells without a number come last both ways."""
    keys = [value for _, value, _ in rows]
    if any(value is None for value in keys):
        return browser.run(WORDS_IN_ORDER, [text for _, _, text in rows], sign)
    present = [value for value in keys if value != ""]
    if keys != present + [""] * (len(keys) - len(present)):
        return False
    try:
        numbers = [sign * Decimal(value) for value in present]
    except InvalidOperation:
        return False
    return numbers == sorted(numbers)


def details_failures(browser):
    """A click on the first checkpoint opens its details, as wide as the window at most."""
    rows = browser.driver.find_elements(By.CSS_SELECTOR, "table.checkpoints tbody tr")
    if not rows:
        return []
    try:
        browser.run("arguments[0].scrollIntoView({block: 'center'})", rows[0])
        rows[0].find_element(By.CSS_SELECTOR, "th, td").click()
        dialog = browser.wait(lambda d: d.find_elements(By.CSS_SELECTOR, "dialog[open]"))[0]
    except (TimeoutException, WebDriverException) as error:
        return [f"a click on a checkpoint does not open its details: {type(error).__name__}"]
    width = browser.run("return arguments[0].scrollWidth - arguments[0].clientWidth", dialog)
    browser.run("arguments[0].close()", dialog)
    return [f"the details of a checkpoint are {width} wider than their window"] if width > 0 else []


def check_markdown(path):
    """Pictures that the report names and that are not there."""
    text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    targets = re.findall(r"!\[(?:[^\]\\]|\\.)*\]\(\s*<?([^)>\s]+)", text) + re.findall(r"<img[^>]*\bsrc=\"([^\"]+)\"", text)
    local = [target for target in targets if not re.match(r"[a-z]+:", target)]
    return [f"names {target}, which is not there" for target in local if not (path.parent / unquote(target)).is_file()]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="*", type=Path, default=DEFAULT)
    parser.add_argument("--screenshots", type=Path, help="write PNG files into this folder")
    arguments = parser.parse_args()
    if arguments.screenshots:
        arguments.screenshots.mkdir(parents=True, exist_ok=True)
    browser = Browser()
    failures, count, opened_only, empty = [], 0, 0, []
    try:
        for folder in (folder.resolve() for folder in arguments.folders):
            pictures = sorted(folder.glob("*.svg")) + sorted(folder.glob("pictures/*.svg"))
            pages = sorted(folder.glob("*.html"))
            texts = sorted(folder.glob("*.md"))
            if not pictures + pages + texts:
                empty.append(folder)
            for path in pictures + pages + texts:
                name = "-".join(path.relative_to(folder.parent).with_suffix("").parts)
                if path.suffix == ".svg":
                    found, is_ours = check_picture(browser, path, arguments.screenshots, name)
                    opened_only += not is_ours
                elif path.suffix == ".html":
                    found = check_page(browser, path, arguments.screenshots, name)
                else:
                    found = check_markdown(path)
                count += 1
                failures += [f"{path}: {failure}" for failure in found]
    finally:
        browser.driver.quit()
    print(*failures, sep="\n", end="\n" if failures else "")
    print(f"{count} files, {opened_only} of them pictures of Matplotlib's, only opened: {len(failures)} failures")
    for folder in empty:
        print(f"{folder}: nothing to check", file=sys.stderr)
    return 1 if failures else 2 if empty else 0


if __name__ == "__main__":
    sys.exit(main())
