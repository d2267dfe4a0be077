## What a refund does, told to customers and staff

refund-returned-line = • { $name } × { $quantity }
refund-whole = ↩️ <b>Refunded in full</b>
refund-part = ↩️ <b>Refunded: { $amount }</b>
refund-total = Refund: <b>{ $amount }</b>
refund-discount = 🏷 Discount, not given back: <b>−{ $amount }</b>
refund-discount-part = 🏷 Part of the discount, not given back: <b>−{ $amount }</b>
refund-money = 💵 Money back: <b>{ $amount }</b>
refund-debt = 📒 Off the debt: <b>{ $amount }</b>
refund-redeemed = ⭐ Points back: <b>+{ $points }</b>
refund-redeemed-referral = 🎁 Friend points back: <b>+{ $points }</b>
refund-earned = ⭐ Points taken back: <b>−{ $points }</b>
refund-coupon-points = 🎟 Coupon points taken back: <b>−{ $points }</b>
refund-coupon = 🎟 The coupon is valid again: { $title }
refund-reason = Reason: { $reason }
refund-points-debt = ⚠️ Points are below zero: they had been used before the purchase was refunded. New points make up for that first.

refund-notice = ↩️ Refund on invoice <code>{ $number }</code>
refund-notice-undone = ↩️ Invoice <code>{ $number }</code> has been cancelled
refund-notice-reward = ↩️ Your friend <b>{ $name }</b> returned a purchase. Taken back from your reward: <b>{ points-count }</b>
