# SPDX-License-Identifier: MIT
"""io/mqtt against real brokers, false ones and none. Its loop is mqtt_driver's; see there for the words."""

import contextlib
import signal
import socket
import subprocess
import time

import pytest

import mqtt_peers
from mqtt_peers import Authority, Broker, Driver, FalseBroker, FullListener, Reset, SilentListener

LATENESS_MAX_USEC = 100_000
# A stalled loop is late by the length of the stall every time; a busy machine is not.
LATENESS_TRIES = 3


@pytest.fixture
def stack():
    with contextlib.ExitStack() as opened:
        yield opened


@pytest.fixture
def drive(stack):
    """drive(**settings): a driver that is closed after the test."""

    def make(**settings):
        return stack.enter_context(contextlib.closing(Driver(**settings)))

    return make


@pytest.fixture
def mosquitto(tmp_path, stack):
    """mosquitto(*configuration_lines): a broker of its own directory."""
    count = iter(range(100))

    def make(*lines, **options):
        directory = tmp_path / f"broker-{next(count)}"
        directory.mkdir()
        return stack.enter_context(contextlib.closing(Broker(directory, *lines, **options))).start()

    return make


@pytest.fixture
def peer(stack):
    def make(kind, *arguments):
        return stack.enter_context(contextlib.closing(kind(*arguments)))

    return make


def go_up(driver, count=0):
    driver.wait("up", count)
    return driver


def received(port, topic, form):
    """What mosquitto_sub prints of the first message on the topic."""
    return subprocess.run(
        ["mosquitto_sub", "-h", "127.0.0.1", "-p", str(port), "-V", "mqttv5", "-t", topic, "-C", "1", "-W", "30",
         "-F", form],
        check=True, capture_output=True, text=True).stdout.strip()


def assert_timely(attempt):
    """attempt() makes a driver with a running timer go through trouble and returns it."""
    for _ in range(LATENESS_TRIES):
        driver = attempt()
        lateness = driver.ask("lateness")
        driver.end()
        if lateness < LATENESS_MAX_USEC:
            return
    pytest.fail(f"a timer of 10 ms was {lateness} us late")


# ---- messages ----


@pytest.mark.parametrize("protocol", ["5", "3.1.1"])
def test_messages_go_out_and_come_in(drive, mosquitto, protocol):
    broker = mosquitto()
    client = go_up(drive(host="127.0.0.1", port=broker.port, protocol=protocol))
    client.say("keep", "state", "room/#")
    client.say("pub", 7, 1, 0, 0, "room/a b:c", "hello")
    assert client.wait("message") == ["message", "0", "1", "room/a b:c", "5", "hello"]
    client.wait("published", 7)
    client.say("pub", 8, 0, 0, 0, "room/b")
    client.wait("published", 8)
    assert client.wait("message") == ["message", "0", "0", "room/b", "0", ""]
    client.say("unsub", "room/#")
    client.say("pub", 0, 1, 0, 0, "room/a b:c", "unheard")
    client.sync()
    assert client.count("message", "0", "1", "room/a b:c") == 1
    client.end()


@pytest.mark.parametrize("protocol", ["5", "3.1.1"])
def test_the_retain_flag_of_a_state_tells_a_replay(drive, mosquitto, protocol):
    broker = mosquitto()
    client = go_up(drive(host="127.0.0.1", port=broker.port, protocol=protocol))
    client.say("pub", 1, 1, 1, 0, "lamp", "old")
    client.wait("published", 1)
    client.say("keep", "state", "lamp")
    assert client.wait("message")[1] == "1"
    client.say("pub", 2, 1, 1, 0, "lamp", "new")
    assert client.wait("message")[1] == "0"
    client.end()


def test_commands_come_without_replay_and_without_our_own(drive, mosquitto):
    broker = mosquitto()
    client = go_up(drive(host="127.0.0.1", port=broker.port))
    other = go_up(drive(host="127.0.0.1", port=broker.port, client_id="other"))
    other.say("pub", 1, 1, 1, 0, "cmd/a", "old")
    other.wait("published", 1)
    client.say("keep", "command", "cmd/#")
    client.say("pub", 2, 1, 0, 0, "cmd/a", "own")
    client.wait("published", 2)
    client.sync()
    assert client.count("message", "0", "1", "cmd/a") == client.count("message", "1", "1", "cmd/a") == 0
    other.say("pub", 3, 1, 1, 0, "cmd/a", "now, but retained")
    assert client.wait("message", 1, 1, "cmd/a")[5] == "now, but retained"
    other.say("pub", 4, 1, 0, 0, "cmd/a", "done")
    assert client.wait("message", 0, 1, "cmd/a")[5] == "done"
    client.end()
    other.end()


