//! Where in the records of a definition the values of each column are.

use super::column::{COLUMN_FIELDS, SampleColumn};
use super::definition::{Definition, FieldLayout};
use super::developer::Description;
use super::profile::{ProfileField, record};

/// Bytes of each record that are looked at together. Few definitions spread the fields that are
/// wanted over more.
pub(super) const WINDOW: usize = 64;

/// Where a column's values come from, in the messages of one definition.
#[derive(Debug, Clone, Copy)]
pub(super) struct ColumnSource {
    pub(super) column: SampleColumn,
    pub(super) layout: FieldLayout,
    /// Number (of the profile or the developer's), scale and offset.
    pub(super) field: ProfileField,
    /// Where in the messages the window begins in which the value lies.
    pub(super) window_at: u32,
}

/// What a definition comes to.
#[derive(Debug, Default)]
pub(super) struct RecordPlan {
    /// Offset of the definition; 0, where no definition can lie, for none.
    pub(super) definition_at: u32,
    pub(super) message_len: usize,
    pub(super) is_big_endian: bool,
    /// By column, the preferred ones first.
    pub(super) sources: Vec<ColumnSource>,
    pub(super) fractional_cadence: Option<ColumnSource>,
    pub(super) compressed_speed_distance: Option<FieldLayout>,
}

impl RecordPlan {
    /// Takes the place of another plan, and its memory.
    pub(super) fn compile(
        &mut self,
        definition: &Definition<'_>,
        at: u32,
        descriptions: &[Description],
    ) {
        // Of two fields with one number the last counts.
        let find = |field: ProfileField| {
            definition.fields().filter(|own| own.number == field.number && own.size > 0).last()
        };
        let source = |column, layout: FieldLayout, field| ColumnSource {
            column,
            layout,
            field,
            window_at: layout.at,
        };
        self.definition_at = at;
        self.message_len = definition.message_len as usize;
        self.is_big_endian = definition.is_big_endian;
        self.fractional_cadence = find(record::FRACTIONAL_CADENCE)
            .map(|layout| source(SampleColumn::Cadence, layout, record::FRACTIONAL_CADENCE));
        self.compressed_speed_distance =
            find(record::COMPRESSED_SPEED_DISTANCE).filter(|layout| layout.size == 3);
        self.sources.clear();
        for (column, field) in COLUMN_FIELDS {
            self.sources.extend(find(field).map(|layout| source(column, layout, field)));
        }
        for layout in definition.developer_fields() {
            let description = descriptions.iter().find(|description| description.is_of(layout));
            let Some(description) = description else { continue };
            let native = COLUMN_FIELDS.iter().find(|(_, field)| field.number == description.native);
            if let Some(&(column, _)) = native {
                let layout = layout.declared_as(description.base_type);
                self.sources.push(source(column, layout, description.field));
            }
        }
        self.share_windows();
        // Stable, so that native fields stay before the developer's.
        self.sources.sort_by_key(|source| source.column as u8);
    }

    /// Gives sources that lie close together one window.
    fn share_windows(&mut self) {
        let mut sources: Vec<&mut ColumnSource> =
            self.sources.iter_mut().chain(&mut self.fractional_cadence).collect();
        sources.sort_by_key(|source| source.layout.at);
        let mut window_at = 0;
        for source in sources {
            // No field is at 0, where the header byte is.
            if window_at == 0 || source.layout.end() > window_at + WINDOW as u32 {
                window_at = source.layout.at;
            }
            source.window_at = window_at;
        }
    }
}
