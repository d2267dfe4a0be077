## What a refund does, told to customers and staff

refund-returned-line = • { $name } × { $quantity }
refund-whole = ↩️ <b>Толығымен қайтарылған</b>
refund-part = ↩️ <b>Қайтарылды: { $amount }</b>
refund-total = Қайтару: <b>{ $amount }</b>
refund-discount = 🏷 Жеңілдік, қайтарылмайды: <b>−{ $amount }</b>
refund-discount-part = 🏷 Жеңілдіктің бір бөлігі, қайтарылмайды: <b>−{ $amount }</b>
refund-money = 💵 Ақшалай қайтару: <b>{ $amount }</b>
refund-debt = 📒 Қарыздың азаюы: <b>{ $amount }</b>
refund-redeemed = ⭐ Баллдарды қайтару: <b>+{ $points }</b>
refund-redeemed-referral = 🎁 Достар үшін баллдарды қайтару: <b>+{ $points }</b>
refund-earned = ⭐ Қосылған баллдарды шегеру: <b>−{ $points }</b>
refund-coupon-points = 🎟 Купон баллдарын шегеру: <b>−{ $points }</b>
refund-coupon = 🎟 Купон қайтадан жарамды: { $title }
refund-reason = Себебі: { $reason }
refund-points-debt = ⚠️ Баллдар нөлден төмен: олар сатып алу қайтарылғанға дейін пайдаланылған. Жаңа баллдар алдымен осыны толтырады.

refund-notice = ↩️ <code>{ $number }</code> жүкқұжаты бойынша қайтару
refund-notice-undone = ↩️ <code>{ $number }</code> жүкқұжатының күші жойылды
refund-notice-reward = ↩️ Досыңыз <b>{ $name }</b> сатып алғанын қайтарды. Сыйақыңыздан шегерілді: <b>{ points-count }</b>
