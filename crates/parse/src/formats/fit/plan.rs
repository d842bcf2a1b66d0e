//! Plan for reading records: the sources of each column in the messages of one definition.

use super::column::{COLUMN_FIELDS, SampleColumn};
use super::definition::{Definition, FieldLayout};
use super::developer::Description;
use super::profile::{ProfileField, record};

/// Length of the window that is copied from each record. Few definitions spread the used fields
/// over more bytes.
pub(super) const WINDOW: usize = 64;

/// Source of a column's values in the messages of one definition.
#[derive(Debug, Clone, Copy)]
pub(super) struct ColumnSource {
    pub(super) column: SampleColumn,
    pub(super) layout: FieldLayout,
    /// Number (by the profile or the developer), scale and offset.
    pub(super) field: ProfileField,
    /// Offset in the messages of the window that contains the value.
    pub(super) window_at: u32,
}

/// Compiled definition.
#[derive(Debug, Default)]
pub(super) struct RecordPlan {
    /// Offset of the definition; 0 before the first definition, because no definition has offset 0.
    pub(super) definition_at: u32,
    pub(super) message_len: usize,
    pub(super) is_big_endian: bool,
    /// Sources by column, the preferred ones first.
    pub(super) sources: Vec<ColumnSource>,
    pub(super) fractional_cadence: Option<ColumnSource>,
    pub(super) compressed_speed_distance: Option<FieldLayout>,
}

impl RecordPlan {
    /// Replaces the plan by the plan of another definition. The memory is reused.
    pub(super) fn compile(
        &mut self,
        definition: &Definition<'_>,
        at: u32,
        descriptions: &[Description],
    ) {
        // The last of two fields with the same number is used.
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
        // The sort is stable, so native fields stay before developer fields.
        self.sources.sort_by_key(|source| source.column as u8);
    }

    /// Gives one window to sources that are close together.
    fn share_windows(&mut self) {
        let mut sources: Vec<&mut ColumnSource> =
            self.sources.iter_mut().chain(&mut self.fractional_cadence).collect();
        sources.sort_by_key(|source| source.layout.at);
        let mut window_at = 0;
        for source in sources {
            // No field has offset 0, because the header byte is there.
            if window_at == 0 || source.layout.end() > window_at + WINDOW as u32 {
                window_at = source.layout.at;
            }
            source.window_at = window_at;
        }
    }
}
