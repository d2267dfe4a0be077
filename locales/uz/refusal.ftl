## Why something was not done

refusal-not-allowed = Buni faqat tegishli roli bor xodimlar qila oladi. Ruxsat kerak bo‘lsa, egasidan so‘rang.
refusal-unknown-customer = Bunday mijoz yo‘q. Kodni tekshiring yoki qaytadan qidiring: /find
refusal-unknown-invoice = Bunday yuk xati yo‘q. Ro‘yxatni qaytadan oching: /invoices
refusal-not-enough-points = Buncha ball yo‘q. Mavjud: <b>{ $available }</b>. Hech narsa yechilmadi.
refusal-redemption-out-of-bounds = Bu xaridga buncha ball ishlatib bo‘lmaydi. <b>{ $least }</b>–<b>{ $most }</b> oralig‘ida mumkin.
refusal-more-than-owed = Bu qarzdan ko‘p. Hozirgi qarz: <b>{ $owed }</b>.
refusal-nothing-to-do = Summa noldan katta bo‘lishi kerak.
refusal-too-large = Summa juda katta. Ortiqcha nollar yo‘qligini tekshiring.
refusal-draft-empty = Yuk xatida birorta qator yo‘q. Mahsulot qo‘shing, masalan: <code>Choy 2 x 350</code>
refusal-draft-too-many-lines = Bitta yuk xatida 100 tagacha qator bo‘ladi. Ikkiga bo‘ling.
refusal-draft-bad-name = { $line }-qator: nomi kerak, 200 belgidan oshmasin.
refusal-draft-bad-quantity = { $line }-qator: miqdor noldan katta bo‘lishi kerak.
refusal-draft-too-large = { $line }-qator: summa juda katta. Narx va miqdorni tekshiring.
refusal-draft-nothing-to-pay = Yuk xati jami nolga teng. Narxlarni tekshiring.
refusal-phone-taken = Bu raqam <code>{ $code }</code> mijozga yozilgan. Ochish: /find { $code }
refusal-phone-of-another = Bu raqamli karta boshqa Telegram akkauntiga bog‘langan. Raqam sizniki bo‘lsa, do‘konga murojaat qiling: /shop
refusal-both-cards-in-use = Bu raqamga boshqa karta ochilgan va ikkalasida ham xaridlar bor, shuning uchun ularni o‘zimiz birlashtira olmaymiz. Do‘konga murojaat qiling: /shop
refusal-reason-missing = Sababi kerak, 200 belgigacha: uni mijoz ko‘radi.
refusal-bad-name = Ism kerak, 100 belgigacha.
refusal-own-role = O‘z rolingizni o‘zgartira olmaysiz. Boshqa egasidan so‘rang.
refusal-operation-reused = Bu amal boshqa ma’lumotlar bilan bajarilgan. Qaytadan boshlang.
