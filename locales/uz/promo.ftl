## A friend’s promo code

promo-button = 🎟 Promokod kiritish
promo-ask = 🎟 Do‘stingizning promokodini yuboring. U <b>PROMO</b> bilan boshlanadi, keyin raqamlar keladi.
promo-applied = 🎉 Promokod qabul qilindi! Sizga <b>{ points-count }</b> qo‘shildi.
promo-applied-without-bonus = 🎉 Promokod qabul qilindi. Biz bilan ekaningizdan xursandmiz!
promo-already-used = Do‘stingizning promokodi yozib qo‘yilgan, uni faqat bir marta kiritish mumkin. Lekin do‘stlaringizni taklif qilishingiz mumkin: /invite
promo-already-purchased = Promokod birinchi xariddan oldin kiritiladi, siz esa xarid qilib bo‘lgansiz. Lekin do‘stlaringizni taklif qilishingiz mumkin: /invite
promo-wrong = Bu promokod mos kelmadi. Hamma raqamlari joyidami, tekshiring yoki do‘stingizdan qayta so‘rang.
promo-not-valid-now = Bu promokod hozir amal qilmaydi. Usiz ham hammasi xuddi shunday ishlaydi: ball yig‘ing va ular bilan to‘lang.
promo-too-many = Ketma-ket juda ko‘p urinish bo‘ldi. { $minutes } daqiqadan keyin qayta urinib ko‘ring.
promo-friend-came =
    🎁 Taklifingiz bilan do‘stingiz keldi: <b>{ $name }</b>.

    Uning birinchi xaridining <b>{ $percent }</b> miqdori sizga ball bo‘lib tushadi.
promo-friend-came-without-reward = 🎁 Taklifingiz bilan do‘stingiz keldi: <b>{ $name }</b>. Rahmat!
