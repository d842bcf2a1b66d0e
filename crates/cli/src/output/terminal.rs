//! Standard output for people: no line is wider than the terminal. A longer line continues on the
//! next line with an indent, because the terminal would break it in the middle of a word.

use recoup::shown;
use std::env;
use std::io::{self, Write};
use terminal_size::{Height, Width, terminal_size_of};
use textwrap::core::display_width;
use textwrap::{Options, WordSplitter};

/// Returns the width of the terminal on standard output, or otherwise the value of `COLUMNS`.
///
/// In a pipe the result is usually [`None`]. Lines are then not wrapped.
pub(crate) fn width() -> Option<usize> {
    let asked_for = || env::var("COLUMNS").ok()?.parse().ok().filter(|&columns| columns > 0);
    terminal_size_of(io::stdout()).map(|(Width(width), _)| usize::from(width)).or_else(asked_for)
}

/// Returns the number of lines of the terminal on standard output, or otherwise the value of
/// `LINES`.
pub(crate) fn height() -> Option<usize> {
    let asked_for = || env::var("LINES").ok()?.parse().ok().filter(|&lines| lines > 0);
    terminal_size_of(io::stdout()).map(|(_, Height(lines))| usize::from(lines)).or_else(asked_for)
}

/// Standard output, with long lines wrapped.
pub(crate) type Output = Wrapped<anstream::AutoStream<io::StdoutLock<'static>>>;

/// Returns standard output, with long lines wrapped.
pub(crate) fn stdout() -> Output {
    Wrapped { out: anstream::stdout().lock(), width: width(), line: Vec::new() }
}

/// Returns lines of plain text without characters that control a terminal. Newlines stay.
pub(crate) fn safe_lines(text: &str) -> String {
    text.split('\n').map(shown).collect::<Vec<_>>().join("\n")
}

/// Returns a line without characters that control a terminal. The colours of
/// [`style`](super::style) and the newline at the end stay.
///
/// Texts of files are already escaped when they are written into a page. This function is the last
/// check before the terminal.
fn safe_line(line: &str) -> String {
    const ESCAPE: char = '\u{1b}';
    let (text, end) = line.strip_suffix('\n').map_or((line, ""), |text| (text, "\n"));
    let mut safe = String::with_capacity(line.len());
    let mut rest = text;
    while let Some(at) = rest.find(ESCAPE) {
        let (before, after) = rest.split_at(at);
        safe.push_str(&shown(before));
        let colour_end = after.find('m').filter(|&end| is_colour(&after[1..end]));
        let end = colour_end.map_or(ESCAPE.len_utf8(), |end| end + 1);
        match colour_end {
            Some(_) => safe.push_str(&after[..end]),
            None => safe.push_str(&shown(&after[..end])),
        }
        rest = &after[end..];
    }
    safe.push_str(&shown(rest));
    safe.push_str(end);
    safe
}

/// Whether a text is the code of a colour that this program writes, such as `[1` or `[32`.
fn is_colour(inside: &str) -> bool {
    inside.strip_prefix('[').is_some_and(|codes| {
        codes.len() <= 8 && codes.bytes().all(|byte| byte.is_ascii_digit() || byte == b';')
    })
}

/// A writer that wraps long lines.
pub(crate) struct Wrapped<W> {
    out: W,
    width: Option<usize>,
    line: Vec<u8>,
}

impl<W> Wrapped<W> {
    /// Returns the width, if it is known.
    pub(crate) fn width(&self) -> Option<usize> {
        self.width
    }
}

impl<W: Write> Write for Wrapped<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for line in bytes.split_inclusive(|&byte| byte == b'\n') {
            self.line.extend(line);
            if self.line.last() == Some(&b'\n') {
                let line = safe_line(&String::from_utf8_lossy(&self.line));
                let line = match self.width {
                    Some(width) => wrapped(&line, width),
                    None => line,
                };
                self.out.write_all(line.as_bytes())?;
                self.line.clear();
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.write_all(safe_line(&String::from_utf8_lossy(&self.line)).as_bytes())?;
        self.line.clear();
        self.out.flush()
    }
}

