# SPDX-License-Identifier: Apache-2.0
"""Reads Perfetto trace files (protobuf wire format, protos/perfetto/trace/trace_packet.proto) for
the tests: written from the format's documents, it shares nothing with the exporter."""
import struct
from dataclasses import dataclass, field


def fields(data):
    """Field number and value of each field: an int, or the bytes of what has a length."""
    at = 0

    def varint():
        nonlocal at
        value = shift = 0
        while True:
            byte = data[at]
            at += 1
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value

    while at < len(data):
        key = varint()
        wire = key & 7
        if wire == 0:
            value = varint()
        elif wire in (1, 5):
            size = 8 if wire == 1 else 4
            value = int.from_bytes(data[at:at + size], "little")
            at += size
        elif wire == 2:
            size = varint()
            value = data[at:at + size]
            if len(value) != size:
                raise ValueError("a field goes beyond the end of its message")
            at += size
        else:
            raise ValueError(f"wire type {wire}")
        yield key >> 3, value


def message(data):
    """Values by field number, in order."""
    result = {}
    for number, value in fields(data):
        result.setdefault(number, []).append(value)
    return result


def one(values, number, default=None):
    return values.get(number, [default])[0]


@dataclass
class Track:
    name: str
    process: str
    parent: int = 0
    is_counter: bool = False


@dataclass
class Event:
    kind: str  # begin, end, instant, counter
    track: int
    ns: int
    name: str = ""
    category: str = ""
    value: float = 0
    flows: list = field(default_factory=list)
    ended_flows: list = field(default_factory=list)
    texts: dict = field(default_factory=dict)


class Timeline:
    """TracePacket: 8 timestamp, 11 track_event, 12 interned_data, 60 track_descriptor."""
    KINDS = {1: "begin", 2: "end", 3: "instant", 4: "counter"}

    def __init__(self, path):
        self.tracks, self.events = {}, []
        self._processes = {}
        self._interned = {}
        for number, packet in fields(path.read_bytes()):
            if number != 1:
                raise ValueError(f"field {number} of Trace")
            self._packet(message(packet))

    def _packet(self, packet):
        for data in packet.get(12, []):
            for kind, entry in fields(data):
                entry = message(entry)
                self._interned[kind, one(entry, 1)] = one(entry, 2).decode()
        for descriptor in packet.get(60, []):
            self._descriptor(message(descriptor))
        for event in packet.get(11, []):
            self._event(one(packet, 8), message(event))

    def _descriptor(self, descriptor):
        name = one(descriptor, 2, b"").decode()
        process = ""
        if 3 in descriptor:
            body = message(one(descriptor, 3))
            process = name = one(body, 6).decode()
            self._processes[one(body, 1)] = name
        if 4 in descriptor:
            body = message(one(descriptor, 4))
            process, name = self._processes[one(body, 1)], one(body, 5).decode()
        uuid = one(descriptor, 1)
        if uuid in self.tracks:
            raise ValueError(f"track {uuid} is described twice")
        self.tracks[uuid] = Track(name, process, one(descriptor, 5, 0), 8 in descriptor)

    def _event(self, ns, event):
        texts = {}
        for annotation in map(message, event.get(4, [])):
            value = (self._interned[29, one(annotation, 17)] if 17 in annotation
                     else one(annotation, 3))
            texts[self._interned[3, one(annotation, 1)]] = value
        value = struct.unpack("<d", struct.pack("<Q", one(event, 44)))[0] if 44 in event else 0
        self.events.append(Event(
            self.KINDS[one(event, 9)], one(event, 11), ns,
            self._interned[2, one(event, 10)] if 10 in event else "",
            self._interned[1, one(event, 3)] if 3 in event else "", value, event.get(47, []), event.get(48, []),
            texts))

    def slices(self):
        """(track, begin event, end time) of each slice. Raises ValueError if they do not nest."""
        open_slices, result = {}, []
        for event in self.events:
            stack = open_slices.setdefault(event.track, [])
            if event.kind == "begin":
                stack.append(event)
            elif event.kind == "end":
                if not stack:
                    raise ValueError(f"an end without a begin on {self.tracks[event.track]}")
                result.append((event.track, stack.pop(), event.ns))
        left = [stack for stack in open_slices.values() if stack]
        if left:
            raise ValueError(f"slices that never end: {left}")
        return result