def test_an_event_carries_its_expiry(drive, mosquitto):
    broker = mosquitto()
    client = go_up(drive(host="127.0.0.1", port=broker.port))
    client.say("pub", 1, 1, 1, 100, "event", "due")
    client.wait("published", 1)
    expiry = int(received(broker.port, "event", "%E"))
    assert 0 < expiry <= 100
    client.say("pub", 2, 1, 1, 1, "event", "soon stale")
    client.wait("published", 2)
    before = -1
    while client.count("message", "1", "1", "event") > before:  # until the broker no longer has it
        before = client.count("message", "1", "1", "event")
        client.say("sub", "state", "event")
        client.sync()
    client.end()


def test_bad_topics_and_filters_are_refused(drive, mosquitto):
    client = go_up(drive(host="127.0.0.1", port=mosquitto().port))
    for command in (["pub", 0, 1, 0, 0, "a/#", "x"], ["pub", 0, 1, 0, 0, "", "x"],
                    ["sub", "state", "a/#/b"], ["sub", "state", ""]):
        client.say(*command)
        assert client.wait("error") == ["error", command[0], "EINVAL"]
    client.end()


def test_large_messages_come_in_and_huge_ones_stay_out(drive, mosquitto):
    client = go_up(drive(host="127.0.0.1", port=mosquitto().port))
    client.say("keep", "state", "large")
    client.say("large", "large", 100 * 1024)
    assert client.wait("message")[4] == str(100 * 1024)
    client.say("large", "large", 2 * 1024 * 1024)
    client.sync()
    assert client.count("message", "0", "1", "large") == 1
    assert client.count("down") == 0
    client.end()


def test_a_burst_fills_the_queue_and_all_of_it_arrives(drive, mosquitto):
    client = go_up(drive(host="127.0.0.1", port=mosquitto().port))
    client.say("keep", "state", "burst")
    client.sync()
    client.say("burst", 10000, "burst")
    assert client.wait("burst")[1] == "8192"
    assert client.wait("error") == ["error", "burst", "ENOBUFS"]
    client.wait("published", 8192)
    client.sync()
    tags = [line[1] for line in client.seen if line[0] == "published"]
    assert tags == [str(i) for i in range(1, 8193)]
    payloads = [line[5] for line in client.seen if line[:4] == ["message", "0", "1", "burst"]]
    assert payloads == tags
    client.end()


# ---- ends and beginnings ----


def test_after_a_restart_of_the_broker_all_is_fresh_and_nothing_stale(drive, mosquitto):
    broker = mosquitto()
    client = go_up(drive(host="127.0.0.1", port=broker.port))
    client.say("keep", "state", "room")
    client.sync()
    broker.send_signal(signal.SIGSTOP)
    client.say("burst", 50, "room")
    client.wait("burst")
    broker.kill()
    assert client.wait("down")[1] == "1"
    client.say("pub", 1, 1, 0, 0, "room", "between")
    assert client.wait("error") == ["error", "pub", "ENOTCONN"]
    broker.start()
    client.wait("up", 1)
    client.say("pub", 99, 1, 0, 0, "room", "fresh")
    client.wait("published", 99)
    client.sync()
    assert [line[5] for line in client.seen if line[0] == "message" and line[3] == "room"] == ["fresh"]
    assert client.count("published") == 1
    client.end()


def test_stop_says_farewell_before_it_disconnects(drive, mosquitto):
    broker = mosquitto()
    client = go_up(drive(host="127.0.0.1", port=broker.port))
    client.say("pub", 1, 1, 0, 0, "last", "words")
    client.say("stop", "driver/status", "gone", 30000)
    assert client.wait("down") == ["down", "1", ""]
    assert client.count("published", "1") == 1
    # A will would say "offline".
    assert received(broker.port, "driver/status", "%p %r") == "gone 1"
    client.say("start")
    client.wait("up", 1)
    client.end()


def test_stop_gives_up_on_a_frozen_broker(drive, mosquitto):
    broker = mosquitto()
    client = go_up(drive(host="127.0.0.1", port=broker.port))
    broker.send_signal(signal.SIGSTOP)
    client.say("stop", "driver/status", "gone", 300)
    client.wait("down", 1)
    client.say("stop", "driver/status", "gone", 300)
    client.wait("down", 0)
    client.end()


