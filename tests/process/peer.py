# SPDX-License-Identifier: MIT
"""Somebody on a bus, for desk.Peer: takes a question a line on standard input and answers with a line, both in JSON.

Usage: peer.py ADDRESS
"""

import json
import sys

from gi.repository import Gio, GLib

CALL_MSEC = 20000
BUS = ("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus")


def pack(signature, arguments):
    """A value of type `v` is written as [signature, value]."""
    if signature.endswith("v"):
        arguments = [*arguments[:-1], GLib.Variant(*arguments[-1])]
    return GLib.Variant(f"({signature})", arguments)


def ask(connection, destination, path, interface, member, parameters=None):
    flags = Gio.DBusCallFlags.NO_AUTO_START
    return connection.call_sync(destination, path, interface, member, parameters, None, flags, CALL_MSEC, None).unpack()


def settle(connection):
    """Whatever the bus sent before its answer has been heard after this."""
    ask(connection, *BUS, "GetId")
    while GLib.MainContext.default().iteration(False):
        pass


def answer(connection, signals, question):
    if question["do"] == "name":
        return connection.get_unique_name()
    if question["do"] == "signals":
        settle(connection)
        return signals
    where = [question[key] for key in ("destination", "path", "interface", "member")]
    return ask(connection, *where, pack(question["signature"], question["arguments"]))


def main():
    flags = Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION
    connection = Gio.DBusConnection.new_for_address_sync(sys.argv[1], flags, None, None)
    signals = []

    def on_signal(_connection, _sender, path, interface, member, parameters):
        signals.append([path, interface, member, parameters.unpack()])

    connection.signal_subscribe(None, None, None, None, None, Gio.DBusSignalFlags.NONE, on_signal)
    settle(connection)
    for line in sys.stdin:
        try:
            said = {"answer": answer(connection, signals, json.loads(line))}
        except GLib.Error as error:
            name = Gio.DBusError.get_remote_error(error) or error.domain
            said = {"error": name, "text": error.message.removeprefix(f"GDBus.Error:{name}: ")}
        print(json.dumps(said), flush=True)


main()
