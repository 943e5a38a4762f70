"""Parameter sets of H.264, as far as joining newly encoded pictures to copied ones needs them.

Copied and new pictures are coded under different parameter sets. Both fit into one track, readable by every player,
when the new ones get numbers of their own and the header lists all of them: nothing changes inside the stream.

Source: ITU-T H.264 (7.3.2.1 sequence, 7.3.2.2 picture parameter sets); ISO/IEC 14496-15, 5.3.3.1 (avcC).
"""

from __future__ import annotations

import dataclasses

#: Types of NAL units.
_IDR, _SPS, _PPS, _AUD = 5, 7, 8, 9
#: Profiles whose sequence parameter sets tell the chroma format.
_HIGH_PROFILES = frozenset({100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135})


class NotJoinable(Exception):
    """This stream is of a sort to which no new pictures can be joined."""


@dataclasses.dataclass(frozen=True)
class Header:
    """An avcC record: what a player reads before the first picture.

    Args:
        profile: profile, compatibility flags and level: three bytes.
        sps: sequence parameter sets, without start codes.
        pps: picture parameter sets.
        extension: what high profiles append.
    """

    profile: bytes
    sps: tuple[bytes, ...]
    pps: tuple[bytes, ...]
    extension: bytes

    @classmethod
    def parse(cls, record: bytes) -> Header:
        """Read an avcC record.

        Raises:
            NotJoinable: if it is none, or packets have lengths of other than four bytes.
        """
        try:
            if record[0] != 1 or record[4] & 3 != 3:
                raise NotJoinable
            sps, at = _sets(record, 6, record[5] & 31)
            pps, at = _sets(record, at + 1, record[at])
        except IndexError:
            raise NotJoinable from None
        if not sps or not pps:
            raise NotJoinable
        return cls(record[1:4], sps, pps, record[at:])

    def free_id(self) -> int:
        """Return a number that no parameter set has yet."""
        used = {_Bits(unit[4:]).unsigned() for unit in self.sps} | {_Bits(unit[1:]).unsigned() for unit in self.pps}
        return next(number for number in range(31, 0, -1) if number not in used)

    def is_plain(self) -> bool:
        """Tell whether pictures are whole frames of 8-bit 4:2:0, which the encoder makes too."""
        return all(_is_plain(unit) for unit in self.sps)

    def joined(self, other: Header) -> bytes:
        """Return an avcC record that lists the parameter sets of both."""
        sps, pps = self.sps + other.sps, self.pps + other.pps
        level = max(self.profile[2], other.profile[2])
        record = bytes([1, self.profile[0], self.profile[1], level, 0xFF, 0xE0 | len(sps)])
        record += b"".join(len(unit).to_bytes(2, "big") + unit for unit in sps)
        record += bytes([len(pps)]) + b"".join(len(unit).to_bytes(2, "big") + unit for unit in pps)
        return record + self.extension

    @property
    def profile_name(self) -> str:
        """The encoder's name for a profile that players of this stream support."""
        return {66: "baseline", 77: "main", 88: "main"}.get(self.profile[0], "high")


def header_of_encoder(extradata: bytes) -> Header:
    """Build the record from an encoder's global header (units behind start codes)."""
    units = units_of(extradata)
    sps = tuple(unit for unit in units if unit[0] & 31 == _SPS)
    pps = tuple(unit for unit in units if unit[0] & 31 == _PPS)
    return Header(sps[0][1:4], sps, pps, b"")


def units_of(data: bytes) -> list[bytes]:
    """Split bytes at their start codes (00 00 01, Annex B)."""
    units = []
    for piece in data.split(b"\x00\x00\x01")[1:]:
        # Zeros at the end belong to the next start code: a unit ends in a one bit.
        unit = piece.rstrip(b"\x00")
        if unit:
            units.append(unit)
    return units


def with_lengths(data: bytes) -> bytes:
    """Turn an encoder's packet (start codes) into a file's (four-byte lengths), without repeated parameter sets."""
    kept = [unit for unit in units_of(data) if unit[0] & 31 not in (_SPS, _PPS, _AUD)]
    return b"".join(len(unit).to_bytes(4, "big") + unit for unit in kept)


def begins_afresh(data: bytes) -> bool:
    """Tell whether a packet of a file holds an IDR picture: nothing after it refers to anything before."""
    at = 0
    while at + 4 < len(data):
        if data[at + 4] & 31 == _IDR:
            return True
        at += 4 + int.from_bytes(data[at : at + 4], "big")
    return False


def _sets(record: bytes, at: int, count: int) -> tuple[tuple[bytes, ...], int]:
    found = []
    for _ in range(count):
        length = int.from_bytes(record[at : at + 2], "big")
        found.append(record[at + 2 : at + 2 + length])
        at += 2 + length
    return tuple(found), at


class _Bits:
    """Reads the Exp-Golomb numbers that parameter sets are made of (H.264, 9.1)."""

    def __init__(self, data: bytes) -> None:
        plain = data.replace(b"\x00\x00\x03", b"\x00\x00")  # emulation prevention
        self._bits = "".join(f"{byte:08b}" for byte in plain)
        self._at = 0

    def bit(self) -> int:
        self._at += 1
        return int(self._bits[self._at - 1])

    def unsigned(self) -> int:
        zeros = 0
        while not self.bit():
            zeros += 1
        value = 1
        for _ in range(zeros):
            value = 2 * value + self.bit()
        return value - 1

    def signed(self) -> int:
        value = self.unsigned()
        return (value + 1) // 2 if value & 1 else -(value // 2)


def _is_plain(sps: bytes) -> bool:
    try:
        bits = _Bits(sps[4:])
        bits.unsigned()  # its number
        if sps[1] in _HIGH_PROFILES:
            if bits.unsigned() != 1:  # chroma format: 4:2:0
                return False
            if bits.unsigned() or bits.unsigned() or bits.bit():  # bits over eight; lossless
                return False
            if bits.bit():  # scaling matrix
                return False
        bits.unsigned()  # log2_max_frame_num
        order = bits.unsigned()
        if order == 0:
            bits.unsigned()
        elif order == 1:
            bits.bit(), bits.signed(), bits.signed()
            for _ in range(bits.unsigned()):
                bits.signed()
        bits.unsigned()  # reference frames
        bits.bit()
        bits.unsigned(), bits.unsigned()  # width, height
        return bool(bits.bit())  # frame_mbs_only
    except IndexError:
        return False
