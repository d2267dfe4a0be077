## Staff: a customer’s bills of services

staff-bills-button = 📄 Bills
staff-bills-button-open = 📄 Bills: { $count }
staff-bills-open =
    📄 <b>Bills to pay: { $count }</b>
    To pay in all: <b>{ $amount }</b>
staff-bills-none-open = 📄 All bills are paid.
staff-bills-empty = 📄 No bills yet.
staff-bills-button-paid = ✅ { $what } · { $amount }
staff-bills-button-list = ↩️ To the bills

staff-bills-earned =
    ⭐ Earned on the bill: <b>{ $points } { $points-count ->
        [one] point
       *[other] points
    }</b>
staff-bills-payments = 💵 <b>Payments</b>
staff-bills-payment = • { $date }: <b>{ $amount }</b>
staff-bills-payment-known = • { $date }: <b>{ $amount }</b> · { $what }
staff-bills-more-payments = … and { $count } more
staff-bills-payment-pending = not received yet
staff-bills-payment-failed = failed
staff-bills-payment-cancelled = cancelled
staff-bills-method-cash = cash
staff-bills-method-transfer = transfer

## Taking a payment

staff-bills-button-pay = 💵 Take a payment
staff-bills-nothing-to-pay = Nothing is due of this bill.
staff-bills-amount-ask =
    💵 <b>{ $name }</b>, bill <code>{ $number }</code>
    Due: <b>{ $due }</b>. How much is paid?
staff-bills-method-ask = How was it paid? Choose or write.
staff-bills-button-cash = 💵 Cash
staff-bills-button-transfer = 🏦 Transfer
staff-bills-button-skip = ⏭ Do not say
staff-bills-preview =
    💵 <b>{ $name }</b>, <code>{ $code }</code>
    Bill <code>{ $number }</code>
    Payment: <b>{ $amount }</b>
    Will still be due: <b>{ $left }</b>
staff-bills-method = How: { $method }
staff-bills-changed = Meanwhile the bill or its payments have changed. Please check it again.
staff-bills-done = ✅ Payment taken: <b>{ $amount }</b>
