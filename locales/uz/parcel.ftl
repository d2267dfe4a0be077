## Mijozlar va xodimlar ekranlaridagi posilkalar

parcel-status-pending = kutilmoqda
parcel-status-in-transit = yo‘lda
parcel-status-delivered = yetib keldi
parcel-status-issued = berildi
parcel-status-cancelled = bekor qilindi

## Mijozga posilkalari haqidagi xabarlar

parcel-notice-pending = 🕓 <b>Posilka kutilmoqda</b>
parcel-notice-in-transit = 🚚 <b>Posilka yo‘lda</b>
parcel-notice-delivered = 🏪 <b>Posilka yetib keldi</b>
parcel-notice-issued = ✅ <b>Posilka berildi</b>
parcel-notice-cancelled = 🚫 <b>Posilka bekor qilindi</b>
parcel-notice-corrected = ✏️ <b>Tuzatish: posilka holati — { $icon } { $status }</b>
parcel-notice-number = <code>{ $number }</code> · { $at }
parcel-notice-many =
    📦 <b>Posilkalar haqida yangiliklar: { $count }</b>
    { $at }
parcel-notice-line = { $icon } <code>{ $number }</code>: { $status }
parcel-notice-more = … va yana { $count }
parcel-next-pending = Yo‘lga chiqishi bilan yozamiz.
parcel-next-in-transit = Yetib kelishi bilan yozamiz.
parcel-next-delivered = Olib ketishingiz mumkin. Posilka raqamini yoki kodingizni ayting: <code>{ $code }</code>
parcel-next-arrived = Yetib kelganlarini olib ketishingiz mumkin. Posilka raqamini yoki kodingizni ayting: <code>{ $code }</code>
parcel-next-issued = Bizdan buyurtma berganingiz uchun rahmat!
parcel-next-cancelled = Savollaringiz bormi? Do‘kon bilan bog‘laning: /shop
parcel-where-unknown = Qayerga kelish kerak: /shop
parcel-cost = Narxi: <b>{ $cost }</b>
parcel-button-details = 📦 Batafsil
parcel-button-own = 📦 Posilkalarim
parcel-button-mute = 🔕 Xabar bermaslik
parcel-button-unmute = 🔔 Xabar berish
parcel-muted = Endi posilkalar haqida yozmaymiz. Holati doim /parcels ichida, xabarlarni /settings orqali qayta yoqish mumkin.
parcel-unmuted = Xo‘p, har bir yangi holat haqida yozib turamiz.