def test_free_disconnects_and_a_kill_leaves_the_will(drive, mosquitto):
    broker = mosquitto()
    watcher = go_up(drive(host="127.0.0.1", port=broker.port, client_id="watcher"))
    watcher.say("keep", "state", "driver/status")
    watcher.sync()
    go_up(drive(host="127.0.0.1", port=broker.port)).end()
    watcher.sync()
    assert watcher.count("message", "0", "1", "driver/status") == 0
    go_up(drive(host="127.0.0.1", port=broker.port)).process.kill()
    assert watcher.wait("message", 0, 1, "driver/status")[5] == "offline"
    assert received(broker.port, "driver/status", "%p %r") == "offline 1"
    watcher.end()


def test_a_session_taken_over_is_told(drive, peer):
    client = drive(host="127.0.0.1", port=peer(FalseBroker, b"\x20\x03\x00\x00\x00\xe0\x02\x8e\x00").port)
    # Whether we were up for a moment depends on how the two packets come in.
    assert "client id of two programs" in client.wait("down")[2]
    client.wait("down")
    client.end()


def test_two_programs_with_one_client_id_take_turns(drive, mosquitto):
    broker = mosquitto()
    first = go_up(drive(host="127.0.0.1", port=broker.port))
    second = go_up(drive(host="127.0.0.1", port=broker.port))
    first.wait("down", 1)  # this broker does not say why
    second.wait("down", 1)  # the first is back
    second.close()
    first.end()


# ---- refusals ----


def test_wrong_passwords_are_told_once_and_tried_on(drive, mosquitto, tmp_path):
    passwords = tmp_path / "passwords"
    subprocess.run(["mosquitto_passwd", "-b", "-c", passwords, "anna", "secret"], check=True, capture_output=True)
    broker = mosquitto(f"password_file {passwords}")
    go_up(drive(host="127.0.0.1", port=broker.port, username="anna", password="secret")).end()
    for protocol in ("5", "3.1.1"):
        client = drive(host="127.0.0.1", port=broker.port, username="anna", password="wrong", protocol=protocol)
        assert "password" in client.wait("down", 0)[2]
        assert client.wait("down", 0)[2] == ""
        client.end()


@pytest.mark.parametrize("protocol", ["5", "3.1.1"])
def test_denied_topics_are_told(drive, mosquitto, protocol, tmp_path):
    broker = mosquitto("allow_anonymous true", *mqtt_peers.denying(tmp_path, "secret/#"))
    client = go_up(drive(host="127.0.0.1", port=broker.port, protocol=protocol))
    client.say("sub", "state", "secret/room")
    assert client.wait("denied") == ["denied", "secret/room", "1", "0"]
    client.say("sub", "state", "open/room")
    client.say("pub", 7, 1, 0, 0, "secret/room", "x")
    # in 3.1.1 a broker has no words for it
    told = ["denied", "secret/room", "0", "7"] if protocol == "5" else ["published", "7"]
    assert client.wait(told[0]) == told
    client.say("pub", 8, 1, 0, 0, "open/room", "x")
    client.wait("published", 8)
    client.sync()
    assert client.count("denied", "open/room") == 0
    assert client.count("published", "7") == (protocol == "3.1.1")
    client.end()


@pytest.mark.parametrize("answer", [b"\x20\x02\x00\x01", b"\x20\x03\x00\x84\x00", None],
                         ids=["3.1.1", "5", "hang-up"])
def test_a_broker_without_mqtt_5_is_met_in_3_1_1(drive, peer, answer):
    broker = peer(FalseBroker, answer)
    client = drive(host="127.0.0.1", port=broker.port)
    reason = client.wait("down", 0)[2]
    assert ("does not speak MQTT 5" if answer else "hung up") in reason
    go_up(client)
    assert broker.levels == [5, 4]
    client.say("pub", 0, 0, 0, 0, "hang up")
    client.wait("down", 1)
    client.wait("up", 1)
    # What the broker has said holds; what was guessed is asked again.
    assert broker.levels == ([5, 4, 4] if answer else [5, 4, 5, 4])
    client.end()


def test_a_pinned_protocol_stays(drive, peer):
    broker = peer(FalseBroker, None)
    client = drive(host="127.0.0.1", port=broker.port, protocol="5")
    client.wait("down", 0)
    client.wait("down", 0)
    assert set(broker.levels) == {5}
    client.end()


def test_a_reset_in_the_handshake_is_noticed(drive, peer, tmp_path):
    listener = peer(Reset)
    client = drive(host="127.0.0.1", port=listener.port)
    assert "hung up" in client.wait("down", 0)[2]
    client.end()
    secure = drive(host="127.0.0.1", port=listener.port, tls=1, ca=Authority(tmp_path).certificate)
    secure.wait("down", 0)
    secure.wait("down", 0)
    secure.end()


