## What a refund does, told to customers and staff

refund-returned-line = • { $name } × { $quantity }
refund-whole = ↩️ <b>Толугу менен кайтарылган</b>
refund-part = ↩️ <b>Кайтарылды: { $amount }</b>
refund-total = Кайтаруу: <b>{ $amount }</b>
refund-discount = 🏷 Арзандатуу, кайтарылбайт: <b>−{ $amount }</b>
refund-discount-part = 🏷 Арзандатуунун бир бөлүгү, кайтарылбайт: <b>−{ $amount }</b>
refund-money = 💵 Акчалай кайтаруу: <b>{ $amount }</b>
refund-debt = 📒 Карыздын азайышы: <b>{ $amount }</b>
refund-redeemed = ⭐ Баллдарды кайтаруу: <b>+{ $points }</b>
refund-redeemed-referral = 🎁 Достор үчүн баллдарды кайтаруу: <b>+{ $points }</b>
refund-earned = ⭐ Кошулган баллдарды алып салуу: <b>−{ $points }</b>
refund-coupon-points = 🎟 Купондун баллдарын алып салуу: <b>−{ $points }</b>
refund-coupon = 🎟 Купон кайра жарактуу: { $title }
refund-reason = Себеби: { $reason }
refund-points-debt = ⚠️ Баллдар нөлдөн төмөн: алар сатып алуу кайтарылганга чейин колдонулган. Жаңы баллдар адегенде ушуну толтурат.

refund-notice = ↩️ <code>{ $number }</code> накладнойу боюнча кайтаруу
refund-notice-undone = ↩️ <code>{ $number }</code> накладнойу жокко чыгарылды
refund-notice-reward = ↩️ Досуңуз <b>{ $name }</b> сатып алганын кайтарды. Сыйлыгыңыздан алынды: <b>{ points-count }</b>
