# SPDX-License-Identifier: MIT
"""A headless Chromium that shows one page, spoken to by its DevTools protocol over a pipe: no driver, no port."""

import base64
import fcntl
import json
import os
import select
import shutil
import subprocess
import tempfile
import time

import home


class Browser:
    """close() ends it. It knows no network: pages are files."""

    def __init__(self):
        self._home = tempfile.TemporaryDirectory(prefix="unslouch-browser-")
        ours_read, its_write = os.pipe()
        its_read, ours_write = os.pipe()
        self._read, self._write = ours_read, ours_write
        high_read, high_write = (fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in (its_read, its_write))
        self.process = subprocess.Popen(
            [
                shutil.which("chromium"), "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                "--no-first-run", "--disable-background-networking", "--disable-extensions", "--hide-scrollbars",
                "--host-resolver-rules=MAP * ~NOTFOUND", f"--user-data-dir={self._home.name}", "--remote-debugging-pipe",
                "about:blank",
            ],
            # The protocol is on descriptors 3 and 4.
            preexec_fn=lambda: (os.dup2(high_read, 3), os.dup2(high_write, 4)), pass_fds=(3, 4),
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env={**os.environ, "HOME": self._home.name},
        )
        for end in (its_read, its_write, high_read, high_write):
            os.close(end)
        self._rest, self._number, self.events, self._session = b"", 0, [], None
        target = next(one for one in self.call("Target.getTargets")["targetInfos"] if one["type"] == "page")
        self._session = self.call("Target.attachToTarget", targetId=target["targetId"], flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log"):
            self.call(f"{domain}.enable")

    def _receive(self, end):
        """The next message."""
        while b"\0" not in self._rest:
            ready, _, _ = select.select([self._read], [], [], max(end - time.monotonic(), 0))
            assert ready, "the browser does not answer"
            piece = os.read(self._read, 1 << 20)
            assert piece, "the browser has ended"
            self._rest += piece
        message, _, self._rest = self._rest.partition(b"\0")
        return json.loads(message)

    def call(self, method, **params):
        self._number += 1
        message = {"id": self._number, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        end = time.monotonic() + home.PATIENCE_SEC
        while True:
            answer = self._receive(end)
            if answer.get("id") == self._number:
                assert "error" not in answer, answer
                return answer["result"]
            self.events.append(answer)

    def show(self, url, width, height=900, dark=False):
        """Loads a page as a screen of that width shows it."""
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.call("Emulation.setEmulatedMedia", features=[scheme])
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600)
        self.events.clear()
        self.call("Page.navigate", url=url)
        end = time.monotonic() + home.PATIENCE_SEC
        while not any(event.get("method") == "Page.loadEventFired" for event in self.events):
            self.events.append(self._receive(end))

    def complaints(self):
        """What the console or the browser's log has said since show()."""
        said = [event for event in self.events if event.get("method") in ("Runtime.consoleAPICalled", "Runtime.exceptionThrown")]
        return said + [event for event in self.events if event.get("method") == "Log.entryAdded"]

    def evaluate(self, expression):
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def picture(self, path):
        data = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=True)["data"]
        path.write_bytes(base64.b64decode(data))

    def paper(self, path):
        path.write_bytes(base64.b64decode(self.call("Page.printToPDF", printBackground=True, paperWidth=8.27, paperHeight=11.69)["data"]))

    def close(self):
        self.process.terminate()
        self.process.wait(home.PATIENCE_SEC)
        os.close(self._read)
        os.close(self._write)
        self._home.cleanup()
