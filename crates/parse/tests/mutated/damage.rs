//! Damage to the bytes of any file.

use recoup_testkit::Seeded;

/// Maximum length of a damaged file.
pub(crate) const MAX_LEN: usize = 256 << 10;

/// Returns the random numbers of a round.
pub(crate) fn random(round: usize) -> Seeded {
    // Seeds are spread, because sequences of neighbouring seeds begin alike.
    Seeded::new((round as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15))
}

/// Damages a file once, in a way that any format can suffer. `values` are bytes with a meaning in
/// the format.
pub(crate) fn damage(bytes: &mut Vec<u8>, other: &[u8], values: &[u8], random: &mut Seeded) {
    if bytes.is_empty() {
        return;
    }
    let at = place(bytes, random);
    match random.below(9) {
        0 => bytes[at] ^= 1 << random.below(8),
        1 => bytes[at] = *one_of(values, random),
        2 => bytes[at] = random.below(256) as u8,
        3 => bytes.truncate(random.below(bytes.len())),
        4 => drop(bytes.drain(stretch(bytes, random))),
        5 => {
            let inserted: Vec<u8> =
                (0..=random.below(64)).map(|_| random.below(256) as u8).collect();
            drop(bytes.splice(at..at, inserted));
        }
        6 if !other.is_empty() => {
            bytes.truncate(at);
            bytes.extend_from_slice(&other[place(other, random)..]);
        }
        7 => {
            let copy = bytes[stretch(bytes, random)].to_vec();
            let times = if random.below(4) == 0 { 1000 } else { 1 };
            drop(bytes.splice(at..at, copy.repeat(times)));
        }
        _ => {
            let (one, two) = (stretch(bytes, random), stretch(bytes, random));
            for (one, two) in one.zip(two) {
                bytes.swap(one, two);
            }
        }
    }
}

/// Returns an index into `bytes`, often near the beginning, where most definitions are.
pub(crate) fn place(bytes: &[u8], random: &mut Seeded) -> usize {
    let reach = if random.below(4) == 0 { 600 } else { bytes.len() };
    random.below(reach.min(bytes.len()))
}

/// Returns a range of `bytes`, mostly a short one.
fn stretch(bytes: &[u8], random: &mut Seeded) -> std::ops::Range<usize> {
    let at = place(bytes, random);
    let longest = if random.below(4) == 0 { bytes.len() } else { 64 };
    at..(at + 1 + random.below(longest)).min(bytes.len())
}

pub(crate) fn one_of<'a, T>(choices: &'a [T], random: &mut Seeded) -> &'a T {
    &choices[random.below(choices.len())]
}
