## Xodimlar: mijozga kupon berish

button-coupon = 🎟 Kupon
give-coupon-kind = 🎟 <b>{ $name }</b>. Kupon nima beradi?
button-coupon-percent = 🏷 Foizli chegirma
button-coupon-amount = 💵 Summaga chegirma
button-coupon-points = ⭐ Ballar
button-coupon-gift = 🎁 Sovg‘a
give-coupon-percent = Xarid summasidan necha foiz? Masalan, <code>10</code>
give-coupon-percent-bad = Noldan katta, 100 dan oshmaydigan son kerak, masalan <code>10</code>
give-coupon-amount = Qanday chegirma? Summani yuboring, masalan <code>500</code>
give-coupon-points = Xarid bilan birga nechta ball qo‘shiladi?
give-coupon-title = Kupon qanday nomlanadi? Nomini mijoz va kassir ko‘radi.
give-coupon-title-of-gift = Qanday sovg‘a? Nomini mijoz va kassir ko‘radi, masalan <code>Bir piyola qahva</code>
give-coupon-title-bad = Nomi juda uzun: { $most } belgigacha.
give-coupon-days = Kupon necha kun amal qiladi? Tanlang yoki 1 dan { $most } gacha son yuboring.
give-coupon-preview =
    🎟 Kupon egasi: <b>{ $name }</b>, <code>{ $code }</code>
    <b>{ $title }</b>: { $worth }
    { $until }

    Hammasi to‘g‘rimi?
give-coupon-done =
    ✅ <b>{ $name }</b>: kupon berildi
    <b>{ $title }</b>: { $worth }
    { $until }
