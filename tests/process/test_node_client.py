# SPDX-License-Identifier: MIT
"""Somebody else's client: MQTT.js of Node answers reminders, by hand and by the flow that we ship for Node-RED."""

import contextlib
import json
import os
import pathlib
import shutil
import subprocess

import pytest

import home

SOURCE = pathlib.Path(os.environ["top_srcdir"])
SCRIPT = SOURCE / "tests/process/round_trip.js"
FLOW = SOURCE / "conf/node-red/flow.json"
PEOPLE = """
people = (
  { id = "anna"; name = "Anna";
    sensors = ( { name = "chair"; kind = "seat"; topic = "chair"; } );
    breaks = { sit_limit = "20 min"; posture_check = "off"; };
    quiet_hours = ();
    ladder = ( { after = "0 s"; tell = ["phone"]; } );
  }
);
channels = ( { name = "phone"; kind = "phone"; } );
"""
# The nodes that Node-RED brings with it, of those that a flow like ours could need.
CORE_NODES = {"tab", "mqtt-broker", "mqtt in", "mqtt out", "function", "debug", "inject", "comment", "switch", "change"}


class NodeClient(home.Program):
    """round_trip.js; what it says on standard output is in `lines`."""

    def __init__(self, port, *arguments):
        super().__init__("round_trip.js")
        node = shutil.which("node") or shutil.which("nodejs")
        assert node, "node is missing: install nodejs"
        self.process = subprocess.Popen(
            [node, SCRIPT, str(port), *arguments],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            # where Debian has the modules of Node; a Node of another origin does not look there
            env={**os.environ, "NODE_PATH": "/usr/share/nodejs"},
        )
        self._at_end = False
        self._reader = home.threading.Thread(target=self._read, args=(self.process.stdout,), daemon=True)
        self._reader.start()

    def see(self, since=0, **wanted):
        """Waits for a line from number `since` on with these keys and values."""
        with self._changed:
            found = self._changed.wait_for(lambda: self._find(since, wanted) or self._at_end, home.PATIENCE_SEC)
        assert found and self._find(since, wanted), f"did not see {wanted}\n{self.describe()}"

    def _find(self, since, wanted):
        said = [json.loads(line) for line in self.lines[since:] if line.startswith("{")]
        return any(wanted.items() <= line.items() for line in said)

    def answer(self, word):
        self.process.stdin.write(word + "\n")
        self.process.stdin.flush()

    def close(self):
        self.process.stdin.close()
        assert self.wait_for_exit() == 0, self.describe()


@pytest.fixture(name="client")
def make_client(broker):
    with contextlib.ExitStack() as stack:

        def make(*arguments):
            client = stack.enter_context(contextlib.closing(NodeClient(broker.port, *arguments)))
            client.see(ready=["unslouch/+/prompt"] + (["unslouch/+/error"] if arguments else []))
            return client

        yield make


def sit_until_due(listener):
    listener.wait_for_state("anna", posture="unknown")
    listener.publish("chair", "ON")
    return listener.wait_for_prompt("anna", "break_due").json["id"]


def test_mqtt_js_says_done_and_the_break_is_taken(broker, listener, daemon_factory, client):
    daemon_factory(broker.config_text() + PEOPLE, "--time-scale=600")
    node = client()
    prompt_id = sit_until_due(listener)
    node.see(event="break_due", id=prompt_id)
    node.answer("done")
    assert listener.wait_for_prompt("anna", "break_taken").json["id"] == prompt_id
    node.see(event="break_taken", id=prompt_id)
    assert listener.wait_for_topic("unslouch/anna/cmd").json == {"action": "done", "id": prompt_id}


def test_mqtt_js_snoozes_and_the_same_reminder_comes_back(broker, listener, daemon_factory, client):
    daemon_factory(broker.config_text() + PEOPLE, "--time-scale=600")
    node = client()
    prompt_id = sit_until_due(listener)
    node.see(event="break_due", id=prompt_id)
    since = listener.mark()
    node.answer("snooze")
    state = listener.wait_for_state("anna", since=since, phase="snoozed")
    assert (state["prompt_id"], state["snoozes_left"]) == (prompt_id, 1)
    assert listener.wait_for_prompt("anna", "break_due", since=since).json["id"] == prompt_id


def test_the_flow_for_node_red_shows_snoozes_skips_and_tells_why_not(broker, listener, daemon_factory, client):
    daemon_factory(broker.config_text() + PEOPLE, "--time-scale=600")
    node = client(FLOW)
    node.answer("done")
    node.see(warned="No reminder is open.")
    prompt_id = sit_until_due(listener)
    prompt = listener.wait_for_prompt("anna", "break_due").json
    node.see(shown=f"{prompt['title']}: {prompt['message']}")
    node.see(status=f"anna: {prompt['title']}")

    since, seen = listener.mark(), len(node.lines)
    node.answer("snooze")
    listener.wait_for_state("anna", since=since, phase="snoozed")
    again = listener.wait_for_prompt("anna", "break_due", since=since).json
    assert again["id"] == prompt_id
    node.see(since=seen, status=f"anna: {again['title']}")

    node.answer("skip")
    assert listener.wait_for_prompt("anna", "break_dismissed").json["id"] == prompt_id
    node.see(since=seen, status=None)

    # refused: nothing is open that could be skipped
    listener.publish("unslouch/anna/cmd", {"action": "skip", "id": prompt_id})
    error = listener.wait_for_topic("unslouch/anna/error").json
    node.see(shown=error["reason"])


def test_the_flow_for_node_red_says_done_and_not_me(broker, listener, daemon_factory, client):
    daemon_factory(broker.config_text() + PEOPLE, "--time-scale=600")
    node = client(FLOW)
    first = sit_until_due(listener)
    node.see(status=f"anna: {listener.wait_for_prompt('anna', 'break_due').json['title']}")
    since = listener.mark()
    node.answer("done")
    assert listener.wait_for_prompt("anna", "break_taken", since=since).json["id"] == first
    second = listener.wait_for_prompt("anna", "break_due", since=since).json
    node.see(status=f"anna: {second['title']}")
    since = listener.mark()
    node.answer("not-me")
    assert listener.wait_for_prompt("anna", "break_moot", since=since).json["id"] == second["id"]


def test_the_flow_is_of_core_nodes_that_are_wired_to_each_other():
    nodes = json.loads(FLOW.read_text(encoding="utf-8"))
    by_id = {node["id"]: node for node in nodes}
    assert len(by_id) == len(nodes)
    assert {node["type"] for node in nodes} <= CORE_NODES
    (tab,) = [node["id"] for node in nodes if node["type"] == "tab"]
    reached = set()
    for node in nodes:
        if node["type"] in ("tab", "mqtt-broker"):
            continue
        assert node["z"] == tab
        wired = [target for output in node["wires"] for target in output]
        assert wired or node["type"] in ("debug", "mqtt out"), f"{node['name']} leads nowhere"
        assert set(wired) <= set(by_id)
        reached |= set(wired)
        if node["type"].startswith("mqtt "):
            assert by_id[node["broker"]]["type"] == "mqtt-broker"
    sources = {node["id"] for node in nodes if node["type"] in ("inject", "mqtt in", "tab", "mqtt-broker")}
    assert reached | sources == set(by_id), "a node that nothing leads to"
    # credentials belong into Node-RED's own file
    assert not any("credentials" in node for node in nodes)
