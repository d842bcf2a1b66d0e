//! Values of FIT's base types.
//!
//! A field is read with the type that its definition declares, even if the profile states another
//! type. Each type has one invalid value. Values become `f64` numbers with NaN for missing, as in
//! the columns of samples.

use std::marker::PhantomData;
use std::str;

/// Base type, as far as reading needs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BaseType {
    /// Bytes without a meaning as a number. A single byte is read as `U8`.
    Bytes,
    Text,
    I8,
    U8,
    /// Unsigned number with 0 as its invalid value, like all types ending in `z`.
    U8z,
    I16,
    U16,
    U16z,
    I32,
    U32,
    U32z,
    I64,
    U64,
    U64z,
    F32,
    F64,
}

impl BaseType {
    /// Returns the type of a field with this declared byte and size.
    ///
    /// The high bit only marks types with a byte order, and some devices omit it. A field whose
    /// size is not a multiple of its type's size is read as bytes.
    pub(super) fn of(declared: u8, size: u8) -> Self {
        let base_type = match declared & 0x1F {
            // 0 is an enumeration.
            0 | 2 => Self::U8,
            1 => Self::I8,
            3 => Self::I16,
            4 => Self::U16,
            5 => Self::I32,
            6 => Self::U32,
            7 => Self::Text,
            8 => Self::F32,
            9 => Self::F64,
            10 => Self::U8z,
            11 => Self::U16z,
            12 => Self::U32z,
            13 if size == 1 => Self::U8,
            14 => Self::I64,
            15 => Self::U64,
            16 => Self::U64z,
            _ => Self::Bytes,
        };
        if usize::from(size).is_multiple_of(base_type.len()) { base_type } else { Self::Bytes }
    }

    /// Returns the length of one value in bytes.
    pub(super) fn len(self) -> usize {
        match self {
            Self::Bytes | Self::Text | Self::I8 | Self::U8 | Self::U8z => 1,
            Self::I16 | Self::U16 | Self::U16z => 2,
            Self::I32 | Self::U32 | Self::U32z | Self::F32 => 4,
            Self::I64 | Self::U64 | Self::U64z | Self::F64 => 8,
        }
    }
}

/// Number type of FIT: `N` bytes in either byte order, with invalid values.
pub(super) trait Number<const N: usize> {
    /// Converts the bytes to a number, or to NaN if they are invalid.
    fn of(bytes: [u8; N], is_big_endian: bool) -> f64;
}

/// Marker of unsigned numbers whose invalid value is 0.
pub(super) struct Z<T>(PhantomData<T>);

macro_rules! number {
    ($($type:ty, $raw:ty, $len:literal, $is_valid:expr;)*) => {$(
        impl Number<$len> for $type {
            #[inline(always)]
            #[allow(clippy::cast_lossless, reason = "only some of the types would be converted without loss")]
            fn of(bytes: [u8; $len], is_big_endian: bool) -> f64 {
                let raw = if is_big_endian {
                    <$raw>::from_be_bytes(bytes)
                } else {
                    <$raw>::from_le_bytes(bytes)
                };
                let is_valid: fn($raw) -> bool = $is_valid;
                if is_valid(raw) { raw as f64 } else { f64::NAN }
            }
        }
    )*};
}

number! {
    i8, i8, 1, |raw| raw != i8::MAX;
    u8, u8, 1, |raw| raw != u8::MAX;
    i16, i16, 2, |raw| raw != i16::MAX;
    u16, u16, 2, |raw| raw != u16::MAX;
    i32, i32, 4, |raw| raw != i32::MAX;
    u32, u32, 4, |raw| raw != u32::MAX;
    i64, i64, 8, |raw| raw != i64::MAX;
    u64, u64, 8, |raw| raw != u64::MAX;
    Z<u8>, u8, 1, |raw| raw != 0;
    Z<u16>, u16, 2, |raw| raw != 0;
    Z<u32>, u32, 4, |raw| raw != 0;
    Z<u64>, u64, 8, |raw| raw != 0;
    // The invalid float has all bits set, which is NaN. Infinities are refused as well.
    f32, f32, 4, f32::is_finite;
    f64, f64, 8, f64::is_finite;
}

