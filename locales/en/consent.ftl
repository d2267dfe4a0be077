## Consent to spend points

consent-question = 🔐 Spend <b>{ points-count }</b> on a purchase of { $total }?
consent-question-of-shop = 🔐 Spend <b>{ points-count }</b> at { $shop } on a purchase of { $total }?
consent-button-agree = ✅ Spend
consent-button-decline = ❌ No
consent-agreed = ✅ Done: <b>{ points-count }</b> went into the purchase.
consent-declined = All right, the points stay yours.
consent-waiting = ⏳ Waiting for { $name } to agree to <b>{ points-count }</b>. The question is in their Telegram, for three minutes. The six digits of their card do as well: /card
consent-not-agreed = ❌ { $name } does not agree. No points were spent and there is no invoice.
consent-failed = ❌ { $name } agrees, but the purchase did not go through and there is no invoice.
consent-expired = ⌛ { $name } has not answered for three minutes. No points were spent and there is no invoice.
