# SPDX-License-Identifier: MIT
"""conf/asyncapi.json, the written contract of the topics, as the tests hold it against real traffic."""

import functools
import json
import os
import pathlib
import re

import jsonschema

SOURCE = pathlib.Path(os.environ["top_srcdir"])


def strict_object(pairs):
    """What stands twice in an object would be lost without a word."""
    twice = [key for number, (key, _) in enumerate(pairs) if key in dict(pairs[:number])]
    assert not twice, f"twice in one object: {twice}"
    return dict(pairs)


DOCUMENT = json.loads((SOURCE / "conf/asyncapi.json").read_text(encoding="utf-8"), object_pairs_hook=strict_object)


def resolve(value):
    """The value without $ref: what they point to stands in their place."""
    if isinstance(value, list):
        return [resolve(item) for item in value]
    if not isinstance(value, dict):
        return value
    if "$ref" in value:
        return resolve(look_up(value["$ref"]))
    return {key: resolve(item) for key, item in value.items()}


def look_up(pointer):
    target = DOCUMENT
    assert pointer.startswith("#/"), f"{pointer} lies outside of the document"
    for key in pointer[2:].split("/"):
        target = target[key]
    return target


def channels(action):
    """The channels of the operations with this action, with their messages and the operation's binding."""
    return {
        operation["channel"]["$ref"].split("/")[-1]: {
            **resolve(operation["channel"]), "binding": operation["bindings"]["mqtt"]
        }
        for operation in DOCUMENT["operations"].values()
        if operation["action"] == action
    }


def examples(channel):
    return [example["payload"] for message in channel["messages"].values() for example in message["examples"]]


SENT, RECEIVED = channels("send"), channels("receive")


@functools.lru_cache(maxsize=None)
def matching(topic):
    """The names of the document's channels that this is a topic of."""
    return [
        name
        for name, channel in DOCUMENT["channels"].items()
        if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", channel["address"]), topic)
    ]


def problems(value, schema):
    return [error.message for error in jsonschema.Draft7Validator(schema).iter_errors(value)]


@functools.lru_cache(maxsize=None)
def validator_of(name):
    (message,) = SENT[name]["messages"].values()
    return message["contentType"], jsonschema.Draft7Validator(message["payload"])


def complaint(message):
    """What is wrong with one message of the daemon; None if it is as the document says."""
    names = matching(message.topic)
    if len(names) != 1:
        return f"{names} describe {message}"
    if names[0] not in SENT:
        return None
    if message.payload == b"" and message.retain:
        # A topic of somebody who left is emptied.
        return None
    content_type, validator = validator_of(names[0])
    value = message.text if content_type == "text/plain" else json.loads(message.payload)
    return next((f"{error.message} in {message}" for error in validator.iter_errors(value)), None)


def hold(messages, own, bases=("unslouch",)):
    """Every message below the base topics is one that the document describes, but for those that the test sent: `own`."""
    seen = set()
    for message in messages:
        key = (message.topic, message.payload)
        if message.topic.split("/")[0] in bases and key not in own and key not in seen:
            seen.add(key)
            wrong = complaint(message)
            assert wrong is None, wrong
