//! Damage to GPX and TCX files: to their bytes, and to their markup.

use crate::damage::{self, MAX_LEN, one_of, place};

/// Bytes with a meaning in markup, a time or a number.
const VALUES: [u8; 20] = *b"<>/&;\"'=!?-[]:. 0e\n\0";

/// Markup, whole and in pieces, and texts that are values.
const PIECES: [&str; 40] = [
    "<trkpt lat=\"1.5\" lon=\"2.5\">",
    "<trkpt lat='100' lon='0'>",
    "</trkpt>",
    "<trkseg>",
    "</trkseg>",
    "<trk>",
    "</trk>",
    "<gpx>",
    "</gpx>",
    "<time>2026-03-02T06:00:00Z</time>",
    "<ele>12</ele>",
    "<hr>121</hr>",
    "<hr>",
    "</hr>",
    "<extensions>",
    "</extensions>",
    "<type>running</type>",
    "<name>",
    "<Trackpoint>",
    "</Trackpoint>",
    "<Time>2026-03-02T06:00:00Z</Time>",
    "<HeartRateBpm><Value>121</Value></HeartRateBpm>",
    "<Value>",
    "<Lap>",
    "<Lap StartTime=\"2026-03-02T06:00:00Z\">",
    "<TotalTimeSeconds>60</TotalTimeSeconds>",
    "<Track>",
    "<Activity Sport=\"Running\">",
    "</Activity>",
    "<Course>",
    "<TrainingCenterDatabase>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<!DOCTYPE gpx [<!ENTITY e '42'>]>",
    "&e;",
    "&#49;",
    "<?xml version='1.0' encoding='UTF-16'?>",
    "NaN",
];

/// Returns the damaged file of a round. Equal rounds give equal files.
pub(crate) fn mutated(round: usize, seeds: &[Vec<u8>]) -> Vec<u8> {
    let random = &mut damage::random(round);
    let mut bytes = one_of(seeds, random).clone();
    for _ in 0..random.below(6) {
        if !bytes.is_empty() && random.below(2) == 0 {
            let at = place(&bytes, random);
            let times = if random.below(16) == 0 { 1000 } else { 1 };
            let piece = one_of(&PIECES, random).repeat(times);
            drop(bytes.splice(at..at, piece.into_bytes()));
        } else {
            let other = one_of(seeds, random).as_slice();
            damage::damage(&mut bytes, other, &VALUES, random);
        }
        bytes.truncate(MAX_LEN);
    }
    bytes
}
