## Staff: giving a customer a coupon

button-coupon = 🎟 Coupon
give-coupon-kind = 🎟 <b>{ $name }</b>. What should the coupon give?
button-coupon-percent = 🏷 Percent off
button-coupon-amount = 💵 Amount off
button-coupon-points = ⭐ Points
button-coupon-gift = 🎁 Gift
give-coupon-percent = How many percent of the purchase? For example, <code>10</code>
give-coupon-percent-bad = Please send a number above zero, at most 100, for example <code>10</code>
give-coupon-amount = How much off? Send the amount, for example <code>500</code>
give-coupon-points = How many points should come with the purchase?
give-coupon-title = What is the coupon called? The customer and the cashier see its title.
give-coupon-title-of-gift = What is the gift? The customer and the cashier see its title, for example <code>A cup of coffee</code>
give-coupon-title-bad = The title is too long: at most { $most } characters.
give-coupon-days = How many days is the coupon valid? Choose, or send a number from 1 to { $most }.
give-coupon-preview =
    🎟 Coupon for <b>{ $name }</b>, <code>{ $code }</code>
    <b>{ $title }</b>: { $worth }
    { $until }

    All correct?
give-coupon-done =
    ✅ <b>{ $name }</b>: the coupon is given
    <b>{ $title }</b>: { $worth }
    { $until }
