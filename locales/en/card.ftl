## The card

card =
    💳 <b>Your card</b>
    Code: <code>{ $code }</code>
    It has <b>{ points-count }</b>

    Show the QR code at the till or say the digits.
