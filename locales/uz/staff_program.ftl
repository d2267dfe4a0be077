## Owners: the rules of the program

program =
    🏪 <b>Dastur qoidalari</b>

    { $rules }
button-program = 🏪 Dastur qoidalari
program-days = { $days } kun
program-saved = ✅ Saqlandi.
program-unchanged = Hozir ham shunday.

lifetime = ⏳ Ballar muddati: <b>{ $days }</b>
lifetime-none = ⏳ Ballar muddati: <b>cheklanmagan</b>
button-lifetime = ⏳ Ballar muddati
button-forever = ♾ Muddatsiz
lifetime-ask = Ballar necha kun amal qiladi? Tanlang yoki 1 dan { $most } gacha kun sonini yuboring.
lifetime-bad = Kunlar sonini butun son bilan yuboring, 1 dan { $most } gacha.
lifetime-of-new = Yangi ballar <b>{ $days }</b> amal qiladi.
lifetime-of-present = Mijozlarda bugun bor ballar bugundan boshlab <b>{ $days }</b> amal qiladi, oxirgi kuni { $date }. Avval va’da qilingan kun o‘zgarmaydi.
lifetime-of-present-stays = Mijozlarda bor ballarning va’da qilingan kuni o‘zgarmaydi.
lifetime-warnings = Muddat tugashidan 14, 7 va 3 kun oldin va oxirgi kuni mijozlarni ogohlantiramiz.
lifetime-warnings-short = Muddat yaqinlashganda va oxirgi kuni mijozlarni ogohlantiramiz.
lifetime-off = Yangi ballar muddatsiz bo‘ladi. Oxirgi kuni belgilangan ballarda u saqlanadi.

consent-from = 🔐 Ball sarflashga mijozning roziligi: <b>bir kunda { $points } balldan boshlab</b>
consent-always = 🔐 Ball sarflashga mijozning roziligi: <b>har doim</b>
consent-never = 🔐 Ball sarflashga mijozning roziligi: <b>kerak emas</b>
button-consent = 🔐 Sarflashga rozilik
button-always-ask = Har doim so‘rash
button-never-ask = So‘ramaslik
button-consent-from = { $points } balldan boshlab
consent-ask = Bir kunda necha balldan boshlab mijozdan so‘raymiz? Tanlang yoki son yuboring.
consent-means = Chegara: bir kunda <b>{ points-count }</b>. So‘ramasdan shuncha yoki undan ko‘p sarflanadigan bo‘lsa, mijoz o‘zi rozilik beradi: uch daqiqa ichida Telegramda tugmani bosadi yoki kartasining raqamlarini ko‘rsatadi. Kamrog‘ini xodimlar so‘ramasdan sarflaydi.
consent-always-means = Har qanday ballga mijoz o‘zi rozilik beradi: uch daqiqa ichida Telegramda tugmani bosadi yoki kartasining raqamlarini ko‘rsatadi.
consent-never-means = Xodimlar mijozlarning ballarini so‘ramasdan sarflaydi.

card-qr-digits = 📷 Kartaning QR-kodi: <b>raqamlar</b>
card-qr-link = 📷 Kartaning QR-kodi: <b>raqamli havola</b>
button-card-qr = 📷 Kartaning QR-kodi
button-qr-digits = Faqat raqamlar
button-qr-link = Raqamli havola
card-qr-ask = Kartaning QR-kodida nima bo‘lsin? Raqamlarni har qanday skaner o‘qiydi. Oxirida shu raqamlar turgan havolani telefon kamerasi ham ochadi, lekin kassadagi skanerni oxirgi oltita belgini kiritadigan qilib sozlash kerak.
card-qr-digits-means = Kartaning QR-kodida faqat olti raqam bo‘ladi. Skaner ularni klaviaturadan tergandek kiritadi.
card-qr-link-means = Kartaning QR-kodida botga havola bo‘ladi, oxirida olti raqam turadi. Telefon kamerasi u orqali botni ochadi. Kassadagi skanerni oxirgi oltita belgini kiritadigan qilib sozlang.
