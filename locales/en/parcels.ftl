## One’s own parcels

parcels-list =
    📦 <b>Parcels</b>
    Still to receive: { $open } · in all: { $total }
parcels-entry =
    { $icon } <b>{ $number }</b>
    { $status } · { $since }
parcels-finished = <b>Finished</b>
parcels-code = Your code for parcels: <code>{ $code }</code>
parcels-empty =
    📦 No parcels yet.

    Have the recipient’s code <code>{ $code }</code> written on your parcels. As soon as the shop registers one, it appears here.
parcels-not-yours =
    🔎 The number <b>{ $number }</b> is not among your parcels.

    Check it for a typo. The shop may not have registered a recent parcel yet: ask them, /shop
parcels-number = <code>{ $number }</code>
parcels-weight = Weight: <b>{ $weight } kg</b>
parcels-pieces = Pieces: <b>{ $count }</b>
parcels-price = Price per kg: <b>{ $price }</b>
parcels-past = 🕘 <b>History</b>
parcels-past-status = { $at } · { $status }
parcels-past-more = … earlier ones: { $count }
parcels-button-list = ↩️ To the list
