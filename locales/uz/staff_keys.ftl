## Staff: keys and one-time codes of the HTTP APIs

login-code =
    🔑 Bir martalik kodingiz: <code>{ $code }</code>
    U bilan do‘konning bek-ofisiga yoki boshqa dasturiga o‘z nomingizdan kirasiz. Kod 5 daqiqa ichida bir marta ishlaydi; oldingi kod endi ishlamaydi.

    ⚠️ Uni faqat o‘zingiz kirmoqchi bo‘lgan joyga kiriting. Uni sizdan so‘rashga hech kimning haqqi yo‘q.
keys =
    🔑 <b>API kalitlari</b>

    { $keys }
keys-none =
    🔑 <b>API kalitlari</b>
    Hozircha bittasi ham yo‘q. Kalit bilan kassa, internet-do‘kon yoki boshqa dastur do‘kon bilan ishlaydi.
keys-tenant =
    Bek-ofis kalit bilan birga <b>X-Tenant-Key</b> sarlavhasini yuboradi: <code>{ $key }</code>
    Bu sir emas, do‘konning nomi.
key-line =
    <b>{ $name }</b> · <code>{ $shown }…</code>
    { $scopes }
    { $used }
    { $state }
key-unnamed = nomsiz
key-used = So‘rovlar: { $uses }, oxirgisi { $when }
key-unused = Hali ishlatilmagan
key-forever = Muddatsiz
key-until = { $when } gacha ishlaydi
key-ended = Tugagan: { $when }
key-revoked = Bekor qilingan: { $when }
key-scope-till = Kassa va internet-do‘kon
key-scope-platform-read = Posilkalar: ko‘rish
key-scope-platform-write = Posilkalar: o‘zgartirish
key-scope-customers-read = Mijozlar: ko‘rish
key-scope-customers-update = Mijozlar: o‘zgartirish
key-scope-bills-read = Hisoblar: ko‘rish
key-scope-bills-create = Hisoblar: yaratish
key-scope-bills-update = Hisoblar: o‘zgartirish
key-scope-all = Hammasi
button-scope-chosen = ☑️ { $scope }
button-key = { $name } · { $shown }…
button-keys = 🔑 API kalitlari
button-new-key = ➕ Yangi kalit
button-make-key = ✅ Kalit yaratish
button-key-uses = 📜 So‘rovlar
button-key-asks = ☑️ Ballni mijozdan so‘rash
button-key-asks-not = ⬜️ Ballni mijozdan so‘rash
button-key-rate = ⏱ Daqiqasiga { $rate } tagacha so‘rov
button-key-no-rate = ⏱ So‘rovlar soni cheklanmagan
button-key-days = 📅 { $days } kunga
button-key-no-days = 📅 Muddatsiz
key-uses =
    📜 <b>{ $name }</b> kalitining oxirgi so‘rovlari

    { $uses }
key-use-line = { $when } · { $method } <code>{ $path }</code> · { $status } · { $address }
button-rotate-key = 🔁 Almashtirish
button-rotate-key-yes = 🔁 Ha, almashtirish
button-revoke-key = 🚫 Bekor qilish
button-revoke-key-yes = 🚫 Ha, bekor qilish
key-name-ask =
    🔑 Kalit nima uchun kerak? O‘zingiz taniydigan nom yuboring, masalan “Kirish oldidagi kassa”.
key-name-bad = Nomda ko‘pi bilan { $most } ta belgi bo‘ladi. Qisqaroq yuboring.
key-scopes-ask =
    🔑 Kalit: <b>{ $name }</b>
    Unga nima qilish mumkin? Faqat keragini tanlab, kalit yarating.
key-scopes-none = Hozircha hech narsa tanlanmadi: kalitga nima qilish mumkinligini tanlang.
key-made =
    ✅ Kalit <b>{ $name }</b>:
    <code>{ $key }</code>

    ⚠️ U faqat hozir ko‘rsatiladi. Uni dasturga ko‘chiring va bu xabarni o‘chiring: kalit kimda bo‘lsa, o‘sha do‘kon nomidan ish qiladi.
key-made-before = ✅ <b>{ $name }</b> kaliti oldin yaratilgan. U bir marta ko‘rsatildi, qayta ko‘rsatib bo‘lmaydi; yo‘qolgan bo‘lsa, almashtiring.
key-replaces = Oldingi kalit yana { $hours } soat ishlaydi.
key-rotate-question = <b>{ $name }</b> o‘rniga yangi kalit yaratilsinmi? Dasturda almashtirishga ulgurishingiz uchun oldingisi yana { $hours } soat ishlaydi.
key-revoke-question = <b>{ $name }</b> kaliti bekor qilinsinmi? Uni ishlatadigan dasturlarning ham, shu kalit bilan olingan tokenlarning ham ruxsati darhol yopiladi.
key-is-revoked = ✅ <b>{ $name }</b> kaliti bekor qilindi.
notice-key-address =
    🔑 <b>{ $name }</b> kaliti (<code>{ $shown }…</code>) yangi manzildan ishlatildi:
    { $addresses }

    Bu siz emasmisiz? Kalitni bekor qiling: /keys
notice-key-address-line = • <code>{ $address }</code>
notice-key-addresses-more = • va yana: { $count }
notice-key-failures =
    🔑 <b>{ $name }</b> kalitiga (<code>{ $shown }…</code>) ko‘p ruxsat berilmayapti. 24 soatdagi rad etishlar: { $count }
    Shu kalitni ishlatadigan dasturni tekshiring yoki kalitni bekor qiling: /keys
