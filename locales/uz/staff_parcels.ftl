## Do‘kon posilkalari xodimlar ekranlarida

parcels-total = 📦 <b>Posilka: { $count }</b>
parcels-sums = Og‘irligi: { $weight } kg, narxi: { $cost }
parcels-added = Qo‘shildi bugun: { $today }, 7 kunda: { $week }, 30 kunda: { $month }
parcels-hint =
    Tezroq: /parcels <code>RAQAM</code> posilkani darhol ochadi.
    “raqam;holat” satrlari bor CSV faylni shu chatga yuborish kifoya.
parcels-none = 📦 Hozircha posilka yo‘q.
parcels-hint-add = Birinchisini shu yerda qo‘shing yoki o‘z dasturingizdan yuklang: unga kalitni do‘kon egasi beradi.
button-parcels = 📦 Posilkalarga
button-parcels-with = { $mark } { $status }: { $count }
button-parcels-latest = 🕘 Hammasi
button-parcels-find = 🔎 Topish
button-parcels-add = ➕ Qo‘shish
button-parcels-many = 📋 Birdan ko‘p
button-parcels-own = 🙋 Mening posilkalarim: { $count }
button-parcels-of = 📦 Posilka: { $count }

parcels-latest = 🕘 Barcha posilka: <b>{ $count }</b>, yangilari yuqorida 👇
parcels-with = { $mark } <b>{ $status }</b>: { $count } 👇
parcels-of = 📦 Posilka: <b>{ $count }</b>
parcels-of-code =
    📦 Kod <code>{ $code }</code>, posilka: <b>{ $count }</b>
    Bunday kodli mijoz hozircha yo‘q: posilkalar shu kodni olgan kishiniki bo‘ladi.
button-parcel = { $mark } { $number } · { $client }

parcels-find-ask =
    🔎 Nimani qidiramiz?
    Posilka raqamini yoki uning bir qismini, mijozning kodi, telefoni yoki ismini, izohdagi so‘zlarni yuboring.
parcels-found-none = “<b>{ $text }</b>” bo‘yicha posilka ham, mijoz ham yo‘q.
parcels-found-many = Topildi: posilka { $parcels }, mijoz { $clients }. Qaysi birini ochay? 👇

parcel-card-title =
    📦 <code>{ $number }</code>
    { $mark } <b>{ $status }</b>
parcel-card-client = Mijoz: <b>{ $name }</b>, <code>{ $code }</code>
parcel-card-nobody =
    Mijoz kodi: <code>{ $code }</code>
    Bunday kod hozircha hech kimda yo‘q: posilka uni olgan kishiniki bo‘ladi.
parcel-card-pieces = Joylar soni: { $pieces }
parcel-card-weight = Og‘irligi: { $weight } kg
parcel-card-price = Bir kg narxi: { $price }
parcel-card-cost = Narxi: <b>{ $cost }</b>
parcel-card-note = 📝 { $note }
parcel-past = { $at } — { $status }
parcel-past-forced = { $at } — { $status } (tartibsiz)
button-parcels-beside = 📦 Shu kod
button-parcel-status = { $mark } { $status }
button-parcel-back = ↩️ Boshqa holat
button-parcel-change = ✏️ O‘zgartirish

parcel-status-set = { $mark } Endi: { $status }
parcel-status-already = Bu posilka allaqachon “{ $status }” holatida.
parcel-status-moved = Holati shu orada o‘zgartirildi. Hozir: “{ $status }”. Hech narsa qilinmadi.
parcel-back-ask =
    ↩️ <code>{ $number }</code>
    Hozir: <b>{ $now }</b>. Bu holatlar tartibga zid. Qaysi birini qo‘yaylik?
parcel-back-none =
    <code>{ $number }</code>
    Hozir: <b>{ $now }</b>. Qolgan holatlarning hammasi posilka kartasida.
parcel-force-ask =
    ⚠️ <code>{ $number }</code>
    “{ $now }” holatidan keyin “{ $wanted }” tartibga zid. Mijozga xabar boradi, tarixda belgi qoladi.

    Qo‘yilsinmi?
