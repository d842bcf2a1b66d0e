//! From the files to the report.

use crate::files;
use crate::report::Report;
use crate::settings::Settings;
use recoup::{FileMeasured, FileSet, ReadOptions};
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

/// Reader and grader of one athlete's files.
#[wasm_bindgen]
pub struct Engine {
    set: FileSet<'static>,
    settings: Settings,
    /// Results of measuring as MessagePack, by the index of the file.
    measured: Vec<Option<Vec<u8>>>,
}

#[wasm_bindgen]
impl Engine {
    /// Creates the engine of some files. `paths` has the path of each file, which begins with the
    /// folder that was dropped. Lists the members of archives.
    ///
    /// # Errors
    ///
    /// Fails if `athlete.toml` among the files has an error.
    #[wasm_bindgen(constructor)]
    #[expect(clippy::needless_pass_by_value, reason = "JavaScript passes values")]
    pub fn new(files: Vec<web_sys::File>, paths: Vec<String>) -> Result<Engine, JsError> {
        let below = files::found(&files, &paths);
        let settings = Settings::among(&below).map_err(|error| JsError::new(&error))?;
        let set = FileSet::new(below, &ReadOptions::new());
        let measured = vec![None; set.len()];
        Ok(Self { set, settings, measured })
    }

    /// Number of files, members of archives included.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn length(&self) -> usize {
        self.set.len()
    }

    /// Reads and measures the file at an index. Returns the result for [`Engine::add`].
    ///
    /// # Errors
    ///
    /// Fails if there is no such file.
    pub fn measure(&self, index: usize) -> Result<Vec<u8>, JsError> {
        if index >= self.set.len() {
            return Err(JsError::new("there is no such file"));
        }
        let measured = self.set.measure(index, &self.settings.athlete.policy);
        Ok(rmp_serde::to_vec(&measured)?)
    }

    /// Takes the result for a file from another engine.
    pub fn add(&mut self, index: usize, measured: Vec<u8>) {
        if let Some(place) = self.measured.get_mut(index) {
            *place = Some(measured);
        }
    }

    /// Grades the measured files, by a maximum heart rate in beats per minute if it is given. A file
    /// without a result is unreadable, because its engine failed.
    ///
    /// # Errors
    ///
    /// Fails if no athlete can have the maximum.
    pub fn finish(&self, max_bpm: Option<f64>) -> Result<Report, JsError> {
        let mut athlete = self.settings.athlete.clone();
        if let Some(max_bpm) = max_bpm {
            athlete.set_max_hr(max_bpm);
        }
        let measured = self.measured.iter().enumerate().map(|(index, bytes)| match bytes {
            Some(bytes) => rmp_serde::from_slice(bytes),
            None => Ok(self.set.unread(index)),
        });
        let measured = measured.collect::<Result<Vec<FileMeasured>, _>>()?;
        let records = recoup::finish(measured, &athlete)?;
        Ok(Report::new(&athlete, &records, self.settings.remarks.clone())?)
    }
}
