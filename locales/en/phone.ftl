## Sharing one’s own number

phone-button-add = 📱 Add a phone number
phone-key-share = 📱 Send my number
phone-ask =
    📱 Press the button below and Telegram will send us your number.

    The till will know you by it. And if there is a card for this number already, its points become yours at once.
phone-typed = A typed number does not prove that it is yours. Please press the button below 👇
phone-noted = ✅ We noted your number <b>{ $phone }</b>. From now on it is enough to say it at the till.
phone-known = ✅ The number <b>{ $phone }</b> is already on your card.
phone-claimed =
    🎉 We found your card, and here it is!

    Code: <code>{ $code }</code>
    It has <b>{ points-count }</b>.
phone-code-taken-back = 🎟 A friend’s promo code counts once, before the first purchase, and this card had bought before or had a code already. So the code that you entered does not count. Taken back: <b>{ points-count }</b>.
phone-code-void = 🎟 A friend’s promo code counts once, before the first purchase, and this card had bought before or had a code already. So the code that you entered does not count.
phone-own-invitation = 🎟 One of your two cards had invited the other. Nobody invites themselves, so this does not count. Taken back: <b>{ points-count }</b>.
phone-own-invitation-void = 🎟 One of your two cards had invited the other. Nobody invites themselves, so this does not count.
phone-not-own = This is somebody else’s number. Please send your own: there is a button for it below 👇
phone-of-another = This is somebody else’s number, not yours, so we did not note it.
phone-unreadable = We could not read this number. Say it at the till, and they will note it for you.
phone-foreign = This shop takes phone numbers of these countries only: { $countries }.

phone-asked = There is a card for this number, but another Telegram account has it. We have asked the shop: if the card is yours, they will move it here, and we will write to you.
phone-asked-before = The shop has not answered about your card yet. We will write as soon as it does. You can ask at the till, too.
card-move-ask =
    📱 <b>Move a card?</b>
    A new Telegram account came with the number { $phone }: { $other }, code <code>{ $code }</code>, with us since { $joined }.
card-move-of = The card of this number: { $card }, code <code>{ $code }</code>. Its account last wrote to the bot on { $visited }.
card-move-gone = The old account was deleted, but long ago: the number may be another person’s by now. Make sure that it is the same person.
card-move-alive = The old account was not deleted. Move the card only if you are sure that it is the same person: the number may be another’s by now.
card-move-own-invitation = ⚠️ One of these two cards invited the other. If they are one person’s, the reward and the promo bonus are taken back when the card moves; what was used already takes the balance below zero, and new points make up for that first.
card-move-merged = <b>One card of both will have:</b>
card-move-merged-name = Name: <b>{ $name }</b>
card-move-merged-limit = 💳 Credit limit: <b>{ $limit }</b>
card-move-button = ✅ Move it
card-move-button-keep = ✖️ Leave it
card-moved = ✅ The card <code>{ $code }</code> was moved. The customer has been told.
card-moved-own-invitation = One of the two cards had invited the other, so the customer lost <b>{ points-count }</b>: the reward and the promo bonus.
card-kept = The card <code>{ $code }</code> stays where it was. The customer has been told.
card-lost = 📱 Your card <code>{ $code }</code> was moved to another Telegram account with your phone number. If this was not you, write to the shop: /shop
card-move-refused = The shop did not confirm that the card for this number is yours. Please ask at the till: /shop
