## Keyboard of customers

menu-balance = 💰 Balans
menu-card = 💳 Karta
menu-history = 🕘 Tarix
menu-invoices = 🧾 Yuk xatlari
menu-bills = 📄 Hisoblar
menu-parcels = 📦 Posilkalar
menu-invite = 🎁 Do‘st taklif qilish
menu-shop = 🏪 Do‘kon
menu-profile = 👤 Profil
menu-settings = ⚙️ Sozlamalar
menu-help = ❓ Yordam

## Keyboard of staff

menu-find = 🔎 Mijozni topish
menu-invoice = 🛒 Yangi yuk xati
menu-new = ➕ Yangi mijoz
menu-bonus = ⭐ Mijoz ballari
menu-debt = 📒 Mijoz qarzi
menu-refund = ↩️ Xaridni qaytarish
menu-staff = 👥 Xodimlar
menu-keys = 🔑 API kalitlari
menu-customer = 👛 Mening ballarim
menu-admin = 💼 Xodim menyusi

menu-customer-title = Nimani ochamiz? Tanlang 👇
menu-staff-title =
    <b>Xodim menyusi</b>
    Rolingiz: { $role }

## Descriptions of commands

command-start = Boshlash
command-menu = Tugmalarni ko‘rsatish
command-balance = Qancha ballim bor
command-card = Kassa uchun kartam
command-history = Ballar tarixi
command-invoices = Mening yuk xatlarim
command-bills = Xizmatlar uchun hisoblar va ularni qanday to‘lash
command-parcels = Posilkalar: hozir qayerda
command-parcels-staff = Posilkalar: topish, qo‘shish, holatini o‘zgartirish
command-promo = Do‘stimning promokodini kiritish
command-invite = Do‘st taklif qilish
command-profile = Mening ma’lumotlarim
command-shop = Do‘kon manzili va telefoni
command-settings = Til va sozlamalar
command-help = Bot nimalar qila oladi
command-cancel = Boshlangan ishni bekor qilish
command-find = Mijozni topish
command-new = Mijozni ro‘yxatga olish
command-invoice = Yuk xati yozish
command-bonus = Ball qo‘shish yoki yechib olish
command-debt = Mijoz qarzi
command-refund = Qaytarishni rasmiylashtirish
command-staff = Xodimlar va rollar
command-token = Dasturga kirish uchun bir martalik kod
command-keys = API kalitlari
command-admin = Xodim menyusi

## Help

help-customer =
    Bu yerda ballaringiz yig‘iladi. Kassada kartangizni ko‘rsating, xaridingiz uchun ball qo‘shiladi. Keyingi safar ular bilan to‘lashingiz mumkin.

    💰 /balance: qancha ball yig‘ildi
    💳 /card: kassa uchun karta, QR-kod va raqam
    🕘 /history: ball qayerdan keldi, nimaga sarflandi
    🧾 /invoices: xaridlaringiz, satrma-satr
    📦 /parcels: posilkalaringiz hozir qayerda
    🎁 /invite: do‘st taklif qiling va uning birinchi xaridi uchun ball oling
    🎟 /promo <code>KOD</code>: birinchi xariddan oldin do‘stingizning promokodini kiritish
    👤 /profile: ma’lumotlaringiz
    🏪 /shop: do‘kon manzili va telefoni
    ⚙️ /settings: til, posilkalar haqidagi xabarlar
    ✖️ /cancel: boshlangan ishni bekor qilish

    Buyruqlarni yodlash shart emas: hammasi pastdagi tugmalarda.
help-bills = 📄 /bills: xizmatlar uchun hisoblaringiz va ularni qanday to‘lash
help-staff =
    <b>Bitta xabar bilan sotish</b>
    <pre>/invoice 10012
    Smesitel 4 x 4800
    Yetkazib berish 500
    { keyword-bonus } 200</pre>
    Birinchi satrda mijoz: kodi, telefoni, @username yoki promokodi. Keyin har bir tovar yangi satrda: nomi, soni x narxi. Bir dona bo‘lsa, narxining o‘zi yetarli.

    <code>{ keyword-bonus } 200</code>: 200 ball bilan to‘lash
    <code>{ keyword-bonus } { keyword-all }</code>: imkon boricha ball bilan to‘lash
    <code>{ keyword-referral } 100</code>: do‘stlar uchun ballar bilan to‘lash
    <code>{ keyword-debt }</code>: qolganini qarzga yozish
    Nomsiz, faqat summa: <code>/invoice 10012 5000</code>

    Avval yakuniy hisobni ko‘rsataman. Siz tasdiqlamaguningizcha hech narsa bo‘lmaydi. Biror narsa unutilsa, tugmalar bilan so‘rayman.
    Xato qildingizmi? O‘z yuk xatingizni ostidagi tugma bilan 5 daqiqa ichida bekor qilish mumkin.

    <b>Mijozlar</b>
    /find <code>MATN</code>: kodi, telefoni, ismi, @username, promokodi, el. pochtasi yoki kompaniyasi bo‘yicha topish
    /new: mijozni telefoni bo‘yicha ro‘yxatga olish
    /debt: qarz to‘lovini qabul qilish
    /admin: xodim menyusi
    /token: do‘kon dasturiga kirish uchun kod

    Sizning ham kartangiz bor: /card, ballaringiz: /balance
help-manager =
    <b>Menejer uchun</b>
    /bonus: sababini yozib, ball qo‘shish yoki yechib olish
    /debt: qarz yozish yoki to‘lovini qabul qilish
    /refund: xaridni to‘liq yoki qisman qaytarish
    /parcels: posilkalar: topish, qo‘shish, holatini o‘zgartirish, ro‘yxat yoki fayl bilan
    Mijoz kartasi, «Yana»: guruh, qaydlar, kredit limiti, bloklash
help-owner =
    <b>Do‘kon egasi uchun</b>
    /staff: xodimlar va ularning rollari
    /keys: kassalar, internet-do‘konlar va boshqa dasturlar uchun kalitlar
    /settings: ballar muddati, sarflashga rozilik
