// SPDX-License-Identifier: MIT
// An MQTT client of Node's, for test_node_client.py: answers reminders by hand, or by the flow for Node-RED.
// A line of standard input is an answer ("done", "snooze", ...); a line of standard output is what was seen.
//
// Usage: round_trip.js PORT [FLOW]
'use strict';
const fs = require('fs');
const readline = require('readline');
const vm = require('vm');
const mqtt = require('mqtt');

const [port, flowFile] = process.argv.slice(2);
const client = mqtt.connect(`mqtt://127.0.0.1:${port}`, { protocolVersion: 5, reconnectPeriod: 0 });

function say(what) {
    process.stdout.write(JSON.stringify(what) + '\n');
}

function fail(error) {
    say({ failed: String(error && error.stack || error) });
    process.exit(1);
}

// What a program would do with the topics as they are documented.
function byHand() {
    let open = null;

    return {
        topics: ['unslouch/+/prompt'],
        take(topic, payload) {
            const prompt = JSON.parse(payload);
            if (prompt.actions.length > 0)
                open = { person: topic.split('/')[1], id: prompt.id };
            say({ event: prompt.event_type, id: prompt.id });
        },
        answer(word) {
            client.publish(`unslouch/${open.person}/cmd`, JSON.stringify({ action: word, id: open.id }), { qos: 1 });
        },
    };
}

// The nodes that the flow is made of, as Node-RED runs them.
function byFlow(nodes) {
    const byId = new Map(nodes.map((node) => [node.id, node]));
    const kept = new Map();
    const flow = { get: (key) => kept.get(key), set: (key, value) => kept.set(key, value) };
    const compiled = new Map(nodes.filter((node) => node.type === 'function').map((node) =>
        [node.id, new vm.Script(`(function (msg, node, flow) {${node.func}\n})`).runInThisContext()]));

    const matches = (filter, topic) =>
        new RegExp(`^${filter.replace(/\+/g, '[^/]+').replace(/#$/, '.*')}$`).test(topic);
    const property = (msg, path) => path.split('.').reduce((value, key) => value && value[key], msg);

    function pass(node, msg) {
        for (const id of (node.wires[0] || []))
            run(byId.get(id), JSON.parse(JSON.stringify(msg)));
    }

    function run(node, msg) {
        switch (node.type) {
        case 'function': {
            const status = (what) => say({ status: what.text || null });
            const result = compiled.get(node.id)(msg, { status, warn: (text) => say({ warned: text }) }, flow);
            if (result)
                pass(node, result);
            break;
        }
        case 'debug':
            say({ shown: property(msg, node.complete) });
            break;
        case 'mqtt out':
            client.publish(node.topic || msg.topic,
                typeof msg.payload === 'string' ? msg.payload : JSON.stringify(msg.payload),
                { qos: Number(node.qos), retain: node.retain === 'true' });
            break;
        default:
            throw new Error(`a node of type ${node.type} cannot take a message`);
        }
    }

    const inputs = nodes.filter((node) => node.type === 'mqtt in');
    return {
        topics: inputs.map((node) => node.topic),
        take(topic, payload) {
            for (const node of inputs.filter((input) => matches(input.topic, topic)))
                pass(node, { topic, payload: node.datatype === 'json' ? JSON.parse(payload) : payload.toString() });
        },
        answer(word) {
            const button = nodes.find((node) => node.type === 'inject' && node.payload === word);
            pass(button, { topic: button.topic, payload: button.payload });
        },
    };
}

const way = flowFile ? byFlow(JSON.parse(fs.readFileSync(flowFile, 'utf8'))) : byHand();

process.on('uncaughtException', fail);
client.on('error', fail);
client.on('message', (topic, payload) => way.take(topic, payload));
client.on('connect', () => client.subscribe(way.topics, { qos: 1 }, (error) => {
    if (error)
        fail(error);
    say({ ready: way.topics });
    readline.createInterface({ input: process.stdin }).on('line', (line) => way.answer(line)).on('close', () => client.end());
}));
