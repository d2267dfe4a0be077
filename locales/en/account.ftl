## Money that a customer has with the shop: notices

notice-paid-in =
    ✅ We received your payment: <b>{ $amount }</b>. Thank you!
    Your balance now: <b>{ $balance }</b>
notice-charged =
    📒 Charged to your account: <b>{ $amount }</b>
    Your balance now: <b>{ $balance }</b>