# ---- trouble on the way, while a timer of 10 ms runs ----


def test_a_refusing_port_delays_no_timer(drive):
    def attempt():
        client = drive(host="127.0.0.1", port=mqtt_peers.free_port())
        client.say("timer")
        assert "Nothing listens" in client.wait("down", 0)[2]
        assert client.wait("down", 0)[2] == ""
        return client

    assert_timely(attempt)


def test_an_unknown_name_delays_no_timer(drive):
    def attempt():
        client = drive(host="nowhere.invalid", port=1883)
        client.say("timer")
        assert "cannot be resolved" in client.wait("down", 0)[2]
        return client

    assert_timely(attempt)


def test_a_slow_name_delays_no_timer(drive, mosquitto):
    broker = mosquitto()

    def attempt():
        client = drive(environment={"SLOW_MS": "1000", "SLOW_CALLS": "1"}, host="slow.test", port=broker.port)
        client.say("timer")
        return go_up(client)

    assert_timely(attempt)


@pytest.mark.parametrize("tls", [False, True])
def test_a_silent_listener_delays_no_timer_and_is_given_up(drive, peer, tmp_path, tls):
    listener = peer(SilentListener)
    more = {"tls": 1, "ca": Authority(tmp_path).certificate} if tls else {}

    def attempt():
        client = drive(host="127.0.0.1", port=listener.port, connect_timeout_ms=1000, **more)
        client.say("timer")
        client.wait("timer")
        before = client.ask("switches")
        assert "does not answer" in client.wait("down", 0)[2]
        # 100 ticks; a loop that spins on a writable socket makes thousands of turns.
        assert client.ask("switches") - before < 400
        return client

    assert_timely(attempt)


def test_a_full_backlog_delays_no_timer(drive, peer):
    listener = peer(FullListener)

    def attempt():
        client = drive(host="127.0.0.1", port=listener.port, connect_timeout_ms=500)
        client.say("timer")
        assert "does not answer" in client.wait("down", 0)[2]
        return client

    assert_timely(attempt)


def test_two_workers_are_abandoned_and_the_next_waits_for_them(drive, peer):
    listener = peer(FullListener)
    client = drive(host="127.0.0.1", port=listener.port, connect_timeout_ms=200)
    assert "does not answer" in client.wait("down", 0)[2]
    assert client.wait("down", 0)[2] == ""
    assert client.workers() == 2
    listener.close()
    # The kernel notices with its next SYN; only then is there a place for the next attempt.
    while not (reason := client.wait("down", 0)[2]):
        pass
    assert "Nothing listens" in reason
    client.end()


def test_a_late_worker_disturbs_no_newer_connection(drive, mosquitto):
    broker = mosquitto()
    client = drive(environment={"SLOW_MS": "4000", "SLOW_CALLS": "1"}, host="slow.test", port=broker.port,
                   connect_timeout_ms=300)
    client.wait("down", 0)
    go_up(client)
    assert client.workers() == 1
    mqtt_peers.wait_until(lambda: client.workers() == 0, "the late worker has come back")
    client.sync()
    assert client.count("down") == 1
    assert sum("as driver" in line for line in broker.log) == 1
    client.end()


def test_free_waits_for_no_worker(drive, mosquitto):
    client = drive(environment={"SLOW_MS": "20000", "SLOW_CALLS": "1"}, host="slow.test", port=mosquitto().port)
    mqtt_peers.wait_until(lambda: client.workers() == 1, "the worker is under way")
    before = time.monotonic()
    client.end()
    assert time.monotonic() - before < 10


def test_the_first_address_may_refuse(drive, mosquitto):
    client = go_up(drive(host="two.test", port=mosquitto().port))
    assert client.count("down") == 0
    client.end()


def test_the_first_address_may_be_silent(drive, mosquitto, peer):
    silent = peer(FullListener, socket.AF_INET6)
    mosquitto(port=silent.port)
    client = drive(host="two.test", port=silent.port, connect_timeout_ms=500)
    client.wait("down", 0)
    go_up(client)
    client.end()


# ---- load and idleness ----


