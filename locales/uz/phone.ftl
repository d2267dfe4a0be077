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
phone-own-invitation = 🎟 Ikki kartangizdan biri ikkinchisini taklif qilgan. O‘zini o‘zi taklif qilib bo‘lmaydi, shuning uchun bu taklif hisoblanmaydi. Qaytarib olindi: <b>{ points-count }</b>.
phone-own-invitation-void = 🎟 Ikki kartangizdan biri ikkinchisini taklif qilgan. O‘zini o‘zi taklif qilib bo‘lmaydi, shuning uchun bu taklif hisoblanmaydi.
phone-not-own = Bu boshqa odamning raqami. Iltimos, o‘zingiznikini yuboring: buning uchun pastda tugma bor 👇
phone-of-another = Bu sizning emas, boshqa odamning raqami, shuning uchun uni yozmadik.
phone-unreadable = Bu raqamni o‘qib bo‘lmadi. Kassada ayting, yozib qo‘yishadi.
phone-foreign = Bu do‘kon faqat shu davlatlarning raqamlarini yozadi: { $countries }.

phone-asked = Bu raqamga karta bor, lekin u boshqa Telegram akkauntida. Do‘kondan so‘radik: karta sizniki bo‘lsa, uni shu yerga ko‘chiradi, biz yozamiz.
phone-asked-before = Do‘kon kartangiz haqida hali javob bermadi. Javob berishi bilan yozamiz. Kassada ham so‘rashingiz mumkin.
card-move-ask =
    📱 <b>Kartani ko‘chiramizmi?</b>
    { $phone } raqami bilan yangi Telegram akkaunti keldi: { $other }, kodi <code>{ $code }</code>, { $joined } dan beri biz bilan.
card-move-of = Bu raqamning kartasi: { $card }, kodi <code>{ $code }</code>. Uning akkaunti botga oxirgi marta { $visited } kuni yozgan.
card-move-gone = Eski akkaunt o‘chirilgan, lekin ancha oldin: raqam boshqa odamga o‘tgan bo‘lishi mumkin. O‘sha odam ekaniga ishonch hosil qiling.
card-move-alive = Eski akkaunt o‘chirilmagan. O‘sha odam ekaniga ishonchingiz komil bo‘lsagina ko‘chiring: raqam boshqa odamga o‘tgan bo‘lishi mumkin.
card-move-own-invitation = ⚠️ Bu kartalardan biri ikkinchisini taklif qilgan. Bu bir kishi bo‘lsa, karta ko‘chirilganda mukofot va promokod bonusi qaytarib olinadi, ular ishlatilgan bo‘lsa, balans noldan pastga tushadi, yangi ballar avval shuni qoplaydi.
card-move-merged = <b>Birlashtirilgan kartada bo‘ladi:</b>
card-move-merged-name = Ismi: <b>{ $name }</b>
card-move-merged-limit = 💳 Kredit limiti: <b>{ $limit }</b>
card-move-button = ✅ Ko‘chirish
card-move-button-keep = ✖️ Qoldirish
card-moved = ✅ <code>{ $code }</code> kartasi ko‘chirildi. Mijozga xabar berdik.
card-moved-own-invitation = Bu kartalardan biri ikkinchisini taklif qilgan, shuning uchun mukofot va promokod bonusi qaytarib olindi: <b>{ points-count }</b>.
card-kept = <code>{ $code }</code> kartasi o‘z joyida qoldi. Mijozga xabar berdik.
card-lost = 📱 <code>{ $code }</code> kartangiz telefon raqamingiz bor boshqa Telegram akkauntiga ko‘chirildi. Bu siz bo‘lmasangiz, do‘konga yozing: /shop
card-move-refused = Do‘kon bu raqamning kartasi sizniki ekanini tasdiqlamadi. Iltimos, kassada so‘rang: /shop
