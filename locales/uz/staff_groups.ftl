## Xodimlar: mijozlar guruhlari

groups = 👥 <b>Mijozlar guruhlari</b>
groups-none = 👥 Hozircha guruhlar yo‘q.
button-groups = 👥 Mijozlar guruhlari
button-group-new = ➕ Yangi guruh
groups-group = 👥 <b>{ $name }</b>: chegirma { $percent }, a’zolari: { $members }
groups-minimum = Chegirma { $amount } dan boshlab amal qiladi.
groups-is-off = 💤 O‘chirilgan: chegirma amal qilmaydi.
button-group-name = ✏️ Nomi
button-group-discount = 🏷 Chegirma
button-group-minimum = 💰 Eng kam summa
button-group-off = 💤 O‘chirish
button-group-on = ▶️ Yoqish
group-name-ask = 👥 Guruhni qanday nomlaymiz? Nomlar takrorlanmasligi kerak.
group-discount-ask = 🏷 A’zolarga qanday chegirma beriladi? Masalan <code>7,5%</code> yoki <code>0</code>
group-bad-percent = 0 dan 100 gacha foiz kerak, masalan <code>7,5</code>
group-minimum-ask = 💰 Chegirma qaysi summadan boshlab amal qiladi? Nol: istalgan summadan.
group-off-ask = 💤 <b>{ $name }</b> guruhi o‘chirilsinmi? Chegirma darhol to‘xtaydi, a’zolari qoladi.
group-on-ask = ▶️ <b>{ $name }</b> guruhi yana yoqilsinmi?
button-group-moves = 📈 Aylanma bo‘yicha o‘tkazish
group-moves =
    📈 <b>Aylanma bo‘yicha o‘tkazish</b>
    Har kuni mijozlar aylanmasiga yarasha guruhga o‘tadi. Xodim guruhga qo‘shgan mijoz o‘sha yerda qoladi.
group-moves-off = O‘chiq: hech kim o‘tkazilmaydi. Qaysi aylanmadan boshlab o‘tishini ko‘rsatish uchun guruhni tanlang.
group-moves-days = Oxirgi <b>{ $days }</b> aylanmasi:
group-moves-rule = <b>{ $from }</b> dan: { $name }
button-group-moves-days = 📅 Kunlar
button-group-moves-off = ⏹ Hech kimni o‘tkazmaslik
group-moves-days-ask = 📅 Aylanma necha kun uchun hisoblanadi? 1 dan { $most } gacha son yuboring.
group-moves-from-ask = 📈 Mijozlar <b>{ $name }</b> guruhiga qaysi aylanmadan boshlab o‘tadi?
group-moves-from-once = Ikki guruhning aylanmasi bir xil bo‘la olmaydi.
