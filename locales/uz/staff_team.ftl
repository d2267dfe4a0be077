## Staff: the team and its roles

team =
    👥 <b>Xodimlar</b>

    { $members }
team-line = • { $name }: { $role }
team-configured = • { $name }: do‘kon egasi, dastur sozlamalarida ko‘rsatilgan
button-member = { $name } · { $role }
button-appoint = ➕ Qo‘shish
button-team = 👥 Xodimlar
appoint-ask =
    👥 Kimni qo‘shamiz?
    Kodi, telefoni yoki @username yuboring yoki kontaktini ulashing. U bu botni kamida bir marta ochgan bo‘lishi kerak.
appoint-no-telegram = <b>{ $name }</b> bu botni hali ochmagan. Shu yerda “Boshlash”ni bossin, keyin kodni qayta yuboring.
team-newcomer =
    👤 <b>{ $name }</b>
    Qaysi rolni beramiz?
team-member =
    👤 <b>{ $name }</b>
    Roli: <b>{ $role }</b>

    Boshqa rolni tanlang yoki ishdan bo‘shating:
button-dismiss = 🚫 Ishdan bo‘shatish
dismiss-question = <b>{ $name }</b> ishdan bo‘shatilsinmi? Ruxsati darhol yopiladi.
button-dismiss-yes = 🚫 Ha, bo‘shatish
appointed = ✅ <b>{ $name }</b>: { $role }
dismissed = ✅ <b>{ $name }</b> endi xodim emas.
team-is-configured = <b>{ $name }</b> dastur sozlamalarida do‘kon egasi deb ko‘rsatilgan; bu yerda o‘zgartirilmaydi.
notice-appointed =
    👥 Endi siz do‘kon xodimisiz: <b>{ $role }</b>
    Ish tugmalari pastda. Nimalar qila olasiz: /help
notice-dismissed = Siz endi do‘kon xodimi emassiz. Kartangiz va ballaringiz o‘zingizda qoladi.
