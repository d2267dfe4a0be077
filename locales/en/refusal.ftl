## Why something was not done

refusal-not-allowed = Only staff with the right role can do this. If you need access, ask the owner.
refusal-unknown-customer = There is no such customer. Check the code or search again: /find
refusal-unknown-invoice = There is no such invoice. Open the list again: /invoices
refusal-not-enough-points = There are not that many points. Available: <b>{ $available }</b>. Nothing was spent.
refusal-redemption-out-of-bounds = That many points cannot pay for this purchase. Between <b>{ $least }</b> and <b>{ $most }</b> can.
refusal-more-than-owed = That is more than the debt. The debt is <b>{ $owed }</b>.
refusal-nothing-to-do = The amount must be above zero.
refusal-too-large = The amount is too large. Check for extra zeros.
refusal-draft-empty = The invoice has no lines. Add an item, for example: <code>Tea 2 x 350</code>
refusal-draft-too-many-lines = An invoice can have up to 100 lines. Split it in two.
refusal-draft-bad-name = Line { $line }: a name is needed, 200 characters at most.
refusal-draft-bad-quantity = Line { $line }: the quantity must be above zero.
refusal-draft-too-large = Line { $line }: the amount is too large. Check the price and the quantity.
refusal-draft-nothing-to-pay = The invoice adds up to zero. Check the prices.
refusal-phone-taken = Customer <code>{ $code }</code> already has this number. Open: /find { $code }
refusal-phone-of-another = The card with this number is tied to another Telegram account. If the number is yours, contact the shop: /shop
refusal-both-cards-in-use = Another card is registered to this number, and both have purchases, so we cannot join them by ourselves. Please contact the shop: /shop
refusal-reason-missing = A reason is needed, up to 200 characters: the customer will see it.
refusal-bad-name = A name is needed, up to 100 characters.
refusal-own-role = You cannot change your own role. Ask another owner.
refusal-operation-reused = This operation was already done with other details. Please start again.
