## Sharing one’s own number

phone-button-add = 📱 Telefon qo‘shish
phone-key-share = 📱 Raqamimni yuborish
phone-ask =
    📱 Pastdagi tugmani bosing, Telegram bizga raqamingizni yuboradi.

    Kassada sizni shu raqam orqali taniydilar. Bu raqamga karta ochilgan bo‘lsa, undagi ballar darhol sizniki bo‘ladi.
phone-typed = Terilgan raqam uning sizniki ekanini isbotlamaydi. Iltimos, pastdagi tugmani bosing 👇
phone-noted = ✅ <b>{ $phone }</b> raqamini yozib oldik. Endi kassada shuni aytsangiz kifoya.
phone-known = ✅ <b>{ $phone }</b> raqami kartangizga yozilgan.
phone-claimed =
    🎉 Kartangizni topdik, endi u shu yerda!

    Kod: <code>{ $code }</code>
    Unda <b>{ points-count }</b> bor.
phone-code-taken-back = 🎟 Do‘stning promokodi bir marta, birinchi xaridgacha amal qiladi, bu kartada esa avval xarid yoki kod bo‘lgan. Shuning uchun siz kiritgan promokod hisoblanmaydi. Qaytarib olindi: <b>{ points-count }</b>.
phone-code-void = 🎟 Do‘stning promokodi bir marta, birinchi xaridgacha amal qiladi, bu kartada esa avval xarid yoki kod bo‘lgan. Shuning uchun siz kiritgan promokod hisoblanmaydi.
phone-not-own = Bu boshqa odamning raqami. Iltimos, o‘zingiznikini yuboring: buning uchun pastda tugma bor 👇
phone-of-another = Bu sizning emas, boshqa odamning raqami, shuning uchun uni yozmadik.
phone-unreadable = Bu raqamni o‘qib bo‘lmadi. Kassada ayting, yozib qo‘yishadi.
