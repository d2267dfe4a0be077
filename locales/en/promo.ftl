## A friend’s promo code

promo-button = 🎟 Enter a promo code
promo-ask = 🎟 Send me your friend’s promo code. It begins with <b>PROMO</b>, followed by digits.
promo-applied = 🎉 The promo code is accepted! You got <b>{ points-count }</b>.
promo-applied-without-bonus = 🎉 The promo code is accepted. Good to have you with us!
promo-already-used = You already have a friend’s promo code, and it can be entered only once. But you can invite friends: /invite
promo-already-purchased = A promo code is entered before the first purchase, and you have made yours. But you can invite friends: /invite
promo-wrong = This promo code does not fit. Check that all digits are there, or ask your friend for it again.
promo-not-valid-now = This promo code is not valid at present. Everything works without it just the same: collect points and pay with them.
promo-too-many =
    Too many tries in a row. Please try again in { $minutes } { $minutes ->
        [one] minute
       *[other] minutes
    }.
promo-friend-came =
    🎁 A friend came by your invitation: <b>{ $name }</b>.

    Their first purchase will bring you <b>{ $percent }</b> in points.
promo-friend-came-without-reward = 🎁 A friend came by your invitation: <b>{ $name }</b>. Thank you!
