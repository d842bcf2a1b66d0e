//! Tables that fit: where there is no room, cells take their short forms, then columns are left out,
//! those that matter least first.

use super::style::{STRONG, paint};
use std::fmt::{self, Display};
use textwrap::core::display_width;

/// The marks of short forms, each with what it means.
pub(crate) type Legend = &'static [(&'static str, &'static str)];

/// A column.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Column {
    heading: &'static str,
    short_heading: &'static str,
    legend: Legend,
    is_right: bool,
    rank: u8,
}

impl Column {
    /// A column of texts that is never left out.
    pub(crate) const fn text(heading: &'static str) -> Self {
        Self { heading, short_heading: heading, legend: &[], is_right: false, rank: 0 }
    }

    /// The same of numbers.
    pub(crate) const fn number(heading: &'static str) -> Self {
        Self { is_right: true, ..Self::text(heading) }
    }

    /// A heading above short forms, and what their marks mean.
    pub(crate) const fn or(self, short_heading: &'static str, legend: Legend) -> Self {
        Self { short_heading, legend, ..self }
    }

    /// How soon it is shortened and left out: the highest rank goes first, 0 stays.
    pub(crate) const fn rank(self, rank: u8) -> Self {
        Self { rank, ..self }
    }
}

/// What stands in a cell, painted or not, and its short form.
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

/// Rows of cells, one for each column.
#[derive(Debug)]
pub(crate) struct Table {
    columns: Vec<Column>,
    rows: Vec<Vec<Cell>>,
}

/// What is shown of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Long,
    Short,
    LeftOut,
}

/// A table, in the forms that fit.
#[derive(Debug)]
pub(crate) struct Fitted<'a> {
    table: &'a Table,
    forms: Vec<Form>,
}

impl Table {
    pub(crate) fn new(columns: impl Into<Vec<Column>>) -> Self {
        Self { columns: columns.into(), rows: Vec::new() }
    }

    pub(crate) fn add(&mut self, cells: impl Into<Vec<Cell>>) {
        self.rows.push(cells.into());
    }

    /// The table in so many columns of the terminal, if it can be; all of it where that is not known.
    pub(crate) fn fit(&self, width: Option<usize>) -> Fitted<'_> {
        let mut fitted = Fitted { table: self, forms: vec![Form::Long; self.columns.len()] };
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
            // A form that saves nothing would only need to be explained.
            if self.width(column, form) < self.width(column, fitted.forms[column]) {
                fitted.forms[column] = form;
            }
        }
        fitted
    }

    fn width(&self, column: usize, form: Form) -> usize {
        self.texts(column, form).map(display_width).max().unwrap_or_default()
    }

    /// The heading of a column, and what is below it.
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

    /// What the marks mean that are shown, a text for each column that has some.
    pub(crate) fn legends(&self) -> impl Iterator<Item = String> {
        let is_short = |&column: &usize| self.forms[column] == Form::Short;
        self.shown().filter(is_short).filter_map(|column| {
            let Column { legend, short_heading, .. } = self.table.columns[column];
            let is_used =
                |mark: &str| self.table.rows.iter().any(|cells| cells[column].short.contains(mark));
            let used = legend.iter().filter(|(mark, _)| is_used(mark));
            let used: Vec<String> =
                used.map(|(mark, meaning)| format!("{mark} {meaning}")).collect();
            (!used.is_empty()).then(|| format!("{short_heading}: {}", used.join(", ")))
        })
    }

    /// The headings of the columns that are left out.
    pub(crate) fn left_out(&self) -> impl Iterator<Item = &'static str> {
        let columns = self.table.columns.iter().zip(&self.forms);
        columns.filter(|(_, form)| **form == Form::LeftOut).map(|(column, _)| column.heading)
    }
}

/// What stands before the first column.
const MARGIN: &str = " ";
/// What stands between two.
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
        for row in 0..=self.table.rows.len() {
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
            Column::number("Kilometres").or("km", &[]).rank(2),
            Column::text("Outcome").or("Out", &[("T", "true"), ("M", "missed")]).rank(1),
        ]);
        table.add(["W10".into(), Cell::new("12.3", "12"), Cell::new("1 true", "1T")]);
        table
    }

    fn at(width: usize) -> String {
        anstream::adapter::strip_str(&table().fit(Some(width)).to_string()).to_string()
    }

    /// " Week  Kilometres  Outcome" is 26 wide, with "km" 18, with "Out" too 14, without it 10.
    #[test]
    fn what_matters_least_is_shortened_first_and_left_out_last() {
        assert_eq!(at(26), " Week  Kilometres  Outcome\n W10         12.3  1 true\n");
        assert_eq!(at(25), " Week  km  Outcome\n W10   12  1 true\n");
        assert_eq!(at(18), " Week  km  Outcome\n W10   12  1 true\n");
        assert_eq!(at(17), " Week  km  Out\n W10   12  1T\n");
        assert_eq!(at(13), " Week  Out\n W10   1T\n");
        // The first column stays, whatever the width.
        assert_eq!(at(1), " Week\n W10\n");
    }

    #[test]
    fn short_forms_have_a_legend_and_columns_left_out_are_named() {
        let table = table();
        let fitted = table.fit(Some(13));
        assert_eq!(fitted.legends().collect::<Vec<_>>(), ["Out: T true"]);
        assert_eq!(fitted.left_out().collect::<Vec<_>>(), ["Kilometres"]);
        assert_eq!(table.fit(None).legends().count(), 0);
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
