## Staff: points and debts by hand

points-whom =
    ⭐ <b>Points by hand</b>
    Whose? Send a code, phone, name, @username or promo code.
    All at once works too: <code>/bonus 10008 +500 for the review</code>
points-wallet = ⭐ <b>{ $name }</b>. Which points?
button-wallet = { $wallet }: { $points }
points-direction =
    ⭐ <b>{ $name }</b>
    { $wallet }: <b>{ $balance }</b>
button-give = ➕ Give
button-take = ➖ Take
points-amount = How many points?
points-reason = Why? Write the reason: the customer will see it.
give-preview =
    ➕ <b>{ $name }</b>, <code>{ $code }</code>
    To give: <b>{ $points } { $points-count ->
        [one] point
       *[other] points
    }</b> ({ $wallet })
    Reason: { $reason }

    All correct?
take-preview =
    ➖ <b>{ $name }</b>, <code>{ $code }</code>
    To take: <b>{ $points } { $points-count ->
        [one] point
       *[other] points
    }</b> ({ $wallet })
    Reason: { $reason }

    All correct?
points-done =
    ✅ <b>{ $name }</b>: <b>{ $change }</b>
    { $wallet }: <b>{ $balance }</b>
notice-given =
    ⭐ You got <b>{ $points } { $points-count ->
        [one] point
       *[other] points
    }</b>
    Reason: { $reason }

    { $wallet }: <b>{ $balance }</b>
notice-taken =
    ➖ Taken: <b>{ $points } { $points-count ->
        [one] point
       *[other] points
    }</b>
    Reason: { $reason }

    { $wallet }: <b>{ $balance }</b>
change-bad-amount = I need a number above zero, for example <code>500</code> or <code>1500.50</code>
notice-write-off = 🧾 Taken from your card at the till:
notice-write-off-points = Points: <b>{ $points }</b>
notice-write-off-money = Money: <b>{ $amount }</b>

debt-whom =
    📒 <b>A customer’s debt</b>
    Whose? Send a code, phone, name, @username or promo code.
    All at once works too: <code>/debt 10000 -500</code>
debt-direction =
    📒 <b>{ $name }</b>
    Debt: <b>{ $owed }</b>
button-debt-add = ➕ Add to the debt
button-debt-repay = 💵 Take a payment
debt-none = ✅ <b>{ $name }</b> owes nothing.
debt-amount = 📒 <b>{ $name }</b>. How much to add to the debt?
repay-amount =
    💵 <b>{ $name }</b>
    Debt: <b>{ $owed }</b>. How much is paid?
button-whole = All: { $amount }
button-note = ✏️ Add a note
debt-note-ask = Write the note: the customer will see it.
debt-preview =
    📒 <b>{ $name }</b>, <code>{ $code }</code>
    To add to the debt: <b>{ $amount }</b>
    Will owe: <b>{ $owed }</b>
advance-preview =
    📒 <b>{ $name }</b>, <code>{ $code }</code>
    To take from the advance: <b>{ $amount }</b>
    Advance left: <b>{ $left }</b>
repay-preview =
    💵 <b>{ $name }</b>, <code>{ $code }</code>
    Payment: <b>{ $amount }</b>
    Will still owe: <b>{ $owed }</b>
debt-note = Note: { $note }
debt-done =
    ✅ <b>{ $name }</b>: { $amount } added to the debt
    Owes now: <b>{ $owed }</b>
advance-done =
    ✅ <b>{ $name }</b>: { $amount } taken from the advance
    Advance left: <b>{ $left }</b>
repay-done =
    ✅ <b>{ $name }</b>: { $amount } paid
    Still owes: <b>{ $owed }</b>
notice-debt =
    📒 Added to your debt: <b>{ $amount }</b>
    You owe now: <b>{ $owed }</b>
notice-advance =
    📒 Taken from your advance: <b>{ $amount }</b>
    Advance left: <b>{ $left }</b>
notice-repaid =
    ✅ We received your payment: <b>{ $amount }</b>. Thank you!
    Left to pay: <b>{ $owed }</b>
notice-deposit = 💵 Added to your account: <b>{ $amount }</b>
notice-charge = 📒 Charged to your account: <b>{ $amount }</b>
