//! Tables that fit the terminal. If there is not enough room, cells take their short forms. Then
//! columns are left out, the least important first. In a long table, the headings are repeated.

use super::style::{STRONG, paint};
use std::fmt::{self, Display};
use textwrap::core::display_width;

/// A column of a table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Column {
    heading: &'static str,
    short_heading: &'static str,
    is_right: bool,
    rank: u8,
}

impl Column {
    /// Creates a column of texts that is never left out.
    pub(crate) const fn text(heading: &'static str) -> Self {
        Self { heading, short_heading: heading, is_right: false, rank: 0 }
    }

    /// Creates a column of numbers that is never left out.
    pub(crate) const fn number(heading: &'static str) -> Self {
        Self { is_right: true, ..Self::text(heading) }
    }

    /// Sets the heading above short forms.
    pub(crate) const fn or(self, short_heading: &'static str) -> Self {
        Self { short_heading, ..self }
    }

    /// Sets the rank. Columns of the highest rank are shortened and left out first. Columns of rank
    /// 0 are never left out.
    pub(crate) const fn rank(self, rank: u8) -> Self {
        Self { rank, ..self }
    }
}

/// Text of a cell, with or without colours, and its short form.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cell {
    long: String,
    short: String,
}

impl Cell {
    pub(crate) fn new(long: impl Into<String>, short: impl Into<String>) -> Self {
        Self { long: long.into(), short: short.into() }
    }
}

impl<T: Into<String>> From<T> for Cell {
    fn from(text: T) -> Self {
        let text = text.into();
        Self { short: text.clone(), long: text }
    }
}

/// Rows of cells, one cell for each column.
#[derive(Debug)]
pub(crate) struct Table {
    columns: Vec<Column>,
    rows: Vec<Vec<Cell>>,
}

/// Form in which a column is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Long,
    Short,
    LeftOut,
}

/// A table, with forms of its columns that fit the width.
#[derive(Debug)]
pub(crate) struct Fitted<'a> {
    table: &'a Table,
    forms: Vec<Form>,
    /// Rows between two lines of headings.
    page_rows: Option<usize>,
}

impl Table {
    pub(crate) fn new(columns: impl Into<Vec<Column>>) -> Self {
        Self { columns: columns.into(), rows: Vec::new() }
    }

    pub(crate) fn add(&mut self, cells: impl Into<Vec<Cell>>) {
        self.rows.push(cells.into());
    }

    /// Fits the table into a width, as far as possible. Without a width, everything is shown.
    pub(crate) fn fit(&self, width: Option<usize>) -> Fitted<'_> {
        let forms = vec![Form::Long; self.columns.len()];
        let mut fitted = Fitted { table: self, forms, page_rows: None };
        let Some(width) = width else { return fitted };
        let mut order: Vec<usize> = (0..self.columns.len()).collect();
        order.sort_by_key(|&column| std::cmp::Reverse(self.columns[column].rank));
        let shortened = order.iter().map(|&column| (column, Form::Short));
        let left_out = order.iter().map(|&column| (column, Form::LeftOut));
        let left_out = left_out.filter(|&(column, _)| self.columns[column].rank > 0);
        for (column, form) in shortened.chain(left_out) {
            if fitted.width() <= width {
                break;
            }
            // A short form that is not shorter would only need an explanation.
            if self.width(column, form) < self.width(column, fitted.forms[column]) {
                fitted.forms[column] = form;
            }
        }
        fitted
    }

    fn width(&self, column: usize, form: Form) -> usize {
        self.texts(column, form).map(display_width).max().unwrap_or_default()
    }

    /// Returns the heading of a column and the texts below it.
    fn texts(&self, column: usize, form: Form) -> impl Iterator<Item = &str> {
        let heading = match form {
            Form::Long => Some(self.columns[column].heading),
            Form::Short => Some(self.columns[column].short_heading),
            Form::LeftOut => None,
        };
        let cells = self.rows.iter().filter_map(move |cells| match form {
            Form::Long => Some(cells[column].long.as_str()),
            Form::Short => Some(cells[column].short.as_str()),
            Form::LeftOut => None,
        });
        heading.into_iter().chain(cells)
    }
}