button-parcel-force = ⚠️ Ha: { $status }

parcel-add-ask =
    ➕ <b>Yangi posilka</b>
    Raqami va mijoz kodini yuboring, og‘irligi (kg) va izohni ham birga yozish mumkin:
    <pre>RB123456789CN 10012 1,5 mo‘rt</pre>
    Yoki faqat raqamini: qolganini so‘rayman.
parcel-add-number-ask =
    ➕ <code>{ $code }</code> mijoziga <b>yangi posilka</b>
    Raqamini yuboring. Og‘irligi (kg) va izohni yangi satrlarda qo‘shish mumkin.
parcel-add-client-ask =
    <code>{ $number }</code> kimning posilkasi?
    Mijozning kodi, telefoni, ismi yoki kontaktini yuboring.
parcel-unclear =
    “{ $text }”: buni ikki xil tushunish mumkin.
    “{ $code }” kodi hozircha hech kimda yo‘q. Qanday yozay?
button-parcel-split = { $number } · kod { $code }
button-parcel-join = Bu raqam: { $number }
parcel-several =
    Bu yerda bir nechta posilka borga o‘xshaydi. Hech narsa qo‘shilmadi.
    Bittadan yuboring: raqam, mijoz kodi, vazn va izoh bir qatorda.
    Ko‘p holatni “📋 Birdan ko‘p” orqali o‘zgartiring.
parcel-unclear-rest =
    “{ $text }”: buni ikki xil tushunish mumkin.
    Raqam qayerda tugaydi?
button-parcel-rest = Raqam { $number }, keyin { $rest }
parcel-client-unknown =
    “<b>{ $text }</b>” bo‘yicha hech kim yo‘q.
    Yozilishini tekshiring yoki kod yuboring: u hozircha hech kimda yo‘q kod ham bo‘lishi mumkin.
button-parcel-code = Kod { $code }
parcel-is-added = ✅ <b>Posilka qo‘shildi.</b>
parcel-is-known = ☝️ <b>Bunday raqamli posilka bor.</b> Mana:
parcel-not-a-number = Bu posilka raqamiga o‘xshamaydi: bir satrda harflar yoki raqamlar kerak.
parcel-number-too-long = Raqam uchun juda uzun: unda 64 belgigacha bo‘ladi.
parcel-number-rounded = Bu raqamni jadval yaxlitlab yuborgan: raqamlarining bir qismi yo‘qolgan. Uni asl hujjatdan oling.

parcel-change-ask = ✏️ <code>{ $number }</code>: nimani o‘zgartiramiz?
parcel-note-ask = 📝 Yangi izohni yuboring. Mijoz uni ko‘rmaydi.
parcel-weight-ask = ⚖️ Og‘irligi necha kilogramm? Masalan: 1,25
parcel-price-ask = 💵 Bir kilogrammi necha dollar? Masalan: 4,50
parcel-pieces-ask = 🔢 Nechta joy?
parcel-client-ask = 👤 Bu kimning posilkasi? Mijozning kodi, telefoni, ismi yoki kontaktini yuboring.
parcel-number-ask = 🏷 Yangi raqamini yuboring.
parcel-weight-bad = Og‘irlik kilogrammda kerak, verguldan keyin uch raqamgacha. Masalan: 1,25
parcel-price-bad = Narx dollarda kerak, verguldan keyin ikki raqamgacha. Masalan: 4,50
parcel-pieces-bad = Joylar soni butun son bo‘lishi kerak, masalan: 2
parcel-saved = ✅ <b>Saqlandi.</b>
button-parcel-note = 📝 Izoh
button-parcel-weight = ⚖️ Og‘irligi
button-parcel-price = 💵 Bir kg narxi
button-parcel-pieces = 🔢 Joylar
button-parcel-client = 👤 Mijoz
button-parcel-number = 🏷 Raqami
button-parcel-clear = 🗑 Olib tashlash
