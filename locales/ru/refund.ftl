## What a refund does, told to customers and staff

refund-returned-line = • { $name } × { $quantity }
refund-whole = ↩️ <b>Возвращена целиком</b>
refund-part = ↩️ <b>Возвращено: { $amount }</b>
refund-total = Возврат: <b>{ $amount }</b>
refund-discount = 🏷 Скидка, не возвращается: <b>−{ $amount }</b>
refund-discount-part = 🏷 Часть скидки, не возвращается: <b>−{ $amount }</b>
refund-money = 💵 Возврат деньгами: <b>{ $amount }</b>
refund-debt = 📒 Уменьшение долга: <b>{ $amount }</b>
refund-redeemed = ⭐ Возврат баллов: <b>+{ $points }</b>
refund-redeemed-referral = 🎁 Возврат баллов за друзей: <b>+{ $points }</b>
refund-earned = ⭐ Отмена начисления: <b>−{ $points }</b>
refund-coupon-points = 🎟 Отмена баллов по купону: <b>−{ $points }</b>
refund-coupon = 🎟 Купон снова действует: { $title }
refund-reason = Причина: { $reason }
refund-points-debt = ⚠️ Баллов меньше нуля: их использовали до возврата покупки. Новые баллы сначала восполнят эту разницу.

refund-notice = ↩️ Возврат по накладной <code>{ $number }</code>
refund-notice-undone = ↩️ Накладная <code>{ $number }</code> отменена
refund-notice-reward = ↩️ Ваш друг вернул покупку: <b>{ $name }</b>. Из вашей награды за неё отменено: <b>{ points-count }</b>
