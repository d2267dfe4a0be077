## One’s own bills of services

bills-open =
    📄 <b>Bills to pay: { $count }</b>
    To pay in all: <b>{ $amount }</b>
bills-none-open = 📄 All your bills are paid. There is nothing to pay.
bills-paid = ✅ <b>Paid bills: { $count }</b>
bills-none-paid = ✅ No paid bills yet.
bills-empty =
    📄 No bills of services yet.

    We’ll write as soon as the shop issues one.
bills-not-yours =
    🔎 The bill <b>{ $number }</b> is not among yours.

    Check the number for a typo. All your bills: /bills
bills-button = { $what } · { $amount }
bills-button-overdue = ⚠️ { $what } · { $amount }
bills-button-paid = ✅ Paid bills
bills-button-open = 📄 Bills to pay
bills-button-list = ↩️ To the list
bills-button-copy = 📋 { $name } { $number }
