//! ColumnBuffers while they are being filled.

use std::ops::Range;

/// Records handled together: their bytes and values stay in the nearest cache.
pub(super) const CHUNK: usize = 256;

/// A value in a column.
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

/// A column that is being filled.
#[derive(Default)]
pub(super) struct ColumnBuffer<C> {
    /// A cell for each row that there will be, once there is a value.
    cells: Vec<C>,
    /// How many of them are filled.
    len: usize,
}

impl<C: Cell> ColumnBuffer<C> {
    /// Lets the values of some rows be written, of so many in the end; where there are values
    /// already, those that are missing are filled.
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

    /// The values of some rows, if they are there already.
    pub(super) fn filled(&mut self, rows: Range<usize>) -> Option<&mut [C]> {
        self.cells[..self.len].get_mut(rows)
    }

    /// The whole column; one without a value is no column.
    pub(super) fn finish(mut self) -> Vec<C> {
        self.cells[self.len..].fill(C::MISSING);
        let is_empty = self.cells.iter().all(|cell| cell.is_missing());
        if is_empty { Vec::new() } else { self.cells }
    }
}
