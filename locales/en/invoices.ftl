## One’s own invoices

invoices-list =
    🧾 <b>Invoices</b>
    { $count } in all. Pick one to open 👇
invoices-empty =
    🧾 No invoices yet.

    Show your card at the till, and your purchase appears here: /card
invoices-button = { $date } · { $total }
invoices-button-refunded = ↩️ { $date } · { $total }
invoices-button-list = ↩️ To the list
invoices-button-pdf = 📄 PDF
invoices-head =
    🧾 <b>Invoice { $number }</b>
    { $date }
invoices-line =
    { $name }
    { $quantity } × { $price } = <b>{ $total }</b>
invoices-line-of-one =
    { $name }
    <b>{ $total }</b>
invoices-total = Total: <b>{ $amount }</b>
invoices-redeemed = Paid with points: <b>{ points-count }</b>
invoices-redeemed-referral = Paid with friend points: <b>{ points-count }</b>
invoices-paid = Paid with money: <b>{ $amount }</b>
invoices-debt = Left as a debt: <b>{ $amount }</b>
invoices-earned = Earned: <b>{ points-count }</b>