/// Calls a generic function for the number type of a base type. The type parameters are the number
/// type, its length, and an optional last type of the function itself. Evaluates to `$other` for
/// bytes and text.
macro_rules! with_number_type {
    ($base_type:expr, $call:ident::<_, _ $(, $more:ty)?>($($argument:expr),*), else $other:expr) => {{
        use $crate::formats::fit::value::{BaseType, Z};
        match $base_type {
            BaseType::Bytes | BaseType::Text => $other,
            BaseType::I8 => $call::<i8, 1 $(, $more)?>($($argument),*),
            BaseType::U8 => $call::<u8, 1 $(, $more)?>($($argument),*),
            BaseType::U8z => $call::<Z<u8>, 1 $(, $more)?>($($argument),*),
            BaseType::I16 => $call::<i16, 2 $(, $more)?>($($argument),*),
            BaseType::U16 => $call::<u16, 2 $(, $more)?>($($argument),*),
            BaseType::U16z => $call::<Z<u16>, 2 $(, $more)?>($($argument),*),
            BaseType::I32 => $call::<i32, 4 $(, $more)?>($($argument),*),
            BaseType::U32 => $call::<u32, 4 $(, $more)?>($($argument),*),
            BaseType::U32z => $call::<Z<u32>, 4 $(, $more)?>($($argument),*),
            BaseType::I64 => $call::<i64, 8 $(, $more)?>($($argument),*),
            BaseType::U64 => $call::<u64, 8 $(, $more)?>($($argument),*),
            BaseType::U64z => $call::<Z<u64>, 8 $(, $more)?>($($argument),*),
            BaseType::F32 => $call::<f32, 4 $(, $more)?>($($argument),*),
            BaseType::F64 => $call::<f64, 8 $(, $more)?>($($argument),*),
        }
    }};
}
pub(super) use with_number_type;

/// Returns the value at an offset in `bytes`, or NaN if they are too short.
#[inline]
pub(super) fn read<T: Number<N>, const N: usize>(
    bytes: &[u8],
    at: usize,
    is_big_endian: bool,
) -> f64 {
    bytes
        .get(at..at + N)
        .and_then(<[u8]>::first_chunk)
        .map_or(f64::NAN, |bytes| T::of(*bytes, is_big_endian))
}

/// Returns the numbers of an array field. Invalid numbers become NaN. Text and plain bytes give
/// only NaN.
pub(super) fn numbers(
    bytes: &[u8],
    base_type: BaseType,
    is_big_endian: bool,
) -> impl Iterator<Item = f64> + '_ {
    bytes.chunks_exact(base_type.len()).map(move |value| {
        with_number_type!(base_type, read::<_, _>(value, 0, is_big_endian), else f64::NAN)
    })
}

/// Returns the first valid number of a field, or NaN if no number is valid.
pub(super) fn first_number(bytes: &[u8], base_type: BaseType, is_big_endian: bool) -> f64 {
    numbers(bytes, base_type, is_big_endian).find(|value| !value.is_nan()).unwrap_or(f64::NAN)
}

/// Returns the text before its end mark, without surrounding blanks, or [`None`] if it is empty.
/// Invalid UTF-8 becomes replacement characters.
pub(super) fn text(bytes: &[u8]) -> Option<String> {
    let end = bytes.iter().position(|&byte| byte == 0).unwrap_or(bytes.len());
    let text = match str::from_utf8(&bytes[..end]) {
        Ok(text) => text.trim().to_owned(),
        Err(_) => String::from_utf8_lossy(&bytes[..end]).trim().to_owned(),
    };
    (!text.is_empty()).then_some(text)
}
