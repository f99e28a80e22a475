//! What arrived from a device, by the running numbers that it gave.

use super::Store;
use super::error::{Result, StoreError};
use domain::device::Arrived;
use domain::ids::{DeviceId, StaffId};

impl Store {
    /// How many running numbers of this device arrived from this author, and the highest of them.
    ///
    /// # Errors
    /// As the database's.
    pub async fn arrived(&self, author: &StaffId, device: DeviceId) -> Result<Arrived> {
        let sql = "SELECT COUNT(DISTINCT seq), COALESCE(MAX(seq), 0) FROM operation \
                   WHERE device = $1 AND author = $2 AND seq > 0";
        let device = device.to_string();
        let values = [device.into(), author.as_str().into()];
        let Some(row) = self.engine.reader().await?.first(sql, &values).await? else {
            return Ok(Arrived {
                operations: 0,
                highest: 0,
            });
        };
        let number = |at| u64::try_from(row.int(at)?).map_err(|_| StoreError::corrupt("number"));
        Ok(Arrived {
            operations: number(0)?,
            highest: number(1)?,
        })
    }
}