/// Wraps a line if it is too wide. The next lines are indented to the last column of the line.
/// Words are never broken, so that users can copy a path.
fn wrapped(line: &str, width: usize) -> String {
    let text = line.trim_end();
    if display_width(text) <= width {
        return line.to_owned();
    }
    let body = text.trim_start();
    let indent = text.len() - body.len();
    // Text with such a deep indent would have no room.
    let indent = if indent > width / 2 { NARROW_INDENT } else { indent };
    let first = " ".repeat(indent);
    let hanging = " ".repeat(last_column(body, indent, width).unwrap_or(indent + 2));
    let options = Options::new(width)
        .initial_indent(&first)
        .subsequent_indent(&hanging)
        .word_splitter(WordSplitter::NoHyphenation)
        .break_words(false);
    textwrap::fill(body, options) + "\n"
}

/// Returns the number of lines of a text that is wrapped at a width.
pub(crate) fn height_of(text: &str, width: usize) -> usize {
    text.lines().map(|line| wrapped(line, width).lines().count().max(1)).sum()
}

/// Cuts a line to a width if it takes more than two lines. In some languages a long title is one
/// word, and words are never broken.
pub(crate) fn cut(line: &str, width: usize) -> String {
    let plain = anstream::adapter::strip_str(line).to_string();
    if display_width(&plain) <= 2 * width {
        return line.to_owned();
    }
    let mut room = width.saturating_sub(1);
    let fits = |letter: &char| {
        room = room.saturating_sub(display_width(letter.encode_utf8(&mut [0; 4])));
        room > 0
    };
    plain.chars().take_while(fits).chain(['…']).collect()
}

/// Indent of text whose own indent is more than half of the width.
const NARROW_INDENT: usize = 4;

/// Returns the position of the last column in the left half of a line. A column follows two blanks.
fn last_column(body: &str, indent: usize, width: usize) -> Option<usize> {
    let body = anstream::adapter::strip_str(body).to_string();
    let is_start = |&at: &usize| body[..at].ends_with("  ") && !body[at..].starts_with(' ');
    let starts = body.char_indices().map(|(at, _)| at).filter(is_start);
    starts.map(|at| indent + display_width(&body[..at])).take_while(|&at| at <= width / 2).last()
}

#[cfg(test)]
mod tests {
    use super::{safe_line, safe_lines, wrapped};

    #[test]
    fn only_colours_pass() {
        let painted = "\u{1b}[1;32mgood\u{1b}[0m\n";
        assert_eq!(safe_line(painted), painted);
        let hostile = "\u{1b}]0;title\u{7} \u{1b}[2J \u{9b}31m \u{202e}\r\u{1b}\n";
        let shown = "\\x1b]0;title\\x07 \\x1b[2J \\x9b31m \\u{202e}\\r\\x1b\n";
        assert_eq!(safe_line(hostile), shown);
        assert_eq!(safe_lines("one\ntwo\u{1b}[1m"), "one\ntwo\\x1b[1m");
    }

    #[test]
    fn a_line_goes_on_where_its_last_column_begins() {
        let line = "  pass  duration   40 minutes of timer time, well\n";
        assert_eq!(wrapped(line, 80), line);
        assert_eq!(
            wrapped(line, 40),
            "  pass  duration   40 minutes of timer\n                   time, well\n"
        );
        // Too far to the right: at the column before.
        assert_eq!(
            wrapped(line, 30),
            "  pass  duration   40 minutes\n        of timer time, well\n"
        );
    }

    #[test]
    fn a_line_without_columns_is_indented_a_little() {
        assert_eq!(wrapped("one two three\n", 8), "one two\n  three\n");
        assert_eq!(wrapped("            one two three\n", 16), "    one two\n      three\n");
        // Colours take no room, and words stay whole.
        let painted = "\u{1b}[1mone two\u{1b}[0m three/four/five\n";
        assert_eq!(wrapped(painted, 24), painted);
        assert_eq!(wrapped(painted, 10), "\u{1b}[1mone two\u{1b}[0m\n  three/four/five\n");
    }
}
