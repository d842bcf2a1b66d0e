//! Columns while they are being filled.

use std::ops::Range;

/// Number of records handled together. Their bytes and values stay in the nearest cache.
pub(super) const CHUNK: usize = 256;

/// Value in a column.
pub(super) trait Cell: Copy {
    const ZERO: Self;
    const MISSING: Self;
    fn of(value: f64) -> Self;
    fn is_missing(self) -> bool;
}

impl Cell for f32 {
    const ZERO: Self = 0.0;
    const MISSING: Self = Self::NAN;
    #[inline(always)]
    fn of(value: f64) -> Self {
        value as Self
    }
    #[inline]
    fn is_missing(self) -> bool {
        self.is_nan()
    }
}

impl Cell for f64 {
    const ZERO: Self = 0.0;
    const MISSING: Self = Self::NAN;
    #[inline(always)]
    fn of(value: f64) -> Self {
        value
    }
    #[inline]
    fn is_missing(self) -> bool {
        self.is_nan()
    }
}

/// Column that is being filled.
#[derive(Default)]
pub(super) struct ColumnBuffer<C> {
    /// One cell for each final row. Empty before the first value.
    cells: Vec<C>,
    /// Number of filled cells.
    len: usize,
}

impl<C: Cell> ColumnBuffer<C> {
    /// Calls `write` to fill the cells of `rows`. `total` is the final number of rows. Cells that
    /// are filled already keep their value. Only missing values are replaced.
    pub(super) fn put(&mut self, rows: Range<usize>, total: usize, write: impl FnOnce(&mut [C])) {
        if rows.start < self.len {
            let cells = &mut self.cells[rows];
            if cells.iter().any(|cell| cell.is_missing()) {
                let mut others = [C::MISSING; CHUNK];
                write(&mut others[..cells.len()]);
                for (own, other) in cells.iter_mut().zip(others) {
                    if own.is_missing() {
                        *own = other;
                    }
                }
            }
            return;
        }
        if self.cells.is_empty() {
            self.cells = vec![C::ZERO; total];
        }
        self.cells[self.len..rows.start].fill(C::MISSING);
        self.len = rows.end;
        write(&mut self.cells[rows]);
    }

    /// Returns the cells of some rows, if they are filled already.
    pub(super) fn filled(&mut self, rows: Range<usize>) -> Option<&mut [C]> {
        self.cells[..self.len].get_mut(rows)
    }

    /// Returns the complete column. A column without any value is empty.
    pub(super) fn finish(mut self) -> Vec<C> {
        self.cells[self.len..].fill(C::MISSING);
        let is_empty = self.cells.iter().all(|cell| cell.is_missing());
        if is_empty { Vec::new() } else { self.cells }
    }
}
