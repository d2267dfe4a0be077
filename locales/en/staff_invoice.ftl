## Staff: issuing an invoice

sale-whom =
    🛒 <b>New invoice</b>
    Who is buying? Send a code, phone, name, @username or promo code.
sale-whom-goods =
    🛒 <b>New invoice</b>

    { $lines }

    Total: <b>{ $total }</b>
    Who is buying? Send a code, phone, name, @username or promo code.
sale-customer-unknown =
    I found nobody for “<b>{ $text }</b>”. What you sell is kept: just send the customer’s code, phone or name.
sale-lines =
    🛒 <b>{ $name }</b>
    What are we selling? A line for each item, one or several in a message:
    <pre>Mixer tap 4 x 4800
    Delivery 500</pre>
sale-more =
    🛒 <b>{ $name }</b>

    { $lines }

    Total: <b>{ $total }</b>
    Send more items, or go on.
button-done = ➡️ Go on
button-undo = ⬅️ Remove the last
sale-line = • { $name }: { $quantity } × { $price } = { $total }
sale-line-single = • { $name }: { $total }

sale-points = Total: <b>{ $total }</b>. Pay part of it with points?
sale-amount = { $wallet }: how many to take? Up to <b>{ $most }</b>.
sale-bad-amount = I need a number, for example <code>200</code>. Up to <b>{ $most }</b>.
button-all-main = ⭐ Points: { $points }
button-all-referral = 🎁 Friend points: { $points }
button-some-main = ⭐ Other amount
button-some-referral = 🎁 Other amount
button-no-points = No points
sale-payment = To pay: <b>{ $amount }</b>. Is it paid?
button-paid = 💵 Paid now
button-on-credit = 📒 Leave as a debt

preview-title = 🧾 <b>{ $name }</b>, <code>{ $code }</code>
sale-total = Total: <b>{ $amount }</b>
sale-redeemed = Paid with points: <b>−{ $points }</b>
sale-redeemed-referral = Paid with friend points: <b>−{ $points }</b>
sale-to-pay = To pay: <b>{ $amount }</b>
sale-paid = Paid: <b>{ $amount }</b>
sale-debt = 📒 Left as a debt: <b>{ $amount }</b>
sale-to-earn =
    ⭐ Will earn: <b>{ $points } { $points-count ->
        [one] point
       *[other] points
    }</b>
preview-question = All correct?
sale-nothing-to-redeem = There are no points that could pay for this invoice.
sale-nothing-in-wallet = { $wallet }: <b>0</b>. { $other }: up to <b>{ $most }</b>.
sale-changed = The sums have changed meanwhile. Please check them again.
button-change-points = ⭐ Points
button-change-lines = ✏️ Items
press-a-button = Please choose with the buttons of the last message. To stop: /cancel
already-done = This is done already. It was not done a second time.

issued = ✅ Invoice <code>{ $number }</code> is issued: <b>{ $name }</b>
sale-earned =
    ⭐ Earned: <b>{ $points } { $points-count ->
        [one] point
       *[other] points
    }</b>
sale-balance = Customer’s balance: <b>{ $main }</b>, friend points: <b>{ $referral }</b>
button-new-sale = 🛒 Next invoice

notice-balance = Your balance: <b>{ $main }</b>, friend points: <b>{ $referral }</b>
notice-reward =
    🎁 Your friend <b>{ $name }</b> has made a first purchase. You get <b>{ $points } { $points-count ->
        [one] friend point
       *[other] friend points
    }</b>. Thank you for inviting!

sale-faults = I couldn’t read everything, so nothing is issued yet:
sale-fault =
    Line { $line }: <code>{ $text }</code>
    { $why }
sale-faults-line = The rest is kept: it is enough to send line { $line }, corrected.
sale-faults-resend =
    Copy, correct and send again:
    <pre>{ $message }</pre>
why-no-name = What is it? Put the name first: <code>Tea 2 x 350</code>
why-name-too-long = The name is too long: 200 characters at most.
why-name-reserved = This word means points, a debt, a discount or a total. Call the item something else: <code>Bonus card 500</code>
why-no-price = The price is missing. It goes last: <code>Tea 2 x 350</code> or <code>Delivery 500</code>
why-no-quantity = Before the x goes a number above zero, without a unit: <code>Sugar, kg 2 x 500</code>
why-too-precise = Too many decimals. Write thousands without a comma: <code>1500</code> or <code>1 500</code>
why-negative = An amount cannot be below zero.
why-too-large = The amount is too large. Check for extra zeros.
why-another-sum = The sum does not fit: quantity times price is something else. Correct a number or leave out the sum: <code>Tea 2 x 350</code>
why-another-currency = This is another currency. Write the price in the shop’s currency: <code>Tea 350</code>
why-points-missing = How many points? <code>{ keyword-bonus } 200</code> or <code>{ keyword-bonus } { keyword-all }</code>
why-points-twice = Points can be taken once, from one wallet. Keep one of the lines.
why-debt-with-amount = A debt is always the whole rest. Write just <code>{ keyword-debt }</code>
why-discount = A discount has no line of its own. Write the price after the discount: <code>Tea 300</code>. To pay with points: <code>{ keyword-bonus } 200</code>
why-total = I add up the total myself: leave this line out. To sell by the sum alone: <code>10008 5000</code>
why-payment = How it is paid is not written down: leave this line out. Paid only in part? Write <code>{ keyword-debt }</code>, then take the payment: /debt. If it is an item, call it something else: <code>Customer card 500</code>
why-return = Returned items have no line here. To give the money back: /refund
why-quantity-alone = The quantity goes into the line of the item: <code>Tea 2 x 350</code>
why-not-goods = This is not an item: phones, numbers, taxes and balances are not written down. Leave this line out. If it is an item, call it something else: <code>Customer card 500</code>
why-two-customers = A sale has one customer: their code is in the first line, the items below. Send a second sale as a message of its own.

sale-unclear =
    Line { $line } can be read in different ways: <code>{ $text }</code>
    Which one is it? Choose, or send this line again.
sale-doubtful =
    I am not sure about line { $line }: <code>{ $text }</code>
    Did I get it right? If not, send this line again.
reading-line = { $name }: { $quantity } × { $price } = { $total }
reading-single = { $name }: { $total }
reading-customer = 👤 { $name }, { $code }
reading-points = points: −{ $points }
reading-referral = friend points: −{ $points }
reading-all-points = points: all
reading-all-referral = friend points: all
reading-no-points = no points
reading-debt = as a debt
reading-nothing = not an item, leave the line out
reading-as-goods = 🛒 Goods “{ $name }”: { $total }
reading-as-sum = 🛒 Sum of the sale: { $total }
