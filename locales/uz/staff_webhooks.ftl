## Xodimlar: hodisalar yuboriladigan vebxuklar

webhooks =
    🔗 <b>Vebxuklar</b>

    { $webhooks }
webhooks-none =
    🔗 <b>Vebxuklar</b>
    Hozircha yo‘q. Vebxuk do‘konning boshqa dasturiga posilka qo‘shilgani yoki uning holati o‘zgargani haqida darhol xabar beradi.
webhook-url = <b>{ $host }</b> · <code>{ $url }</code>
webhook-arrived = Oxirgi yetkazish { $when }
webhook-nothing-arrived = Hali hech narsa yetkazilmadi
webhook-failed = ⚠️ Oxirgi muvaffaqiyatsizlik { $when }: { $why }
webhook-waiting = ⏳ Yuborishni kutmoqda: { $count }
webhook-given-up = ❌ 30 kunda yetkazilmagani: { $count }
webhook-gone = ⛔️ { $when } qabul qiluvchi endi hech narsa kerak emas deb javob berdi. Yuborish to‘xtatildi.
webhook-event-created = Yangi posilkalar
webhook-event-status = Posilkalar holati
webhook-fault-unknown-name = server nomi topilmadi
webhook-fault-not-public = serverning ommaviy manzili yo‘q
webhook-fault-no-connection = aloqa yo‘q
webhook-fault-no-answer = javob o‘z vaqtida kelmadi
webhook-fault-status = javob { $status }
button-webhooks = 🔗 Vebxuklar
button-webhook = { $host } · { $number }
button-new-webhook = ➕ Yangi vebxuk
button-make-webhook = ✅ Vebxukni qo‘shish
button-rotate-webhook = 🔁 Yangi maxfiy kalit
button-rotate-webhook-yes = 🔁 Ha, yangi maxfiy kalit
button-remove-webhook = 🗑 O‘chirish
button-remove-webhook-yes = 🗑 Ha, o‘chirish
button-resume-webhook = ▶️ Hozir qayta yuborish
webhook-url-ask =
    🔗 Hodisalar qayerga yuborilsin? Qabul qiluvchi dastur manzilini yuboring; u <code>https://</code> bilan boshlanadi.
webhook-events-ask =
    🔗 <code>{ $url }</code>
    Qaysi hodisalar haqida xabar berilsin? Tanlang va vebxukni qo‘shing.
webhook-events-none = Hozircha hech narsa tanlanmadi: hodisalarni tanlang.
webhook-made =
    ✅ Vebxuk qo‘shildi: <code>{ $url }</code>
    Uning maxfiy kaliti:
    <code>{ $secret }</code>

    ⚠️ U faqat hozir ko‘rsatildi. Uni qabul qiluvchi dasturga ko‘chiring: xabarlar sizdan ekanini shu orqali tekshiradi. Keyin bu xabarni o‘chiring.
webhook-made-before = ✅ <b>{ $host }</b> vebxuki tayyor. Uning maxfiy kaliti bir marta ko‘rsatildi, boshqa ko‘rsatilmaydi; yo‘qolsa, yangisini yarating.
webhook-rotated =
    ✅ <b>{ $host }</b> uchun yangi maxfiy kalit:
    <code>{ $secret }</code>

    ⚠️ U faqat hozir ko‘rsatildi. Dasturda almashtirishga ulgurishingiz uchun yana { $hours } soat xabarlar ikkala kalit bilan imzolanadi.
webhook-rotate-question = <b>{ $host }</b> uchun yangi maxfiy kalit yaratilsinmi? Avvalgisi yana { $hours } soat imzolaydi.
webhook-remove-question =
    <b>{ $host }</b> vebxuki o‘chirilsinmi? U yerga endi hech narsa yuborilmaydi, kutayotganlari yo‘qoladi: { $count }
webhook-is-removed = ✅ <b>{ $host }</b> vebxuki o‘chirildi.
webhook-is-resumed = ✅ <b>{ $host }</b> manziliga yuborish davom etadi.
notice-webhook-lost =
    🔗 <b>{ $host }</b> vebxuki bir kundan beri to‘g‘ri javob bermayapti. Yetkazilmagan hodisalar: { $count }
    Oxirgi muvaffaqiyatsizlik: { $why }
    Qabul qiluvchi dasturni tekshiring: /keys
notice-webhook-gone =
    🔗 <b>{ $host }</b> qabul qiluvchisi endi hech narsa kerak emas deb javob berdi (410), shuning uchun unga hech narsa yuborilmaydi.
    Hodisalar bir sutka saqlanadi. Bu xato bo‘lsa, uni qayta yoqing yoki o‘chiring: /keys
