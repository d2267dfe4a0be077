## Staff: finding and registering customers

find-ask =
    🔎 Who are we looking for?
    Send a code, phone, name, @username, promo code, e-mail or company. A shared contact works too.
found-none =
    Nobody found for “<b>{ $text }</b>”.
    Check the spelling, or register a new customer.
found-one = One customer fits. Is it this one?
found-several = Several customers fit. Who is it?
found-pages = Customers found: { $count }. Which one is it? Turn the pages with the buttons below.
found-many = Here are the first { $count }; there may be more. If yours isn’t here, write the name in full or send the code.
button-found = { $name } · { $code }
button-found-phone = { $name } · { $code } · …{ $digits }
button-register = ➕ Register
button-register-phone = ➕ Register { $phone }
button-sell-sum = 🛒 Sell for { $amount }

card-title =
    👤 <b>{ $name }</b>
    Code: <code>{ $code }</code>
card-username = Telegram: @{ $username }
card-phone = Phone: { $phone }
card-email = E-mail: { $email }
card-since = Customer since { $date }
card-points =
    ⭐ Points: <b>{ $main }</b>
    🎁 Friend points: <b>{ $referral }</b>
card-debt = 📒 Debt: <b>{ $debt }</b>
card-advance = 💵 Paid in advance: <b>{ $amount }</b>
card-counts = 🧾 Invoices: { $invoices }, friends: { $friends }
card-no-telegram = Not in Telegram yet: no messages reach them.
card-gone = The account was deleted: messages will not arrive.
card-blocked = Has stopped the bot: no messages reach them.
button-sell = 🛒 New invoice
button-points = ⭐ Points
button-debt = 📒 Debt
button-history = 🕘 History
button-invoices = 🧾 Invoices
button-refresh = 🔄 Refresh
button-customer-card = 👤 Customer
list-of-customer = 👤 <b>{ $name }</b>, <code>{ $code }</code>
list-nothing-yet = Nothing here yet.
list-invoices = 🧾 Invoices: { $count }. Pick one to open 👇
list-invoices-refunded = 🧾 Invoices: { $count }, refunded in full: { $refunded }. Pick one to open 👇

register-phone =
    ➕ <b>New customer</b>
    Send the phone, right away with the name if you like:
    <pre>{ $phone } Aliya Akhmetova</pre>
    Or share their contact.
register-phone-of = ➕ <b>{ $name }</b>: send the customer’s phone or contact.
register-bad-phone =
    I can’t read that as a phone number. Send it with the country code, for example:
    <pre>{ $phone } Aliya Akhmetova</pre>
register-foreign-phone = This shop takes phone numbers of these countries only: { $countries }.
register-which-phone = These digits are numbers of more than one country. Which one is meant?
register-name = And the name of the customer with { $phone }?
register-contact =
    This number is not registered yet: { $phone }
    Register <b>{ $name }</b>? If the name is different, just send it.
registered = ✅ Registered.
