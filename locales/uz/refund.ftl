## What a refund does, told to customers and staff

refund-returned-line = • { $name } × { $quantity }
refund-whole = ↩️ <b>To‘liq qaytarilgan</b>
refund-part = ↩️ <b>Qaytarildi: { $amount }</b>
refund-total = Qaytarish: <b>{ $amount }</b>
refund-discount = 🏷 Chegirma, qaytarilmaydi: <b>−{ $amount }</b>
refund-discount-part = 🏷 Chegirmaning bir qismi, qaytarilmaydi: <b>−{ $amount }</b>
refund-money = 💵 Pul bilan qaytarish: <b>{ $amount }</b>
refund-debt = 📒 Qarzning kamayishi: <b>{ $amount }</b>
refund-redeemed = ⭐ Ballarni qaytarish: <b>+{ $points }</b>
refund-redeemed-referral = 🎁 Do‘stlar uchun ballarni qaytarish: <b>+{ $points }</b>
refund-earned = ⭐ Qo‘shilgan ballarni yechib olish: <b>−{ $points }</b>
refund-coupon-points = 🎟 Kupon ballarini yechib olish: <b>−{ $points }</b>
refund-coupon = 🎟 Kupon yana amal qiladi: { $title }
refund-reason = Sababi: { $reason }
refund-points-debt = ⚠️ Ballar noldan past: ular xarid qaytarilishidan oldin ishlatilgan. Yangi ballar avval shuni qoplaydi.

refund-notice = ↩️ <code>{ $number }</code> yuk xati bo‘yicha qaytarish
refund-notice-undone = ↩️ <code>{ $number }</code> yuk xati bekor qilindi
refund-notice-reward = ↩️ Do‘stingiz <b>{ $name }</b> xaridini qaytardi. Mukofotingizdan yechib olindi: <b>{ points-count }</b>
