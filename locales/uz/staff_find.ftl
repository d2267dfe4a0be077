## Staff: finding and registering customers

find-ask =
    🔎 Kimni qidiramiz?
    Kodi, telefoni, ismi, @username, promokodi, el. pochtasi yoki kompaniyasini yuboring. Kontakt ulashsangiz ham bo‘ladi.
found-none =
    “<b>{ $text }</b>” bo‘yicha hech kim topilmadi.
    Yozilishini tekshiring yoki yangi mijozni ro‘yxatga oling.
found-one = Bitta mijoz mos keldi. Shumi?
found-several = Bir nechta mijoz mos keldi. Qaysi biri?
found-pages = Topilgan mijozlar: { $count }. Qaysi biri? Pastdagi tugmalar bilan varaqlang.
found-many = Dastlabki { $count } ta mijoz ko‘rsatildi, boshqalari ham bo‘lishi mumkin. Keraklisi bo‘lmasa, ismini to‘liq yozing yoki kodini yuboring.
button-found = { $name } · { $code }
button-found-phone = { $name } · { $code } · …{ $digits }
button-register = ➕ Ro‘yxatga olish
button-register-phone = ➕ Yangi: { $phone }
button-sell-sum = 🛒 { $amount } summaga sotish

card-title =
    👤 <b>{ $name }</b>
    Kodi: <code>{ $code }</code>
card-username = Telegram: @{ $username }
card-phone = Telefoni: { $phone }
card-email = El. pochta: { $email }
card-since = Mijoz bo‘lgan kuni: { $date }
card-points =
    ⭐ Ballar: <b>{ $main }</b>
    🎁 Do‘stlar uchun ballar: <b>{ $referral }</b>
card-debt = 📒 Qarz: <b>{ $debt }</b>
card-advance = 💵 Oldindan to‘langan: <b>{ $amount }</b>
card-counts = 🧾 Yuk xatlari: { $invoices }, do‘stlar: { $friends }
card-no-telegram = Hali Telegramda yo‘q: xabarlar yetib bormaydi.
card-gone = Akkaunt o‘chirilgan: xabarlar yetib bormaydi.
card-blocked = Botni to‘xtatgan: xabarlar yetib bormaydi.
button-sell = 🛒 Yangi yuk xati
button-points = ⭐ Ballar
button-debt = 📒 Qarz
button-history = 🕘 Tarix
button-invoices = 🧾 Yuk xatlari
button-refresh = 🔄 Yangilash
button-customer-card = 👤 Mijoz
list-of-customer = 👤 <b>{ $name }</b>, <code>{ $code }</code>
list-nothing-yet = Bu yerda hozircha hech narsa yo‘q.
list-invoices = 🧾 Yuk xatlari: { $count }. Qaysi birini ochamiz? 👇
list-invoices-refunded = 🧾 Yuk xatlari: { $count }, to‘liq qaytarilgani: { $refunded }. Qaysi birini ochamiz? 👇

register-phone =
    ➕ <b>Yangi mijoz</b>
    Telefonini yuboring, ismini birga yozsangiz ham bo‘ladi:
    <pre>{ $phone } Aziza Karimova</pre>
    Yoki mijozning kontaktini ulashing.
register-phone-of = ➕ <b>{ $name }</b>: mijozning telefonini yoki kontaktini yuboring.
register-bad-phone =
    Telefon raqamini o‘qiy olmadim. Mamlakat kodi bilan yuboring, masalan:
    <pre>{ $phone } Aziza Karimova</pre>
register-foreign-phone = Do‘kon faqat shu davlatlarning raqamlarini yozadi: { $countries }.
register-which-phone = Bu raqamlar turli davlatlarning telefonlariga to‘g‘ri keladi. Qaysi biri?
register-name = { $phone } raqamli mijozning ismi nima?
register-contact =
    Bu raqam hali ro‘yxatda yo‘q: { $phone }
    <b>{ $name }</b> ro‘yxatga olinsinmi? Ismi boshqacha bo‘lsa, yozib yuboring.
registered = ✅ Mijoz ro‘yxatga olindi.
