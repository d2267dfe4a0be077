## Parcels, as customers and staff see them

parcel-status-pending = expected
parcel-status-in-transit = on its way
parcel-status-delivered = arrived
parcel-status-issued = issued
parcel-status-cancelled = cancelled

## What customers are told of their parcels

parcel-notice-pending = 🕓 <b>A parcel is expected</b>
parcel-notice-in-transit = 🚚 <b>Your parcel is on its way</b>
parcel-notice-delivered = 🏪 <b>Your parcel has arrived</b>
parcel-notice-issued = ✅ <b>Your parcel was issued</b>
parcel-notice-cancelled = 🚫 <b>Your parcel was cancelled</b>
parcel-notice-corrected = ✏️ <b>Correction: the status of your parcel is { $icon } { $status }</b>
parcel-notice-number = <code>{ $number }</code> · { $at }
parcel-notice-many =
    📦 <b>News of your parcels: { $count }</b>
    { $at }
parcel-notice-line = { $icon } <code>{ $number }</code>: { $status }
parcel-notice-more = … and { $count } more
parcel-next-pending = We’ll write as soon as it sets off.
parcel-next-in-transit = We’ll write as soon as it arrives.
parcel-next-delivered = You can pick it up. Tell us the number of the parcel or your code: <code>{ $code }</code>
parcel-next-arrived = Those that have arrived can be picked up. Tell us the number of the parcel or your code: <code>{ $code }</code>
parcel-next-issued = Thank you for ordering with us!
parcel-next-cancelled = Any questions? Reach the shop: /shop
parcel-where-unknown = Where to come: /shop
parcel-cost = Cost: <b>{ $cost }</b>
parcel-button-details = 📦 Details
parcel-button-own = 📦 My parcels
parcel-button-mute = 🔕 Mute
parcel-button-unmute = 🔔 Unmute
parcel-muted = We won’t write about parcels any more. Their status is always in /parcels, and /settings turns the messages on again.
parcel-unmuted = OK, we’ll write at every new status.
