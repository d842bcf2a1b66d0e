//! Numbers in the spellings of exporters.

/// Powers of ten that a 64-bit float holds exactly, as far as a plain number needs them.
const POWERS_OF_TEN: [f64; PLAIN_TOP] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19,
];

/// Maximum length of a plain number. Its digits fit 64 bits.
const PLAIN_TOP: usize = 20;

/// Parses a finite number. Surrounding blanks and a decimal comma are allowed.
pub(crate) fn number(text: &str) -> Option<f64> {
    plain(text.as_bytes()).or_else(|| any(text))
}

/// Parses a number of digits, a sign and a decimal point. Returns [`None`] for other spellings, and
/// for a number with more digits than a float holds.
///
/// A whole number below 2^53 and a power of ten up to 10^22 are exact as floats, so their quotient is
/// rounded once and correctly (Clinger 1990).
fn plain(text: &[u8]) -> Option<f64> {
    let (digits, is_negative) = match text {
        [b'-', digits @ ..] => (digits, true),
        digits => (digits, false),
    };
    if digits.len() > PLAIN_TOP {
        return None;
    }
    let mut whole = 0_u64;
    let mut point = None;
    for (place, &byte) in digits.iter().enumerate() {
        let digit = byte.wrapping_sub(b'0');
        if digit < 10 {
            whole = whole.wrapping_mul(10).wrapping_add(u64::from(digit));
        } else if byte == b'.' && point.is_none() {
            point = Some(place);
        } else {
            return None;
        }
    }
    let has_digits = digits.len() > usize::from(point.is_some());
    if !has_digits || digits.len() - usize::from(point.is_some()) >= PLAIN_TOP || whole >= 1 << 53 {
        return None;
    }
    let decimals = point.map_or(0, |place| digits.len() - place - 1);
    let value = whole as f64 / POWERS_OF_TEN[decimals];
    Some(if is_negative { -value } else { value })
}

fn any(text: &str) -> Option<f64> {
    let text = text.trim();
    let value = match text.parse::<f64>() {
        Ok(value) => value,
        Err(_) => with_point(text)?.parse().ok()?,
    };
    value.is_finite().then_some(value)
}

/// Replaces a decimal comma by a decimal point.
fn with_point(text: &str) -> Option<String> {
    // Several separators would be thousands separators, whose convention is unknown.
    (text.len() <= 32 && text.matches([',', '.']).count() == 1).then(|| text.replace(',', "."))
}

#[cfg(test)]
mod tests {
    use super::{any, number, plain};
    use recoup_testkit::Seeded;

    #[test]
    fn reads_numbers_of_all_spellings() {
        let cases = [
            ("120", Some(120.0)),
            ("100.00", Some(100.0)),
            ("101.5", Some(101.5)),
            ("101,5", Some(101.5)),
            (" \n12.0\t", Some(12.0)),
            ("-3", Some(-3.0)),
            ("+3", Some(3.0)),
            ("-0.5", Some(-0.5)),
            (".5", Some(0.5)),
            ("5.", Some(5.0)),
            (".", None),
            ("48.137228000164032", Some(48.137_228_000_164_03)),
            ("00000000000000000000000001", Some(1.0)),
            ("99999999999999999999", Some(1e20)),
            ("1e1", Some(10.0)),
            ("", None),
            ("-", None),
            ("NaN", None),
            ("inf", None),
            ("1e999", None),
            ("12 m", None),
            ("null", None),
            ("1,234.5", None),
            ("1,234,5", None),
        ];
        for (text, expected) in cases {
            assert_eq!(number(text), expected, "{text:?}");
        }
    }
    #[test]
    fn plain_numbers_are_those_of_the_standard_library() {
        let mut random = Seeded::new(3);
        for _ in 0..200_000 {
            let digits: String =
                (0..=random.below(18)).map(|_| char::from(b'0' + random.below(10) as u8)).collect();
            let point = random.below(digits.len() + 1);
            let sign = ["", "-"][random.below(2)];
            let text = format!("{sign}{}.{}", &digits[..point], &digits[point..]);
            if let Some(value) = plain(text.as_bytes()) {
                assert_eq!(Some(value.to_bits()), any(&text).map(f64::to_bits), "{text}");
            }
        }
    }
}
