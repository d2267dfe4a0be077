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
phone-not-own = This is somebody else’s number. Please send your own: there is a button for it below 👇
phone-of-another = This is somebody else’s number, not yours, so we did not note it.
phone-unreadable = We could not read this number. Say it at the till, and they will note it for you.
