# SPDX-License-Identifier: MIT
"""Real devices' payloads, as their makers and users published them, drive the right posture through a real broker."""

import datetime

import pytest

# Everybody of this home has one sensor, so that one daemon shows all of them: topic, payload, the sensor's settings, and
# what the person does then.
RADAR = (
    '{"detection_delay":0.1,"fading_time":30,"illuminance_lux":369,"last_seen":"2024-09-07T15:54:41.147Z",'
    '"linkquality":98,"maximum_range":6,"minimum_range":0.3,"presence":true,"radar_sensitivity":2,"target_distance":null}'
)
FP1 = (
    '{"approach_distance":"medium","linkquality":207,"monitoring_mode":"undirected","power_outage_count":1,'
    '"presence":true,"presence_event":"right_leave","temperature":24,"update":{"state":"idle"},"update_available":false}'
)
PIR = '{"battery":100,"voltage":3175,"illuminance":0,"linkquality":18,"occupancy":false,"illuminance_lux":0}'
LD2410 = '{"Time":"2024-11-09T12:52:46","LD2410":{"Distance":[200.0,181.0,144.0],"Energy":[13,100]}}'
LD2410S = '{"Time":"2024-11-09T16:09:49","LD2410S":{"Distance":0.0, "People":0}}'
SWITCH = '{"Switch1":{"Action":"ON"}}'
SR04 = '{"Time":"2019-01-01T22:42:35","SR04":{"Distance":16.754}}'
VIBRATION = (
    '{"ZbReceived":{"Vibration_sensor":{"Device":"0x128F","AqaraVibrationMode":"tilt","AqaraVibrationsOrAngle":171,'
    '"AqaraAccelerometer":[-691,8,136],"AqaraAngles":[-78,1,11],"LinkQuality":153}}}'
)
STATE = (
    '{"Time":"2019-10-31T11:14:59","Uptime":"0T18:36:12","UptimeSec":66972,"Vcc":3.423,"Heap":28,"SleepMode":"Dynamic",'
    '"Sleep":50,"LoadAvg":19,"MqttCount":6,"POWER":"OFF","Wifi":{"AP":1,"SSId":"Tasmota","BSSId":"00:00:00:00:00:00",'
    '"Channel":13,"RSSI":100,"LinkCount":1,"Downtime":"0T00:00:06"}}'
)
SHELLY = (
    '{"src":"shellyplusplugs-80646fd031f8","dst":"shellyplusplugs-80646fd031f8/events","method":"NotifyFullStatus",'
    '"params":{"ts":1698999954.77,"ble":{},"cloud":{"connected":true},"mqtt":{"connected":true},"plugs_ui":{},'
    '"script:1":{"id":1,"running":true,"mem_used":2786,"mem_peak":4130,"mem_free":22414},'
    '"switch:0":{"id":0, "source":"init", "output":true, "apower":0.0, "voltage":229.1, "current":0.000, '
    '"aenergy":{"total":30473.355,"by_minute":[0.000,0.000,0.000],"minute_ts":1698999953},'
    '"temperature":{"tC":34.8, "tF":94.7}},"sys":{"mac":"80646FD031F8","restart_required":false,"time":"09:25",'
    '"unixtime":1698999954,"uptime":21,"ram_size":260920,"ram_free":122268,"fs_size":458752,"fs_free":135168,"cfg_rev":49,'
    '"kvs_rev":2,"schedule_rev":0,"webhook_rev":0,"available_updates":{}},"wifi":{"sta_ip":"192.168.178.72",'
    '"status":"got ip","ssid":"WLAN","rssi":-73},"ws":{"connected":false}}}'
)
ESPRESENSE = (
    '{"id":"mifit:f647c1324173","name":"Mi Band 3","idType":55,"rssi@1m":-71,"rssi":-65,"raw":0.67,"distance":0.69,'
    '"speed":0,"mac":"f647c1324123"}'
)
MQTT_ROOM = '{"id": "123TESTMAC", "name": "test_device", "distance": 1}'
OWNTRACKS = (
    '{"cog":-1,"batt":-1,"lon":2.29513,"acc":5,"vel":-1,"vac":-1,"lat":48.85833,"t":"u","tst":1441984413,"alt":0,'
    '"_type":"location","tid":"JJ"}'
)

