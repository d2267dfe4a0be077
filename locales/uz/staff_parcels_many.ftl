## Ko‘p posilkaning holati birdan: ro‘yxat yoki fayl bilan

parcels-many-ask =
    📋 <b>Birdan ko‘p posilka</b>
    Raqamlarni qo‘ying: har satrga bittadan, vergul yoki bo‘sh joy orqali. Holatini so‘rayman.
    Yoki darhol holati bilan:
    <pre>RB123456789CN;yetib keldi</pre>
    Uzunroq ro‘yxatni CSV yoki TXT fayl bilan yuboring, { $most } satrgacha.
parcels-many-status-ask = Raqamlar: <b>{ $count }</b>. Qaysi holat qo‘yilsin?
parcels-many-continued = Ro‘yxatga qo‘shildi: { $count }.
parcels-many-preview = 📋 <b>Ro‘yxatda: { $count }</b>
parcels-many-new-status = Yangi holat: { $mark } <b>{ $status }</b>
parcels-many-will-change = ✅ O‘zgaradi: <b>{ $count }</b>
parcels-many-of-status = • { $mark } { $status }: <b>{ $count }</b>
parcels-many-changed = ✅ <b>O‘zgartirildi: { $count }</b>
parcels-many-nothing-changed = O‘zgartiradigan narsa yo‘q. O‘zgartirildi: { $count }
parcels-many-unchanged = ➖ Allaqachon shu holatda: { $count }
parcels-many-twice = ➖ Ro‘yxatda takrorlangan: { $count }
parcels-many-unknown = ❓ Bunday raqam yo‘q: { $count }
parcels-many-backwards = ↩️ Tartibga zid, o‘zgarmaydi: { $count }
parcels-many-repeated = 🔀 Ikki marta, holatlari har xil: { $count }
parcels-many-faults = ⚠️ O‘qilmagan satr: { $count }
parcels-many-confirm-ask = Hozircha hech narsa o‘zgarmadi. Tasdiqlasangiz, mijozlar yangi holatni darhol bilib oladi.
button-parcels-many-confirm = ✅ O‘zgartirish: { $count }
parcels-many-preview-changed = Shu orada ayrim posilkalar o‘zgardi. Qayta tekshiring:
parcels-many-row = { $row }-satr, <code>{ $number }</code>: { $reason }
parcels-many-row-empty = { $row }-satr: { $reason }
parcels-many-more = … va yana { $count }, ular hisobotda bo‘ladi
parcels-many-report = 📄 Nima o‘zgarmadi va nega, satrma-satr.

parcels-many-column-row = Satr
parcels-many-column-number = Raqam
parcels-many-column-reason = Nega o‘zgarmadi
parcels-many-reason-unchanged = allaqachon shu holatda
parcels-many-reason-unknown = bunday posilka yo‘q
parcels-many-reason-backwards = hozir “{ $now }”, yangi holat tartibga zid
parcels-many-reason-twice = raqam yuqorida bor edi
parcels-many-reason-repeated = raqam yuqorida boshqa holat bilan bor edi
parcels-many-reason-not-a-number = raqam yo‘q
parcels-many-reason-too-long = raqam 64 belgidan uzun
parcels-many-reason-rounded = jadval raqamni yaxlitlagan, raqamlar yo‘qolgan: ustunni matnli qilib, raqamlarni qayta qo‘ying
parcels-many-reason-unknown-status = tushunarsiz holat
parcels-many-reason-no-status = holati yo‘q

parcels-file-too-large = Fayl juda katta: { $megabytes } MB gacha o‘qiyman. Uni bo‘ling.
parcels-file-of-spreadsheet =
    Bu jadval fayli, men esa CSV o‘qiyman.
    Excelda: “Fayl” → “Boshqacha saqlash” → “CSV UTF-8”. Google Jadvallarda: “Fayl” → “Yuklab olish” → CSV.
parcels-file-unavailable = Telegram faylni bermadi. Hech narsa o‘zgarmadi: iltimos, uni qayta yuboring.
parcels-file-empty = Faylda raqami bor birorta satr yo‘q.
parcels-file-columns =
    Raqamlar va holatlar qayerdaligini ko‘rmayapman. Birinchi satrda ustunlarni nomlang:
    <pre>raqam;holat
    RB123456789CN;yetib keldi</pre>
parcels-file-not-text = Bu matnli fayl emas. Jadvalni CSV qilib saqlab, qayta yuboring.
parcels-file-bad-line = Fayl { $line }-satrdan boshlab o‘qilmadi: u yerdagi qo‘shtirnoq va ajratgichlarni tekshiring. Hech narsa o‘zgarmadi.
parcels-many-too-many = Bir martada { $most } tagacha raqam. Ro‘yxatni bo‘ling.
