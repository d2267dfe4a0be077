## The card

card =
    💳 <b>Kartangiz</b>
    Karta kodi: <code>{ $code }</code>
    Kartada <b>{ points-count }</b> bor

    Kassada QR-kodni ko‘rsating yoki raqamlarni ayting: <b>{ $digits }</b>
    Ular { $time } gacha, bitta xarid uchun amal qiladi.
card-button-refresh = 🔄 Yangi raqamlar
