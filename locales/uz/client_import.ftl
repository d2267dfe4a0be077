## API javoblari: mijozlar ro‘yxatining satri nega qabul qilinmadi

client-import-other-values = Satrdagi kataklar birinchi satrdagi nomlardan ko‘p: ehtimol, ajratkich qiymat ichida turibdi. Qiymatni qo‘shtirnoq ichiga oling.
client-import-nobody = Mijozning kodi ham, telefoni ham yo‘q.
client-import-bad-code = client_code: bu kod emas. Unda harflar yoki raqamlar bo‘ladi, jami 64 belgidan oshmaydi; uzun sonlarni jadvalda matn sifatida saqlang.
client-import-bad-phone = phone: bu do‘kon qabul qiladigan telefon raqami emas. Uni plyus va mamlakat kodi bilan yozing, jadvalda – matn sifatida.
client-import-unclear-phone = phone: bunday raqam bir nechta mamlakatda bor. Uni plyus va mamlakat kodi bilan yozing.
client-import-bad-email = email: bu elektron pochta manzili emas.
client-import-long-name = Ism { $most } belgidan uzun.
client-import-repeated-code = Bu kod yuqoridagi satrlardan birida bor.
client-import-repeated-phone = Bu telefon yuqoridagi satrlardan birida bor.
client-import-repeated-client = Bu mijoz haqida yuqoridagi satrlardan birida aytilgan.
client-import-phone-of-another = Kod bir mijozniki, telefon esa boshqasiniki.
client-import-other-phone = Bu kodli mijozning telefoni boshqa. Import telefonni o‘zgartirmaydi: karta telefon bo‘yicha olinadi.
client-import-phone-from-chat = Bu kodli mijozning Telegrami bor: telefonini botga o‘zi aytadi.
client-import-other-code = Bu telefonli mijozning kodi boshqa: { $code }.
