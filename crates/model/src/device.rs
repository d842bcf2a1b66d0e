//! The device that recorded an activity.

use serde::{Deserialize, Serialize};

/// The device or program that recorded an activity, as far as the file names it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Device {
    /// Manufacturer as the file's format names it (FIT: `garmin`, `suunto`, …).
    pub manufacturer: Option<String>,
    /// Product: a FIT product name, or GPX's `creator`.
    pub product: Option<String>,
    /// Serial number (FIT `file_id`), one of the two keys by which one recording is known again.
    pub serial: Option<u32>,
    /// When the file was made (FIT `file_id.time_created`), milliseconds since the Unix epoch; the
    /// other key.
    pub time_created_ms: Option<i64>,
}

impl Device {
    /// One readable name, without repeating the manufacturer where the product holds it.
    ///
    /// ```
    /// let device = recoup_model::Device {
    ///     manufacturer: Some("garmin".into()),
    ///     product: Some("fr955".into()),
    ///     ..Default::default()
    /// };
    /// assert_eq!(device.name().as_deref(), Some("garmin fr955"));
    /// ```
    #[must_use]
    pub fn name(&self) -> Option<String> {
        match (&self.manufacturer, &self.product) {
            (Some(maker), Some(product))
                if product.to_lowercase().starts_with(&maker.to_lowercase()) =>
            {
                Some(product.clone())
            }
            (Some(maker), Some(product)) => Some(format!("{maker} {product}")),
            (maker, product) => product.clone().or_else(|| maker.clone()),
        }
    }
}

/// Where heart rates were measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HeartRateSensor {
    /// By a strap, or another sensor that the watch listens to by radio.
    Strap,
    /// At the wrist, by the watch itself.
    Wrist,
}

/// What altitude was measured with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AltitudeSource {
    /// By air pressure.
    Barometer,
    /// By satellites, in a device that has no barometer.
    Gps,
}
