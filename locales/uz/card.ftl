## The card

card =
    💳 <b>Kartangiz</b>
    Kassada QR-kodni ko‘rsating yoki raqamlarni ayting: <b>{ $digits }</b>
    Ular { $time } gacha, bitta xarid uchun amal qiladi.

    Karta kodi: <code>{ $code }</code>
    Kartada <b>{ points-count }</b> bor
card-closed =
    💳 <b>Kartangiz</b>
    Karta kodi: <code>{ $code }</code>
    Kartada <b>{ points-count }</b> bor
card-button-refresh = 🔄 Yangi raqamlar