impl Fitted<'_> {
    fn width(&self) -> usize {
        self.shown()
            .map(|column| self.table.width(column, self.forms[column]) + GAP.len())
            .sum::<usize>()
            .saturating_sub(GAP.len() - MARGIN.len())
    }

    fn shown(&self) -> impl Iterator<Item = usize> {
        (0..self.forms.len()).filter(|&column| self.forms[column] != Form::LeftOut)
    }

    /// Repeats the headings, so that they are visible on every page of `lines` lines. [`None`]
    /// shows them once.
    pub(crate) fn paged(self, lines: Option<usize>) -> Self {
        Self { page_rows: lines.map(|lines| lines.saturating_sub(PAGE_OTHERS).max(1)), ..self }
    }

    /// Whether a column is shown in its short form.
    pub(crate) fn is_short(&self, heading: &str) -> bool {
        let columns = self.table.columns.iter().zip(&self.forms);
        columns.into_iter().any(|(column, form)| column.heading == heading && *form == Form::Short)
    }

    /// Returns the meanings of the visible headings: `Meant: …`.
    pub(crate) fn legend(&self, meanings: &[(&str, &str)]) -> Vec<String> {
        let left_out: Vec<&str> = self.left_out().collect();
        let shown = meanings.iter().filter(|(heading, _)| !left_out.contains(heading));
        shown.map(|(heading, meaning)| format!("{heading}: {meaning}")).collect()
    }

    /// Returns the headings of the columns that are left out.
    pub(crate) fn left_out(&self) -> impl Iterator<Item = &'static str> {
        let columns = self.table.columns.iter().zip(&self.forms);
        columns.filter(|(_, form)| **form == Form::LeftOut).map(|(column, _)| column.heading)
    }
}

/// Lines of a page that are not rows: the headings, and the prompt.
const PAGE_OTHERS: usize = 2;
/// Blanks before the first column.
const MARGIN: &str = " ";
/// Blanks between two columns.
const GAP: &str = "  ";

impl Display for Fitted<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let columns: Vec<(Vec<&str>, usize, bool)> = self
            .shown()
            .map(|column| {
                let form = self.forms[column];
                let texts = self.table.texts(column, form).collect();
                (texts, self.table.width(column, form), self.table.columns[column].is_right)
            })
            .collect();
        let headings = |row: usize| {
            let is_due =
                self.page_rows.is_some_and(|rows| row > 1 && (row - 1).is_multiple_of(rows));
            is_due.then_some(0)
        };
        let rows =
            (0..=self.table.rows.len()).flat_map(|row| headings(row).into_iter().chain([row]));
        for row in rows {
            let cells = columns.iter().map(|(texts, width, is_right)| {
                let blanks = " ".repeat(width.saturating_sub(display_width(texts[row])));
                let text = if row == 0 { paint(STRONG, texts[0]) } else { texts[row].to_owned() };
                if *is_right { blanks + &text } else { text + &blanks }
            });
            let line = MARGIN.to_owned() + &cells.collect::<Vec<_>>().join(GAP);
            writeln!(formatter, "{}", line.trim_end())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Cell, Column, Table};
    use textwrap::core::display_width;

    fn table() -> Table {
        let mut table = Table::new([
            Column::text("Week"),
            Column::number("Kilometres").or("km").rank(2),
            Column::text("Outcome").or("Out").rank(1),
        ]);
        table.add(["W10".into(), Cell::new("12.3", "12"), Cell::new("1 true", "1T")]);
        table
    }

    fn at(width: usize) -> String {
        anstream::adapter::strip_str(&table().fit(Some(width)).to_string()).to_string()
    }

    /// " Week  Kilometres  Outcome" is 26 wide, with "km" 18, with "Out" too 14, without it 10.
    #[test]
    fn all_columns_are_shortened_before_any_is_left_out() {
        assert_eq!(at(26), " Week  Kilometres  Outcome\n W10         12.3  1 true\n");
        assert_eq!(at(25), " Week  km  Outcome\n W10   12  1 true\n");
        assert_eq!(at(18), " Week  km  Outcome\n W10   12  1 true\n");
        assert_eq!(at(17), " Week  km  Out\n W10   12  1T\n");
        assert_eq!(at(13), " Week  Out\n W10   1T\n");
        // The first column stays, whatever the width.
        assert_eq!(at(1), " Week\n W10\n");
    }

    #[test]
    fn columns_left_out_are_named_and_headings_repeated() {
        let mut table = table();
        let fitted = table.fit(Some(13));
        assert_eq!(fitted.left_out().collect::<Vec<_>>(), ["Kilometres"]);
        assert!(fitted.is_short("Outcome") && !fitted.is_short("Week"));
        table.add(["W11".into(), Cell::from("9"), Cell::from("-")]);
        let paged = table.fit(Some(1)).paged(Some(3)).to_string();
        let paged = anstream::adapter::strip_str(&paged).to_string();
        assert_eq!(paged, " Week\n W10\n Week\n W11\n");
    }

    #[test]
    fn painted_cells_are_as_wide_as_their_text() {
        let mut table = Table::new([Column::text("A"), Column::text("B")]);
        table.add(["\u{1b}[32mgreen\u{1b}[0m", "b"].map(Cell::from));
        table.add(["日本", "b"].map(Cell::from));
        let printed = anstream::adapter::strip_str(&table.fit(None).to_string()).to_string();
        let before_b =
            printed.lines().skip(1).map(|line| display_width(line.trim_end_matches('b')));
        assert_eq!(before_b.collect::<Vec<_>>(), [8, 8]);
    }
}
