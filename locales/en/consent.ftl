## Consent to spend points

consent-question = 🔐 Spend <b>{ points-count }</b> on a purchase of { $total }?
consent-question-of-shop = 🔐 Spend <b>{ points-count }</b> at { $shop } on a purchase of { $total }?
consent-till-question = 🔐 The till asks to take from your card. Do you agree?
consent-till-question-of-shop = 🔐 The till of { $shop } asks to take from your card. Do you agree?
consent-till-question-coupons = Coupons: <b>{ $count }</b>
consent-button-agree = ✅ Spend
consent-button-decline = ❌ No
consent-agreed = ✅ Done: <b>{ points-count }</b> went into the purchase.
consent-declined = All right, the points stay yours.
consent-waiting = ⏳ Waiting for { $name } to agree to <b>{ points-count }</b>. The question is in their Telegram, for three minutes. The six digits of their card do as well: send them to me here.
consent-button-cancel-sale = ✖️ Cancel this sale
consent-cancelled = ✖️ { $name }: the sale is cancelled. No points were spent and there is no invoice.
consent-cancelled-by-another = ✖️ { $name }: a colleague cancelled the sale. No points were spent and there is no invoice.
consent-notice-cancelled = ✖️ The shop cancelled the purchase that you were asked about. No points were spent.
consent-over = That sale no longer waits. What became of it is above.
consent-another-waits =
    ⏳ <b>{ $name }</b>: a sale of { $total } already waits for the customer to agree to <b>{ points-count }</b>.
    Is this the same purchase? It must not be sold twice.
consent-write-off-waits =
    ⏳ <b>{ $name }</b>: the till already waits for the customer to agree to <b>{ points-count }</b>.
    Is this the same purchase? It must not be paid twice.
consent-button-complete = ✅ Complete the one that waits
consent-button-replace = ✖️ Cancel it, sell this one
consent-button-keep = ⏳ Let it wait, drop this one
consent-write-off-completed = ✅ { $name }: the card confirmed what the till takes, <b>{ points-count }</b>.
consent-not-agreed = ❌ { $name } does not agree. No points were spent and there is no invoice.
consent-failed = ❌ { $name } agrees, but the purchase did not go through and there is no invoice.
consent-expired = ⌛ { $name } has not answered for three minutes. No points were spent and there is no invoice.