# What is two years old says nothing about now, so that the radar's own stamp has to be of today.
RADAR_OF_TODAY = RADAR.replace("2024-09-07T15:54:41.147Z", datetime.datetime.utcnow().isoformat() + "Z")

AT_SEAT = 'kind = "presence"; covers = "seat";'
CASES = {
    "a zigbee2mqtt radar at the seat, present": (
        "zigbee2mqtt/0xa4c1382a6b329e9d", RADAR_OF_TODAY, f'{AT_SEAT} field = "presence";', "sitting"),
    "the same radar two years later": (
        "zigbee2mqtt/0xa4c1382a6b329e9e", RADAR, f'{AT_SEAT} field = "presence";', "unknown"),
    "an Aqara radar whose topic begins with a space": (
        "zigbee2mqtt/ Presence_DiningRoom", FP1, f'{AT_SEAT} field = "presence";', "sitting"),
    "the same radar by its event": (
        "zigbee2mqtt/ Presence_2", FP1, f'{AT_SEAT} field = "presence_event"; when = "left_leave|right_leave";',
        "sitting"),
    "a passive infrared sensor that sees nobody": (
        "zigbee2mqtt/0x00158d0001e50d78", PIR, f'{AT_SEAT} field = "occupancy";', "away"),
    "a Tasmota radar by its third distance": (
        "tele/tasmota1/SENSOR", LD2410, f'{AT_SEAT} field = "LD2410.Distance[2]"; when = "< 150";', "sitting"),
    "a Tasmota radar by its static energy": (
        "tele/tasmota2/SENSOR", LD2410, f'{AT_SEAT} field = "LD2410.Energy[1]"; when = "> 60 ~ 20";', "sitting"),
    "a Tasmota radar that counts nobody": (
        "tele/tasmota3/SENSOR", LD2410S, f'{AT_SEAT} field = "LD2410S.People";', "away"),
    "a Tasmota switch under a chair, on a topic of another order": (
        "tasmota_49A3BC/stat/RESULT", SWITCH, 'kind = "seat"; field = "Switch1.Action"; when = "ON";', "sitting"),
    "an ultrasonic sensor above a seat": (
        "tele/tasmota4/SENSOR", SR04, 'kind = "seat"; field = "SR04.Distance"; when = "< 30";', "sitting"),
    "an ultrasonic sensor below a desk that is low": (
        "tele/tasmota5/SENSOR", SR04, 'kind = "desk-height"; field = "SR04.Distance"; when = "> 95 ~ 3";', "away"),
    "a vibration sensor under a chair": (
        "tele/zbbridge/RESULT", VIBRATION,
        'kind = "activity"; field = "ZbReceived.Vibration_sensor.AqaraVibrationMode"; when = "vibration|tilt";', "sitting"),
    "a monitor's plug that is off": (
        "tele/tasmota6/STATE", STATE, 'kind = "activity"; field = "POWER"; when = "ON";', "away"),
    "a Shelly plug by a key with a colon: no power": (
        "shellyplusplugs-80646fd031f8/events/rpc", SHELLY,
        'kind = "activity"; field = "params.\\"switch:0\\".apower"; when = "> 20";', "away"),
    "a Shelly plug by a key with a colon: switched on": (
        "shellyplusplugs-2/events/rpc", SHELLY, 'kind = "activity"; field = "params.\\"switch:0\\".output";', "sitting"),
    "a wrist band near a beacon at the seat": (
        "espresense/rooms/office", ESPRESENSE, f'{AT_SEAT} field = "distance"; when = "< 1.5";', "sitting"),
    "a wrist band by a key with an at sign": (
        "espresense/rooms/study", ESPRESENSE, f'{AT_SEAT} field = "\\"rssi@1m\\""; when = "> -80";', "sitting"),
    "a room beacon that is too far": (
        "room_presence/living_room", MQTT_ROOM, f'{AT_SEAT} field = "distance"; when = "< 0.8";', "away"),
    "a phone that is not at home": (
        "owntracks/jjolie/phone", OWNTRACKS, 'kind = "home"; field = "lat"; when = "< 40";', "away"),
    "a button is no posture": (
        "zigbee2mqtt/button", '{"action":"single","linkquality":10}', 'kind = "seat"; field = "occupancy";', "unknown"),
    "a message without the field tells nothing": (
        "zigbee2mqtt/occupancy_sensor",
        '{"battery":100,"device_temperature":19,"illuminance":381,"power_outage_count":34,"voltage":3045}',
        'kind = "seat"; field = "occupancy";', "unknown"),
    "an entity without a state tells nothing": (
        "pub/test_domain/test_platform_1234/state", "unknown", 'kind = "seat"; when = "on";', "unknown"),
}
PEOPLE = {f"p{number}": case for number, case in enumerate(CASES.values())}


