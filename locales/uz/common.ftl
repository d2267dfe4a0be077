## What every screen says

button-yes = Ha
button-no = Yo‘q
button-cancel = ✖️ Bekor qilish
button-back = ↩️ Orqaga
button-confirm = ✅ Tasdiqlash
button-next = Keyingi →
button-previous = ← Oldingi
page = Sahifa: { $page } / { $pages }

language-name = O‘zbekcha

cancelled = Xo‘p, bekor qildik. Hech narsa o‘zgarmadi.
nothing-to-cancel = Hozir bekor qiladigan narsa yo‘q.
interrupted-kept = 📝 Tugallanmagan: <b>{ $what }</b>. Yozganingiz bir soat saqlanadi.
interrupted-dropped = 🗑 O‘chirildi: { $what }. Hech narsa o‘zgarmadi.
button-go-on = ▶️ Davom etish
button-drop = 🗑 Kerak emas
timed-out = Ancha vaqt o‘tib ketdi, shuning uchun boshlangan ish bekor qilindi. Hech narsa o‘zgarmadi, qaytadan boshlashingiz mumkin.
button-outdated = Bu tugma eskirgan. Bo‘limni qaytadan oching.
button-not-yours = Bu tugma boshqa odam uchun.
unknown-command = Bunday buyruq yo‘q. Nimalar qila olishimni ko‘ring: /help
not-understood = Kechirasiz, tushunmadim. Pastdagi tugmani tanlang yoki /help ni oching
text-and-buttons-only = Men faqat matn va tugmalarni tushunaman. So‘z bilan yozing yoki tugmani tanlang 👇
contact-not-wanted = Kontakt bu savolga javob emas, shuning uchun hech narsa yozilmadi. Savol shu:
text-too-long = Juda uzun. Iltimos, { $limit } ta belgidan oshirmay yozing.
edited = O‘zgartirilgan xabarlarni o‘qimayman. Iltimos, yangisini yuboring.
only-in-private = Men faqat shaxsiy chatda javob beraman: bu yerda ballaringizni hamma ko‘rardi.
button-open-chat = Chatni ochish
apology =
    Biz tomonda nosozlik yuz berdi. Bundan xabarimiz bor, hozir hal qilyapmiz.

    Hech narsa yo‘qolmadi: ballaringiz va xaridlaringiz joyida. Iltimos, birozdan keyin qayta urinib ko‘ring.
owner-alarm =
    ⚠️ <b>Xabarni qayta ishlab bo‘lmadi</b>
    Yangilanish <code>{ $update }</code>; sababi dastur jurnalida.

    Odamdan uzr so‘radik. Xabar saqlandi, boshqa chatlar ishlayapti.

## Words of the vocabulary

points-count = { $points } ball
wallet-main = Ballar
wallet-referral = Do‘stlar uchun ballar
role-cashier = Kassir
role-manager = Menejer
role-owner = Do‘kon egasi

## Words that staff type in an invoice of one message

keyword-bonus = bonus
keyword-referral = referal
keyword-all = hammasi
keyword-debt = qarz
