//! Numbers in the spellings of exporters.

/// Parses a finite number. Surrounding blanks and a decimal comma are allowed.
pub(crate) fn number(text: &str) -> Option<f64> {
    let text = text.trim();
    let value = match text.parse::<f64>() {
        Ok(value) => value,
        Err(_) => with_point(text)?.parse().ok()?,
    };
    value.is_finite().then_some(value)
}

/// Replaces a decimal comma by a decimal point.
fn with_point(text: &str) -> Option<String> {
    // Several separators would be thousands separators, of an unknown convention.
    (text.len() <= 32 && text.matches([',', '.']).count() == 1).then(|| text.replace(',', "."))
}

#[cfg(test)]
mod tests {
    use super::number;

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
}