@pytest.mark.parametrize("secure", [False, True])
def test_a_flood_is_read_to_its_end_and_starves_no_timer(drive, mosquitto, tmp_path, secure):
    lines = ["allow_anonymous true"]
    more = {}
    if secure:
        authority = Authority(tmp_path)
        certificate, key = authority.sign("broker", "DNS:localhost")
        lines += [f"certfile {certificate}", f"keyfile {key}"]
        more = {"tls": 1, "ca": authority.certificate}
    broker = mosquitto(*lines, "max_queued_messages 0")

    def attempt():
        client = go_up(drive(host="localhost", port=broker.port, **more))
        client.say("keep", "state", "flood")
        client.sync()
        client.say("timer")
        trust = ["--cafile", str(more["ca"])] if secure else []
        subprocess.run(
            ["mosquitto_pub", "-h", "localhost", "-p", str(broker.port), *trust, "-t", "flood", "-q", "1", "-l"],
            input="".join(f"{i}\n" for i in range(3000)), text=True, check=True)
        client.wait("message", 0, 1, "flood", 4, 2999)
        assert client.count("message", "0", "1", "flood") == 3000
        return client

    assert_timely(attempt)


def test_an_idle_connection_sleeps(drive, mosquitto):
    client = go_up(drive(host="127.0.0.1", port=mosquitto().port))
    client.sync()
    before = client.ask("switches")
    client.hear_nothing(5)
    # One of them is the question itself, one its end.
    assert client.ask("switches") - before <= 2
    client.end()


def test_pings_keep_a_connection_and_notice_a_frozen_broker(drive, mosquitto):
    broker = mosquitto()
    client = go_up(drive(host="127.0.0.1", port=broker.port, keepalive=5))
    before = client.ask("switches")
    client.hear_nothing(11)  # a broker gives up after 7.5
    assert client.ask("switches") - before <= 10
    client.sync()
    broker.send_signal(signal.SIGSTOP)
    assert "does not answer any more" in client.wait("down", 1)[2]
    client.end()


# ---- TLS ----


@pytest.fixture
def authority(tmp_path):
    return Authority(tmp_path)


def test_tls_with_a_good_certificate(drive, mosquitto, authority):
    certificate, key = authority.sign("broker", "DNS:two.test")
    broker = mosquitto("allow_anonymous true", f"certfile {certificate}", f"keyfile {key}")
    # The first address refuses; the certificate is still checked against the name.
    client = go_up(drive(host="two.test", port=broker.port, tls=1, ca=authority.certificate))
    client.sync()
    client.end()
    trusted = {"SSL_CERT_FILE": str(authority.certificate)}
    client = go_up(drive(environment=trusted, host="two.test", port=broker.port, tls=1))
    client.end()


@pytest.mark.parametrize("names, days, trusted, words", [
    ("DNS:elsewhere.test", 2, True, "not for the host name 'localhost'"),
    ("DNS:localhost", -1, True, "expired"),
    ("DNS:localhost", 2, False, "no CA in"),
], ids=["wrong host", "expired", "unknown CA"])
def test_tls_refuses_what_it_cannot_trust(drive, mosquitto, authority, tmp_path, names, days, trusted, words):
    certificate, key = authority.sign("broker", names, days)
    broker = mosquitto("allow_anonymous true", f"certfile {certificate}", f"keyfile {key}")
    ca = authority.certificate if trusted else Authority(tmp_path, "stranger").certificate
    client = drive(host="localhost", port=broker.port, tls=1, ca=ca)
    assert words in client.wait("down", 0)[2]
    assert client.wait("down", 0)[2] == ""
    client.end()


def test_tls_with_a_client_certificate(drive, mosquitto, authority):
    certificate, key = authority.sign("broker", "DNS:localhost")
    own, own_key = authority.sign("client", "DNS:client")
    broker = mosquitto("allow_anonymous true", f"certfile {certificate}", f"keyfile {key}",
                       f"cafile {authority.certificate}", "require_certificate true")
    go_up(drive(host="localhost", port=broker.port, tls=1, ca=authority.certificate, cert=own, key=own_key)).end()
    client = drive(host="localhost", port=broker.port, tls=1, ca=authority.certificate)
    assert "our certificate" in client.wait("down", 0)[2]
    client.end()


def test_tls_to_a_plain_port_and_back(drive, mosquitto, authority):
    client = drive(host="localhost", port=mosquitto().port, tls=1, ca=authority.certificate)
    assert "is it a TLS port?" in client.wait("down", 0)[2]
    client.end()
    certificate, key = authority.sign("broker", "DNS:localhost")
    broker = mosquitto("allow_anonymous true", f"certfile {certificate}", f"keyfile {key}")
    client = drive(host="localhost", port=broker.port)
    assert "without TLS" in client.wait("down", 0)[2]
    client.end()


def test_tls_files_that_cannot_be_read_are_an_error_at_once(drive, tmp_path):
    client = drive(host="localhost", port=1, tls=1, ca=tmp_path / "missing.crt")
    assert client.wait("failed")[1] == "EINVAL"
    client.wait("end")
