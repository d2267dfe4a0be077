## Staff: refunding an invoice

refund-which =
    ↩️ <b>Refund</b>
    Which invoice? Send its number, or the customer’s code, phone or name.
    All at once works too: <code>/refund 965EDA32</code>
refund-unknown = I found neither an invoice nor a customer for “<b>{ $text }</b>”. An invoice’s number has 8 characters: digits and letters from A to F.
refund-list = ↩️ Which invoice do we refund? 👇
button-refund = ↩️ Refund

refund-scope =
    Can be refunded: <b>{ $left }</b>
    What do we refund?
button-refund-rest = Everything: { $amount }
button-refund-goods = 📦 Goods
button-refund-amount = ✏️ An amount
refund-lines = 📦 What came back? Pick the goods. A second tap takes them off.
refund-lines-so-far = Chosen: <b>{ $amount }</b>
button-refund-line = { $name } × { $left }
button-refund-line-chosen = ✓ { $name }: { $quantity } of { $left }
refund-quantity = 📦 <b>{ $name }</b>: how much came back? Up to <b>{ $left }</b>.
refund-bad-quantity = I need a number above zero, for example <code>1</code> or <code>0.5</code>
button-refund-all-of-line = All: { $quantity }
refund-amount =
    ✏️ How much of the purchase do we refund? Up to <b>{ $left }</b>.
    What of it comes back as points and what as money, I work out myself.

refund-preview-title =
    ↩️ <b>Refund on invoice { $number }</b>
    { $name }, <code>{ $code }</code>
refund-points-owed = ⚠️ Used already: <b>{ points-count }</b>. The balance goes below zero, and new points make up for that first.
refund-reward = 🎁 Reward of the friend who invited, { $name }: <b>−{ $points }</b>
refund-reward-owed = ⚠️ Used already of it: <b>{ points-count }</b>
refund-reward-unproven = ⚠️ The friend who invited this customer may have been rewarded for this purchase. The imported history does not prove it, so no reward is taken back.
refund-left = Left of the invoice: <b>{ $amount }</b>
refund-why = Why? Pick or write the reason: the customer will see it.
button-refund-faulty = Faulty
button-refund-unsuitable = Did not suit
button-refund-mistake = Mistake in the invoice
refund-reason-till = Returned at the till
button-refund-change = ✏️ Change
refund-changed = The refund comes to something else by now. Please check it again.
refund-done = ✅ Refunded on invoice <code>{ $number }</code>: <b>{ $name }</b>

## Undoing one’s own invoice

button-undo-invoice = ↩️ Undo the invoice
undo-question = Undo invoice <code>{ $number }</code>? Points and debt become what they were, and the customer is told.
button-undo-yes = ↩️ Yes, undo
button-undo-no = No, keep it
undone = ↩️ Invoice <code>{ $number }</code> is undone: <b>{ $name }</b>