@pytest.fixture
def people_config(broker):
    people = ",\n".join(
        f'{{ id = "{person}"; sensors = ( {{ name = "sensor"; topic = "{topic}"; {settings} }} ); }}'
        for person, (topic, _payload, settings, _posture) in PEOPLE.items()
    )
    return f"{broker.config_text()} people = ( {people} );"


def test_every_payload_of_a_sensor_drives_the_right_posture(listener, daemon_factory, people_config):
    daemon_factory(people_config)
    listener.wait_for_topic("unslouch/status", lambda message: message.text == "online")
    for person in PEOPLE:
        listener.wait_for_state(person)
    for topic, payload, _settings, _posture in PEOPLE.values():
        listener.publish(topic, payload)
    for (person, (_topic, _payload, _settings, posture)), name in zip(PEOPLE.items(), CASES):
        if posture == "unknown":
            continue
        listener.wait_for_state(person, posture=posture), name
    listener.settle()
    for person, (_topic, _payload, _settings, posture) in PEOPLE.items():
        assert listener.on(f"unslouch/{person}/state")[-1].json["posture"] == posture, person


def test_a_message_without_the_field_changes_nothing(broker, listener, daemon_factory):
    daemon_factory(
        broker.config_text() + 'people = ( { id = "anna"; sensors = ( { name = "radar"; kind = "presence"; '
        'covers = "seat"; topic = "zigbee2mqtt/occupancy_sensor"; field = "occupancy"; } ); } );'
    )
    listener.wait_for_state("anna", posture="unknown")
    listener.publish("zigbee2mqtt/occupancy_sensor", {"occupancy": True, "battery": 100})
    listener.wait_for_state("anna", posture="sitting")
    since = listener.mark()
    listener.publish("zigbee2mqtt/occupancy_sensor", {"battery": 99, "illuminance": 381, "voltage": 3045})
    listener.publish("zigbee2mqtt/occupancy_sensor", {"battery": 99, "illuminance": 380, "voltage": 3045})
    listener.settle()
    assert [message for message in listener.on("unslouch/anna/state", since) if message.json["posture"] != "sitting"] == []


def test_a_device_that_is_said_to_be_offline_says_nothing(broker, listener, daemon_factory):
    daemon_factory(
        broker.config_text() + 'people = ( { id = "anna"; sensors = ( { name = "chair"; kind = "seat"; '
        'via = "zigbee2mqtt"; device = "Office chair"; field = "contact"; when = "false"; } ); } );',
        "--time-scale=300",
    )
    listener.wait_for_state("anna", posture="unknown")
    listener.publish("zigbee2mqtt/Office chair", {"contact": False})
    listener.wait_for_state("anna", posture="sitting")
    listener.publish("zigbee2mqtt/Office chair/availability", '{"state":"offline"}', retain=True)
    # 5 min of silence, at three hundred times the speed
    listener.wait_for_state("anna", posture="unknown", since=listener.mark())
    listener.publish("zigbee2mqtt/Office chair/availability", '{"state":"online"}', retain=True)
    listener.wait_for_state("anna", posture="sitting", since=listener.mark())
