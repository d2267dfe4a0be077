## Parcels, as customers and staff see them

parcel-status-pending = expected
parcel-status-in-transit = on its way
parcel-status-delivered = arrived
parcel-status-issued = issued
parcel-status-cancelled = cancelled
parcel-notice = 📦 Parcel <b>{ $number }</b>: { $status }
parcel-notice-more = … and { $count } more
