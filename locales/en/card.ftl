## The card

card =
    💳 <b>Your card</b>
    Show the QR code at the till or say the digits: <b>{ $digits }</b>
    They are good until { $time }, for one purchase.

    Card code: <code>{ $code }</code>
    It has <b>{ points-count }</b>
card-closed =
    💳 <b>Your card</b>
    Card code: <code>{ $code }</code>
    It has <b>{ points-count }</b>
card-button-refresh = 🔄 New digits
