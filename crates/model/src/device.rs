//! Device that recorded an activity, and its sensors.

/// Device or program that recorded an activity, as far as the file names it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Device {
    /// Manufacturer in the spelling of the file's format (FIT: `garmin`, `suunto`, …).
    pub manufacturer: Option<String>,
    /// Product: a FIT product name, or the `creator` of GPX.
    pub product: Option<String>,
    /// Serial number (FIT `file_id`). The serial number and the creation time together identify a
    /// recording.
    pub serial: Option<u32>,
    /// Creation time of the file (FIT `file_id.time_created`) in milliseconds since the Unix epoch,
    /// UTC.
    pub time_created_ms: Option<i64>,
}

impl Device {
    /// Returns one readable name: manufacturer and product, or the product alone if it begins with
    /// the manufacturer. [`None`] if the file names neither.
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

/// Kind of a heart-rate sensor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum HeartRateSensor {
    /// Strap, or another sensor that the watch reads by radio.
    Strap,
    /// Sensor of the watch itself, at the wrist.
    Wrist,
}

/// Sensor that measured the altitude.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum AltitudeSource {
    /// Barometer: air pressure.
    Barometer,
    /// Satellite receiver of a device without a barometer.
    Gps,
}
